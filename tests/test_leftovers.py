"""What earlier builds wrote and nothing needs any more is removed, and nothing else ever is."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli.main import run
from publish.engine.store import FOLDER, Store

MANIFEST = """[documents.post]
each = "posts/*.md"
targets = ["html", "markdown"]
"""


def drawing(word: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!--{word}--></svg>'


def post(title: str) -> str:
    return f"---\ntitle: {title}\nlang: en\n---\n\n![a white cup](cup.svg)\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "publish.toml").write_text(MANIFEST)
    (tmp_path / "posts/cup.svg").write_text(drawing("white"))
    for name in ("one", "two"):
        (tmp_path / f"posts/{name}.md").write_text(post(name))
    monkeypatch.chdir(tmp_path)
    assert run(["build", "-j", "1"]) == 0
    return tmp_path


def files(project: Path) -> set[str]:
    built = project / "build"
    return {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}


def pictures(project: Path, format: str = "html") -> list[str]:
    return [path.read_text() for path in sorted((project / "build" / format / "images").glob("*"))]


def test_a_picture_that_was_changed_leaves_no_copy_of_its_old_self(project: Path) -> None:
    assert pictures(project) == [drawing("white")]
    (project / "posts/cup.svg").write_text(drawing("black"))
    assert run(["build", "posts/one.md", "-j", "1"]) == 0
    assert sorted(pictures(project)) == [drawing("black"), drawing("white")], (
        "two.md shows it still"
    )
    assert run(["build", "-j", "1"]) == 0
    assert pictures(project) == [drawing("black")]


def test_the_files_of_a_post_that_is_gone_go_too(project: Path) -> None:
    (project / "posts/two.md").unlink()
    mine = project / "build/html/mine.html"
    mine.write_text("mine")
    changed = project / "build/markdown/two.md"
    changed.write_text("changed by hand")
    assert run(["build", "--dry-run"]) == 0
    assert "html/two.html" in files(project)
    assert run(["build", "-j", "1"]) == 0
    assert "html/two.html" not in files(project)
    assert {"html/one.html", "html/mine.html", "markdown/two.md"} <= files(project)
    assert pictures(project) == [drawing("white")], "one.md shows it"


def test_a_post_that_cannot_be_read_keeps_what_was_made_of_it(project: Path) -> None:
    (project / "posts/two.md").write_bytes(b"\0\1\2" * 99)
    assert run(["build", "-j", "1"]) == 1
    assert "html/two.html" in files(project)


def test_a_clean_removes_what_a_build_that_was_cut_off_left(project: Path) -> None:
    store = Store(project / FOLDER)
    old = project / "build/html/images/old.png"
    old.write_bytes(b"old")
    (name,) = [name for name in store.outputs if name.endswith("one:html")]
    output = store.outputs[name]
    store.keep_output(name, output.key, [(old, b"old")], ())
    store.keep_output(name, output.key, [(Path(n), Path(n).read_bytes()) for n in output.files], ())
    mine = project / "build/html/images/mine.png"
    mine.write_bytes(b"mine")
    assert run(["clean"]) == 0
    assert files(project) == {"html/images/mine.png"}


def test_markdown_finds_its_pictures_beside_it(project: Path) -> None:
    text = (project / "build/markdown/one.md").read_text()
    address = text.partition("(")[2].partition(")")[0]
    assert (project / "build/markdown" / address).read_text() == drawing("white")
