"""``--explain`` says why an output is made anew, down to the input that is another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from engine.project import FILES, build, drawing, outputs, post, write
from engine.test_changes import edited, gone, manifest, put

from publish.cli.main import run

CASES: tuple[tuple[Callable[[Path], object], str, str], ...] = (
    (edited("posts/one.md", "leaves", "roots"), "one.html", "posts/one.md changed"),
    (edited("posts/one.md", "leaves", "roots"), "book.epub", "posts/one.md changed"),
    (put("posts/four.md", post("Four", "Text.")), "four.html", "it was not made before"),
    (put("posts/four.md", post("Four", "Text.")), "book.html", "posts/four.md is new"),
    (gone("posts/three.md"), "book.html", "posts/three.md is gone"),
    (gone("posts/two.md"), "one.html", "the link “two.md#water” in posts/one.md leads elsewhere"),
    (put("posts/cup.svg", drawing("black")), "two.html", "the picture “cup.svg” changed"),
    (edited("look/foot.html", "Foot", "End"), "one.html", "foot.html of the layout changed"),
    (put("look/better.html", "x"), "one.html", "better.html of the layout is new"),
    (edited("look/more.css", "black", "navy"), "one.html", "more.css of the layout changed"),
    (manifest("[targets.epub]", "[targets.html.options]\nstandalone = true\n[targets.epub]"), "one.html",
     "option standalone: false → true"),
    (gone("build/html/one.html"), "one.html", "one.html is not there"),
    (put("build/html/one.html", "x"), "one.html", "one.html was changed since it was made"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "name", "reason"), CASES, ids=[case[2] for case in CASES])
def test_the_reason_is_told(
    change: Callable[[Path], object],
    name: str,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    build(capsys)
    change(tmp_path)
    for words in (["--dry-run"], []):
        report = build(capsys, *words)
        whys = {Path(item["path"]).name: item["why"] for item in report["made"]}
        assert reason in whys[name]


def test_many_reasons_are_few_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    build(capsys)
    write(tmp_path, {f"posts/{number}.md": post(f"No. {number}", "Text.") for number in range(9)})
    whys = {Path(item["path"]).name: item["why"] for item in build(capsys)["made"]}
    assert whys["book.html"] == (
        "posts/0.md is new; posts/1.md is new; posts/2.md is new; and 6 more"
    )


def test_a_title_is_no_second_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    build(capsys)
    edited("posts/two.md", "title: Two", "title: Second")(tmp_path)
    whys = {Path(item["path"]).name: item["why"] for item in build(capsys)["made"]}
    assert whys["two.html"] == whys["book.html"] == "posts/two.md changed"


def test_after_the_cache_was_cleared_nothing_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    before = {item["path"] for item in build(capsys)["made"]}
    assert run(["clean", "--cache"]) == 0
    edited("posts/one.md", "leaves", "roots")(tmp_path)
    made = build(capsys)["made"]
    assert {item["path"] for item in made if item["fresh"]} == before
    assert {item["why"] for item in made} == {"nothing is remembered of how it was made"}
    (tmp_path / "posts/three.md").unlink()
    build(capsys)
    assert "html/three.html" not in outputs(tmp_path)
