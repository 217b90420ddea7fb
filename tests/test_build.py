"""Whole builds of small projects: what is made, what is said, and what stays when something fails."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from publish.backends import Artifact
from publish.document import Document
from publish.engine import assemblies, ready, render
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.publication.assemble import Assembly, Surroundings, article
from publish.report import Report

MANIFEST = """[bundle]
title = "Notes"
[documents.post]
each = "posts/*.md"
targets = ["html", "markdown", "json"]
[documents.book]
collect = "posts/*.md"
targets = ["html", "markdown"]
"""
ONE = "---\ntitle: One\nlang: en\ndate: 2024-01-01\n---\n\n# Leaves\n\nSee [two](two.md#water).\n\n# More\n\nText.\n"
TWO = "---\ntitle: Two\nlang: en\ndate: 2024-01-02\n---\n\n## Water\n\n![cup](cup.png)\n\nBack to [one](./one.md).\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "publish.toml").write_text(MANIFEST)
    (tmp_path / "posts/one.md").write_text(ONE)
    (tmp_path / "posts/two.md").write_text(TWO)
    (tmp_path / "posts/cup.png").write_bytes(PNG)
    return tmp_path


def run(project: Path, **options: object) -> Report:
    return build(BuildRequest(manifest=project / "publish.toml", jobs=1, **options))  # type: ignore[arg-type]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_posts_and_the_book_are_built_and_linked(project: Path) -> None:
    report = run(project)
    assert (report.built, report.failed, report.exit_code) == (8, (), 0)
    assert 'href="two.html#water"' in text(project / "build/html/one.html")
    book = text(project / "build/html/book.html")
    assert 'href="#two--water"' in book and 'href="#one"' in book
    assert book.count("<h1") == 1 and book.index('"#one"') < book.index('"#two"')
    assert (project / "build/html/images").is_dir()


def test_a_second_build_makes_nothing_and_a_change_makes_what_it_touches(project: Path) -> None:
    run(project)
    assert run(project).built == 0
    (project / "posts/one.md").write_text(ONE + "\nMore.\n")
    again = {Path(item.path).name for item in run(project).made if item.fresh}
    assert again == {"one.html", "one.md", "one.json", "book.html", "book.md"}


def test_outputs_whose_links_do_not_differ_are_put_together_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(name: str, document: Document, around: Surroundings) -> Assembly:
        made.append(document.path)
        return article(name, document, around)

    monkeypatch.setattr(assemblies, "article", counted)
    links = {
        "posts/one.md": 3,
        "posts/two.md": 3,
    }  # .html, .md, .json: each post leads to the other
    run(project)
    assert Counter(made) == links
    made.clear()
    alone = "---\ntitle: One\nlang: en\n---\n\n# Leaves\n\nText.\n"
    (project / "posts/one.md").write_text(alone)
    run(project)
    assert Counter(made)["posts/one.md"] == 1
    assert run(project).built == 0


def test_an_output_that_was_changed_or_removed_is_made_again(project: Path) -> None:
    run(project)
    (project / "build/html/one.html").write_text("x")
    (project / "build/html/two.html").unlink()
    assert {Path(item.path).name for item in run(project).made if item.fresh} == {
        "one.html",
        "two.html",
    }


def test_a_broken_post_fails_alone(project: Path) -> None:
    run(project)
    good = text(project / "build/html/one.html")
    (project / "posts/one.md").write_text("---\ntitle: [One\n---\n\nText.\n")
    (project / "posts/three.md").write_bytes(b"\x00\x01\x02binary")
    (project / "posts/four.md").write_bytes(b"")
    report = run(project)
    assert report.exit_code == 1
    codes = {(item.path, item.code) for item in report.errors}
    assert ("posts/one.md", "FM002") in codes
    assert {path for path, _ in codes} == {"posts/one.md", "posts/three.md", "posts/four.md"}
    assert text(project / "build/html/one.html") == good, "the last good edition stays"
    assert (project / "build/html/two.html").exists()


def test_a_missing_picture_is_one_finding_and_a_visible_placeholder(project: Path) -> None:
    (project / "posts/cup.png").unlink()
    report = run(project)
    found = [item for item in report.diagnostics if item.code == "LNK007"]
    assert len(found) == 1 and found[0].path == "posts/two.md"
    assert "[Missing image]" in text(project / "build/html/two.html")


def test_a_missing_cover_is_told(project: Path) -> None:
    (project / "publish.toml").write_text(
        MANIFEST.replace("[documents.book]", '[documents.book]\ncover = "none.png"')
    )
    (project / "posts/one.md").write_text("---\ntitle: One\ncover: away.png\n---\n\nText.\n")
    found = {item.path: item for item in run(project).diagnostics if item.code == "LNK007"}
    assert "the cover of “Notes”" in found["none.png"].message
    assert found["posts/one.md"].severity == "note"


def test_a_post_that_is_a_link_is_not_read(project: Path) -> None:
    secret = project.parent / f"{project.name}-secret.md"
    secret.write_text("---\ntitle: Secret\n---\n\nHidden,words.\n")
    (project / "posts/link.md").symlink_to(secret)
    report = run(project)
    assert not (project / "build/html/link.html").exists()
    assert "Hidden" not in text(project / "build/html/book.html")
    assert report.exit_code == 0


def test_pictures_outside_the_root_are_not_read(project: Path) -> None:
    secret = project.parent / "secret.png"
    secret.write_bytes(PNG)
    (project / "posts/link.png").symlink_to(secret)
    (project / "posts/one.md").write_text(
        "# A\n\n![x](../../secret.png) ![y](link.png) ![z](/etc/passwd)\n"
    )
    report = run(project)
    assert {"LNK007", "SEC002"} <= {item.code for item in report.diagnostics}
    assert not [
        path
        for path in (project / "build/html/images").iterdir()
        if path.name.startswith(("secret", "link"))
    ]


def test_two_targets_that_name_their_files_alike(project: Path) -> None:
    manifest = MANIFEST.replace(
        "[documents.book]",
        '[documents.twice]\neach = "posts/*.md"\ntargets = ["html", "fair"]\n[documents.book]',
    )
    (project / "publish.toml").write_text(manifest + '\n[targets.fair]\nformat = "html"\n')
    (fault,) = run(project).errors
    assert fault.code == "BUILD001" and "“html” and “fair”" in fault.message


def test_two_posts_with_one_slug(project: Path) -> None:
    (project / "posts/three.md").write_text("---\ntitle: Three\nslug: one\n---\n\nText.\n")
    report = run(project)
    (fault,) = report.errors
    assert (fault.path, fault.line, fault.code) == ("posts/three.md", 3, "BUILD001")
    assert "posts/one.md" in fault.message
    assert report.failed == ("posts/three.md",)
    assert "Leaves" in text(project / "build/html/one.html")
    assert sorted(path.name for path in (project / "build/html").glob("*.html")) == [
        "book.html",
        "one.html",
        "two.html",
    ]
    book = text(project / "build/html/book.html")
    assert 'id="one"' in book and 'id="one-1"' in book, "the book holds both"


def test_a_long_name_is_shortened_and_a_long_slug_is_an_error(project: Path) -> None:
    long = "茶" * 80
    (project / f"posts/{long}.md").write_text(ONE)
    (project / "posts/two.md").write_text(f"---\ntitle: Two\nlang: en\nslug: {long}\n---\n\nA.\n")
    (fault,) = run(project).errors
    assert (fault.path, fault.line, fault.code) == ("posts/two.md", 4, "BUILD007")
    assert "240 bytes" in fault.message
    (made,) = (project / "build/html").glob("茶*.html")
    assert made.stem.startswith("茶" * 60) and len(made.stem.encode()) <= 200
    assert run(project).built == 0, "the name is the same in every build"
    assert run(project, dry_run=True).errors == (fault,)


def test_a_layout_with_a_fault_names_template_and_line(project: Path) -> None:
    (project / "look").mkdir()
    (project / "look/page.html").write_text("<p>\n{{ nothing.there }}\n")
    with (project / "publish.toml").open("a") as file:
        file.write('[targets.html]\nlayout = "look/"\n')
    report = run(project)
    (fault,) = report.errors
    assert (fault.code, fault.path, fault.line) == ("LAY003", "look/page.html", 2)
    assert fault.message.endswith("(met in making “posts/one.md” and 2 more)")
    assert report.failed == ("posts/one.md", "posts/two.md", "book")


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project)
    before = text(project / "build/html/one.html")
    (project / "posts/one.md").write_text(ONE + "\nMore.\n")

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    report = run(project)
    assert {item.code for item in report.errors} == {"OUT002"}
    assert text(project / "build/html/one.html") == before
    assert not list((project / "build/html").glob(".one*")), "no temporary file is left"


def test_a_read_only_output_is_not_replaced(project: Path) -> None:
    run(project)
    page = project / "build/html/one.html"
    before = page.read_bytes()
    page.chmod(0o444)
    (project / "posts/one.md").write_text(ONE + "\nMore.\n")
    report = run(project)
    assert ("OUT002", str(page)) in {(item.code, item.path) for item in report.errors}
    assert page.read_bytes() == before
    page.chmod(0o644)
    assert run(project).exit_code == 0
    assert page.read_bytes() != before


@pytest.mark.parametrize("out", ["../site", "{whole}"])
def test_the_manifest_may_name_folders_outside_of_its_own(out: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "look").mkdir()
    (tmp_path / "look/page.html").write_text("<p>{{ m.title }}</p>")
    (tmp_path / "notes/one.md").write_text(ONE)
    place = out.format(whole=tmp_path / "site")
    text = f'[documents.post]\neach = "*.md"\ntargets = ["html"]\n[build]\nout = "{place}"\n'
    manifest = tmp_path / "notes/publish.toml"
    manifest.write_text(f'{text}[targets.html]\nlayout = "../look/"\n')
    report = build(BuildRequest(manifest=manifest, jobs=1))
    assert not report.errors
    assert (tmp_path / "site/html/one.html").read_text() == "<p>One</p>"


def test_posts_without_a_manifest_are_built_beside_themselves_or_below_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "post.md").write_text(ONE)
    request = BuildRequest(paths=(Path("a"), Path("b/post.md")), formats=("html", "json"))
    assert build(request).built == 4
    assert Path("a/post.html").exists() and Path("b/post.json").exists()
    build(BuildRequest(paths=(Path("a/post.md"),), formats=("html",), output=Path("out")))
    assert Path("out/a/post.html").exists()


def test_every_format_is_the_same_bytes_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (project / "publish.toml").open("a") as file:
        file.write(
            '[documents.all]\neach = "posts/*.md"\ntargets = ["pdf", "epub", "docx", "pptx"]\n'
        )
    outputs = {}
    for zone in ("UTC", "Asia/Shanghai"):
        monkeypatch.setenv("TZ", zone)
        assert run(project, output=project / zone.replace("/", "-")).failed == ()
        out = project / zone.replace("/", "-")
        outputs[zone] = {
            path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()
        }
    assert outputs["UTC"] == outputs["Asia/Shanghai"]
    assert {path.suffix for path in outputs["UTC"]} >= {".pdf", ".epub", ".docx", ".pptx", ".html"}
    with zipfile.ZipFile(project / "UTC/epub/one.epub") as book:
        assert book.namelist()[0] == "mimetype"


def test_workers_give_what_one_process_gives(project: Path) -> None:
    run(project, output=project / "alone")
    build(BuildRequest(manifest=project / "publish.toml", jobs=2, output=project / "together"))
    for path in (project / "alone").rglob("*"):
        if path.is_file():
            assert (
                path.read_bytes()
                == (project / "together" / path.relative_to(project / "alone")).read_bytes()
            )


def test_the_clock_is_the_environment_or_the_newest_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert ready.epoch(()) == 1700000000
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert ready.epoch(()) == 946684800


def test_another_build_at_work_is_said(project: Path) -> None:
    import fcntl

    (project / ".publish").mkdir()
    handle = os.open(project / ".publish/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(Exception, match="another build is at work"):
        run(project)
    os.close(handle)


def test_an_unknown_tag_is_counted_and_stops_nothing(project: Path) -> None:
    (project / "posts/one.md").write_text(ONE + "\n{{< cup 12 >}} is {% kind tea %}.\n")
    report = run(project)
    assert report.exit_code == 1
    assert [item.code for item in report.errors] == ["DIA008", "DIA008"]
    for name in ("one.html", "book.html"):
        made = text(project / "build/html" / name)
        assert "[cup]" in made and "[kind]" in made
        assert "{{" not in made and "{%" not in made

    manifest = project / "publish.toml"
    manifest.write_text(MANIFEST + '[normalize.tags]\ncup = "{0} cups"\nkind = "*{0}*"\n')
    assert run(project).exit_code == 0, "what the manifest says makes the post anew"
    assert "12 cups is <em>tea</em>." in text(project / "build/html/one.html")


class Careless:
    """A backend of a plug-in that gives text where bytes are asked for."""

    suffix = ".html"
    options: Mapping[str, object] = {}

    def render(self, *_: object) -> list[Artifact]:
        return [Artifact("one.html", "text")]  # type: ignore[arg-type]


def test_a_careless_plugin_fails_its_document_only(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "reusing", lambda *_: Careless())
    report = run(project)
    assert report.exit_code == 1
    assert {item.code for item in report.diagnostics if item.severity == "error"} == {"BUILD003"}


OUTLINE = """# Contents

[Foreword](foreword.md)

# First steps

- [One](one.md)
  - [Two](more/two.md)
- [Draft]()
- [Gone](gone.md)

# Last steps

- [Three](three.md)

[Afterword](afterword.md)
"""


@pytest.fixture
def mdbook(tmp_path: Path) -> Path:
    (tmp_path / "publish.toml").write_text(
        '[bundle]\ntitle = "Book"\n[sources.book]\nsummary = "src/SUMMARY.md"\n'
        '[documents.book]\ncollect = "book"\ntargets = ["html", "epub"]\n'
    )
    source = tmp_path / "src"
    (source / "more").mkdir(parents=True)
    (source / "SUMMARY.md").write_text(OUTLINE)
    for name in ("foreword", "one", "more/two", "three", "afterword", "unlisted"):
        (source / f"{name}.md").write_text(f"# The {name}\n\nText. [First](/src/one.md)\n")
    return tmp_path


def test_a_book_follows_its_outline(mdbook: Path) -> None:
    report = run(mdbook)
    assert [(item.code, item.line) for item in report.diagnostics if item.code == "MAN006"] == [
        ("MAN006", 10)
    ]
    page = text(mdbook / "build/html/book.html")
    contents = page.partition('<nav class="contents"')[2].partition("</nav>")[0]
    said = [" ".join(part.split("<")[0].split()) for part in contents.split('">')[1:]]
    assert [part for part in said if part][-7:] == [
        "The foreword",
        "First steps",
        "1 The one",
        "1.1 The more/two",
        "Last steps",
        "2 The three",
        "The afterword",
    ]
    assert contents.count("<ol>") == 4
    assert "unlisted" not in page
    with zipfile.ZipFile(mdbook / "build/epub/book.epub") as epub:
        nav = epub.read("EPUB/nav.xhtml").decode()
    assert nav.index("First steps") < nav.index("1.1 The more/two") < nav.index("Last steps")


def test_an_included_file_that_changes_is_seen(mdbook: Path) -> None:
    (mdbook / "src/one.md").write_text("# One\n\n```rust\n{{#include ../code/a.rs:2}}\n```\n")
    (mdbook / "code").mkdir()
    (mdbook / "code/a.rs").write_text("// no\nlet cup = 1;\n")
    run(mdbook)
    assert "cup" in text(mdbook / "build/html/book.html")
    (mdbook / "code/a.rs").write_text("// no\nlet pot = 1;\n")
    assert run(mdbook).built == 2
    assert "pot" in text(mdbook / "build/html/book.html")
    (mdbook / "code/a.rs").unlink()
    assert "DIA015" in {item.code for item in run(mdbook).diagnostics}


@pytest.mark.parametrize(
    ("post", "tag", "file"),
    [
        ("_posts/p.md", "{% include_relative part.md %}", "_posts/part.md"),
        ("_posts/p.md", "{% include part.html %}", "_includes/part.html"),
        ("source/_posts/p.md", "{% include_code part.js %}", "source/downloads/code/part.js"),
        ("content/p.md", '{{% include "part.md" %}}', "content/part.md"),
    ],
)
def test_a_file_of_a_tag_that_changes_is_seen(
    tmp_path: Path, post: str, tag: str, file: str
) -> None:
    (tmp_path / "publish.toml").write_text(
        '[bundle]\ntitle = "T"\n[documents.all]\neach = "**/p.md"\ntargets = ["html"]\n'
    )
    for name in (post, file):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / post).write_text(f"---\ntitle: T\nlang: en\n---\n\nText.\n\n{tag}\n")
    assert {item.code for item in run(tmp_path).diagnostics} & {"DIA008", "DIA015"}
    for word in ("cup", "pot"):
        (tmp_path / file).write_text(f"{word}\n")
        assert run(tmp_path).built == 1
        assert word in text(tmp_path / "build/html/p.html")
    assert run(tmp_path).built == 0


def test_files_outside_the_root_are_not_included(mdbook: Path, tmp_path: Path) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}-secret.txt"
    secret.write_text("secret words")
    (mdbook / "src/link.txt").symlink_to(secret)
    (mdbook / "src/one.md").write_text(
        f"# One\n\n{{{{#include link.txt}}}}\n\n{{{{#include ../../{secret.name}}}}}\n"
    )
    report = run(mdbook)
    assert len([item for item in report.diagnostics if item.code == "DIA015"]) == 2
    assert "secret words" not in text(mdbook / "build/html/book.html")


def test_an_outline_that_is_not_there_is_said(mdbook: Path) -> None:
    (mdbook / "src/SUMMARY.md").unlink()
    report = run(mdbook)
    assert [(item.code, item.path) for item in report.diagnostics] == [("MAN006", "src/SUMMARY.md")]
    assert report.exit_code == 1


def test_a_link_to_the_heading_that_was_the_title_leads_to_the_chapter(mdbook: Path) -> None:
    (mdbook / "src/three.md").write_text("# Three\n\n[First](one.md#the-one)\n")
    report = run(mdbook)
    assert "LNK010" not in {item.code for item in report.diagnostics}
    assert '<a href="#one">First</a>' in text(mdbook / "build/html/book.html")


def test_attribute_lists_of_kramdown_name_places_of_the_page(tmp_path: Path) -> None:
    case = Path(__file__).parent / "cases/reader/marks/jekyll-attributes-everywhere.txt"
    source = case.read_text("utf-8").split("\n=====\n")[0]
    post = tmp_path / "_posts/2024-01-01-p.md"
    post.parent.mkdir()
    post.write_text(f"---\nlayout: post\ntitle: T\nlang: en\n---\n\n* TOC\n{{:toc}}\n\n{source}")
    build(BuildRequest(paths=(post,), formats=("html",), output=tmp_path / "out", jobs=1))
    page = text(tmp_path / "out/2024-01-01-p.html")
    for name in re.findall(r"#([a-z]+)", source):
        assert f'id="{name}"' in page, name
    assert "TOC" not in page
    assert "{:" not in page
