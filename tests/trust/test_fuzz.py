"""The fuzzer, for a little while, and what it has found before."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from trust.conftest import CHECKOUT
from trust.fuzz import FOUND, World, fuzz, tried
from trust.hostile import RUNNING

CASES = 1000 if os.environ.get("PUBLISH_DEEP") else 60


def test_a_little_fuzzing_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cases each time; ``make fuzz`` takes others."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    _, found = fuzz(
        4, tmp_path / "found", cases=CASES, kinds=("post", "post", "manifest", "layout")
    )
    assert [path.with_suffix(".why").read_text() for path in found] == []


@pytest.mark.parametrize("case", sorted(FOUND.glob("*.txt")), ids=lambda path: path.stem)
def test_what_was_found_is_mended(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    text = case.read_bytes().decode("utf-8", "surrogatepass")
    assert tried(case.name.partition("-")[0], text, World(tmp_path)) is None


def test_the_guard_and_the_oracle_see_what_they_look_for(tmp_path: Path) -> None:
    """An escape, a script and a canary are found where there are some."""
    from trust import guard, oracle
    from trust.leaks import CANARY, leaks

    missed = [text for text in RUNNING if text.startswith("<script") and not oracle.faults(text)]
    assert missed == []
    assert oracle.faults('<a href="java\tscript:x">a</a>') == ["<a href=javascript:x>"]
    assert oracle.faults('<p onclick="x">a</p><a href="https://a.b">a</a>') == ["<p onclick>"]
    (tmp_path / "a.txt").write_text(f"data:text/plain;base64,{_base64(CANARY)}")
    assert leaks(tmp_path)
    inside, outside = tmp_path / "root", tmp_path / "secret"
    inside.mkdir()
    outside.write_text("secret")
    guard.watch(inside, inside / "log")
    try:
        with pytest.raises(guard.Escape):
            outside.read_text()
    finally:
        guard.rest()
    assert "secret" in (inside / "log").read_text()
    assert str(CHECKOUT) in sys.path or CHECKOUT.is_dir()


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()
