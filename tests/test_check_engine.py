"""A second check remembers the first, as long as nothing changed that findings depend on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from publish.diagnostics import Diagnostic
from publish.engine import check as checking
from publish.engine.check import check
from publish.engine.request import BuildRequest
from publish.sources import select, states

POST = (
    "---\ntitle: 茶\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n用Python写。\n\n![一个图](a.png)。\n"
)
MANIFEST = '[documents.p]\neach = "*.md"\ntargets = ["html"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "post.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def found(folder: Path) -> list[str]:
    return [item.code for item in check(BuildRequest(manifest=folder / "publish.toml"))]


def test_nothing_is_built_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found(folder)
    assert sorted(first) == ["CJK001", "CJK001", "LNK007"]

    def never(*_: object) -> tuple[Diagnostic, ...]:
        raise AssertionError

    monkeypatch.setattr(checking, "build", never)
    assert found(folder) == first
    (folder / "publish.toml").write_text(MANIFEST + "\n[build]\njobs = 1\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        found(folder)


def test_a_change_of_anything_is_seen(folder: Path) -> None:
    assert "LNK007" in found(folder)
    (folder / "a.png").write_bytes(b"no picture")
    assert "LNK014" in found(folder)
    (folder / "post.md").write_text(POST.replace("用Python写。", "水。"), encoding="utf-8")
    assert "CJK001" not in found(folder)
    os.utime(folder / "a.png", (1, 1))
    assert "LNK014" in found(folder)
    (folder / "publish.toml").write_text(
        MANIFEST + '[normalize]\nignore = ["LNK"]\n', encoding="utf-8"
    )
    assert found(folder) == []


def test_what_a_numbered_run_is_to_be_is_no_old_finding(folder: Path) -> None:
    (folder / "post.md").write_text(POST + "\n1. 叶\n\n绿。\n\n2. 水\n\n烫。\n", encoding="utf-8")
    assert "LST002" in found(folder)
    (folder / "publish.toml").write_text(
        MANIFEST + '[normalize]\nnumbered_run = "keep"\n', encoding="utf-8"
    )
    assert "LST002" not in found(folder)


def test_a_comment_silences_what_is_found_later(folder: Path) -> None:
    quiet = POST.replace("![一个图]", "<!-- publish-disable-next-line LNK007 -->\n![一个图]")
    (folder / "post.md").write_text(quiet, encoding="utf-8")
    assert "LNK007" not in found(folder)


def test_a_memory_inside_the_folder_is_no_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.chdir(folder)
    request = BuildRequest(paths=(folder / "post.md",))
    first = check(request)
    monkeypatch.setattr(checking, "build", None)
    assert check(request) == first


def test_a_damaged_memory_costs_time_only(folder: Path) -> None:
    first = found(folder)
    for path in filter(Path.is_file, (folder / ".publish" / "blobs").rglob("*")):
        path.write_bytes(b"\xff")
    assert found(folder) == first


def test_a_folder_of_many_other_files_is_not_looked_at(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").touch()
    assert states(tmp_path, [tmp_path / "out"], 4) is None
    assert len(states(tmp_path, [tmp_path / "out"], 5) or ()) == 5


def test_names_with_wild_cards_in_them_are_found_as_they_are() -> None:
    files = ["a[1].md", "a1.md", "b*.md", "b2.md", "c/d.md"]
    assert select(files, ["a[[]1].md", "b[*].md", "./c/d.md"]) == ["a[1].md", "b*.md", "c/d.md"]
    assert select(files, ["a[1].md"]) == ["a1.md"]
