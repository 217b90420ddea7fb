"""Whatever changes: just the outputs that depend on it are made anew, and all are a clean build's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from engine.project import FILES, MANIFEST, build, clean_copy, drawing, fresh, outputs, post, write

from publish import disk
from publish.engine import facts, version

HTML = {"one.html", "two.html", "three.html", "book.html"}
EPUB = {"one.epub", "two.epub", "three.epub", "book.epub"}
MARKDOWN = {"one.md", "two.md", "three.md"}
BOOK = {"book.html", "book.epub"}
CODE = {"code.json"}
NOTHING: set[str] = set()
ALL = HTML | EPUB | MARKDOWN | CODE


def of(*names: str) -> set[str]:
    """The outputs of some posts, and the book."""
    return {f"{name}.{suffix}" for name in names for suffix in ("html", "md", "epub")} | BOOK


class Change(NamedTuple):
    """What changes, what is made anew, and the words of the command."""

    name: str
    change: Callable[[Path], object]
    made: set[str]
    words: tuple[str, ...] = ()


def put(name: str, text: str) -> Callable[[Path], object]:
    return lambda project: write(project, {name: text})


def edited(name: str, old: str, new: str) -> Callable[[Path], object]:
    assert old in FILES[name]
    return put(name, FILES[name].replace(old, new))


def gone(name: str) -> Callable[[Path], object]:
    return lambda project: (project / name).unlink()


def moved(name: str, new: str) -> Callable[[Path], object]:
    return lambda project: (project / name).rename(project / new)


def touched(name: str) -> Callable[[Path], object]:
    return lambda project: (project / name).touch()


def in_secret(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Another content of the same size, and the old time put back."""
    assert len(old) == len(new)

    def change(project: Path) -> None:
        path = project / name
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    """The same by another file of the name."""

    def change(project: Path) -> None:
        path = project / name
        other = path.with_name("other")
        other.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
        shutil.copystat(path, other)
        other.replace(path)

    return change


def manifest(old: str, new: str) -> Callable[[Path], object]:
    return edited("publish.toml", old, new)


CHANGES = (
    Change("nothing", lambda _: None, NOTHING),
    Change("the text of a post", edited("posts/one.md", "leaves", "roots"), of("one")),
    Change("a post that is only touched", touched("posts/one.md"), NOTHING),
    Change("the same size and time", in_secret("posts/one.md", "leaves", "sleave"), of("one")),
    Change("another file of the name", replaced("posts/one.md", "leaves", "roots"), of("one")),
    Change("blank lines", edited("posts/one.md", "See", "\n\nSee"), NOTHING),
    Change("a title", edited("posts/two.md", "title: Two", "title: Second"), of("two")),
    Change("a date", edited("posts/one.md", "2024-01-01", "2024-02-01"), of("one")),
    Change("a heading that a link means", edited("posts/two.md", "Water", "Milk"),
           of("two") | {"one.html"}),
    Change("a heading that none means", edited("posts/two.md", "Heat", "Fire"), of("two")),
    Change("a heading more", edited("posts/two.md", "Text.", "Text.\n\n## Cold"), of("two")),
    Change("a slug", edited("posts/two.md", "lang: en", "lang: en\nslug: zwei"), of("one", "zwei")),
    Change("a post more", put("posts/four.md", post("Four", "Text.")), of("four")),
    Change("a post less", gone("posts/three.md"), BOOK),
    Change("a post less that a link means", gone("posts/two.md"), of("one")),
    Change("a post of another name", moved("posts/two.md", "posts/zwei.md"), of("one", "zwei")),
    Change("the order", manifest('[sources.code]', '[sources.all]\ninclude = ["posts/*.md"]\n'
           'order = ["-title"]\n[sources.code]'), NOTHING),
    Change("the order of a book", lambda project: write(project, {"publish.toml": MANIFEST.replace(
        'collect = "posts/*.md"', 'collect = "all"').replace(
        "[sources.code]", '[sources.all]\ninclude = ["posts/*.md"]\norder = ["-title"]\n'
        "[sources.code]")}), BOOK),
    Change("a picture", put("posts/cup.svg", drawing("black")), of("two")),
    Change("a picture in secret", in_secret("posts/cup.svg", "white", "black"), of("two")),
    Change("a picture that is touched", touched("posts/cup.svg"), NOTHING),
    Change("a picture less", gone("posts/cup.svg"), of("two")),
    Change("a picture elsewhere", moved("posts/cup.svg", "cup.svg"), NOTHING),
    Change("a picture that was missing", put("posts/pot.svg", drawing("pot")), of("three")),
    Change("a picture that none shows", put("posts/jug.svg", drawing("jug")), NOTHING),
    Change("an included file", put("part/a.rs", "let pot = 1;\n"), CODE),
    Change("an included file less", gone("part/a.rs"), CODE),
    Change("a bibliography", edited("refs.bib", "Tea", "Water"), of("three")),
    Change("a file that none reads", put("posts/read.txt", "x"), NOTHING),
    Change("a template", edited("look/page.html", "{% block", "<!-- x -->{% block"), HTML),
    Change("an included template", edited("look/foot.html", "Foot", "End"), HTML),
    Change("a template looked for in vain", put("look/better.html", "<p>Better</p>"), HTML),
    Change("a style sheet", edited("look/screen.css", '"more.css";', '"more.css";\nb {}'), HTML),
    Change("an imported style sheet", edited("look/more.css", "black", "navy"), HTML),
    Change("the style sheet of another format", edited("look/print.css", ";", ";\nb { color: red }"), NOTHING),
    Change("the style sheet of EPUB", edited("look/epub.css", ";", ";\nb { color: red }"), EPUB),
    Change("an option", manifest("[targets.epub]", '[targets.html.options]\nstandalone = true\n[targets.epub]'), HTML),
    Change("a comment in the manifest", manifest("# notes", "# my notes"), NOTHING),
    Change("rights", manifest('language = "en"', 'language = "en"\nrights = "mine"'), ALL),
    Change("a setting of the rules", manifest("[sources.code]",
           '[normalize]\nignore = ["CJK"]\n[sources.code]'), NOTHING),
    Change("an output that is gone", gone("build/html/one.html"), {"one.html"}),
    Change("an output that was changed", put("build/html/one.html", "x"), {"one.html"}),
    Change("an output changed in secret", in_secret("build/html/one.html", "leaves", "sleave"), {"one.html"}),
    Change("an output that is touched", touched("build/html/one.html"), NOTHING),
    Change("a picture of an output", lambda project: [path.unlink() for path in
           (project / "build/html/images").iterdir()], {"two.html", "book.html"}),
    Change("one format of a change", edited("posts/one.md", "leaves", "roots"),
           {"one.html", "book.html"}, ("-f", "html")),
    Change("one post of a change", edited("posts/one.md", "leaves", "roots"), BOOK, ("posts/three.md",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notes") / "project"


@pytest.fixture
def project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Path]:
    """The project as at first, built; what was built for other changes is known to its store."""
    for path in (*folder.glob("*"),):
        if path.name not in ("build", ".publish"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    write(folder, FILES)
    monkeypatch.chdir(folder)
    build(capsys)
    return folder


# By content, as after a change a moment ago, and for some of them by their states.
RUNS = [(case, False) for case in CHANGES] + [
    (case, True) for case in CHANGES if case in CHANGES[::4] or "secret" in case.name
]


@pytest.mark.parametrize(
    ("case", "settled"), RUNS, ids=[f"{case.name}{', settled' * late}" for case, late in RUNS]
)
def test_just_what_depends_on_a_change_is_made_anew(
    case: Change,
    settled: bool,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if settled:
        monkeypatch.setattr(disk, "TICK", -1)
    build(capsys, *case.words)
    assert fresh(build(capsys, *case.words)) == NOTHING
    case.change(project)
    (project / ".publish/traces.sqlite").touch()
    assert fresh(build(capsys, "--dry-run", *case.words)) == case.made
    assert fresh(build(capsys, *case.words)) == case.made
    assert fresh(build(capsys, *case.words)) == NOTHING
    if not case.words:
        made = outputs(project)
        monkeypatch.chdir(clean_copy(project, tmp_path / "clean"))
        build(capsys)
        clean = outputs(tmp_path / "clean")
        assert {name: made[name] for name in clean} == clean
        left = {Path(name).stem for name in made.keys() - clean.keys()}
        assert left <= {"two", "zwei"}, "only a post that has another slug leaves its files"


def test_a_library_of_another_version_makes_all_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    others = tuple(f"{name}.1" for name in version.libraries())
    monkeypatch.setattr(facts, "libraries", lambda: others)
    shutil.rmtree(project / ".publish/runs")
    assert fresh(build(capsys)) == ALL


def test_another_clock_makes_all_anew_and_the_old_one_brings_all_back(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = outputs(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert fresh(build(capsys)) == ALL
    assert outputs(project) != before
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build(capsys)
    assert outputs(project) == before


def test_a_profile_is_a_build_of_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = outputs(project)
    assert fresh(build(capsys, "--profile", "other")) == ALL
    assert fresh(build(capsys, "--profile", "other")) == NOTHING
    assert fresh(build(capsys)) == ALL
    assert outputs(project) == before


def test_another_folder_of_outputs_holds_the_same(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert fresh(build(capsys, "-o", str(tmp_path / "build"))) == ALL
    assert outputs(tmp_path) == outputs(project)
    assert fresh(build(capsys, "-o", str(tmp_path / "build"))) == NOTHING
