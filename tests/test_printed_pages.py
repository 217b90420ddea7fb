"""The EPUB of a book and its PDF: one lists the pages of the other, in a build of both."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from publish.backends.printed_pages import _opening as opening
from publish.backends.printed_pages import printed_pages
from publish.engine import render
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.report import Report

MANIFEST = """[bundle]
title = "Notes"
[documents.book]
collect = "*.md"
targets = ["epub", "pdf"]
"""
PAGE = " ".join(f"Leaf {n} is rolled, dried and kept in a tin for the winter." for n in range(90))
POSTS = {
    "one.md": f"---\ntitle: One\nlang: en\n---\n\n## Leaves\n\nThe first words. {PAGE}\n",
    "two.md": "---\ntitle: 茶\nlang: zh\n---\n\n## 水\n\n"
    + "".join(f"第{n}杯：山泉为上，江水为中，井水为下。" for n in range(130))
    + "\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "publish.toml").write_text(MANIFEST)
    for name, text in POSTS.items():
        (root / name).write_text(text, encoding="utf-8")
    run(root)
    return root


def run(root: Path, *formats: str) -> Report:
    return build(BuildRequest(manifest=root / "publish.toml", jobs=1, formats=formats))


def marks(root: Path) -> dict[str, str]:
    """The words behind the mark of each page."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(root / "build/epub/book.epub") as book:
        for name in sorted(book.namelist()):
            if "/chapter" in name:
                tree = etree.fromstring(book.read(name))
                for mark in tree.iterfind(".//{*}span[@role='doc-pagebreak']"):
                    found[mark.get("aria-label")] = "".join(mark.xpath("following::text()"))
    return found


def squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_each_page_begins_with_the_words_of_the_printed_one(project: Path) -> None:
    pages = printed_pages((project / "build/pdf/book.pdf").read_bytes())
    assert [page.label for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert len(pages) > 3
    found = marks(project)
    assert list(found) == [page.label for page in pages]
    for page in pages:
        assert squeezed(found[page.label]).startswith(squeezed(page.opening)[:30])


class Memory(dict[bytes, bytes]):
    """What is kept, in memory."""

    keep = dict.__setitem__


def read(pdf: bytes, kept: Memory, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """The openings of the pages, and how many pages were read for them."""
    often = 0

    def counted(page: Any) -> str:
        nonlocal often
        often += 1
        return opening(page)

    with monkeypatch.context() as patch:
        patch.setattr("publish.backends.printed_pages._opening", counted)
        return [page.opening for page in printed_pages(pdf, kept)], often


def test_pages_that_were_read_before_are_remembered_wherever_they_stand(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.backends.page_openings.APART", 1)  # every page by itself
    pdf = (project / "build/pdf/book.pdf").read_bytes()
    kept = Memory()
    first, often = read(pdf, kept, monkeypatch)
    assert often == len(first) > 3
    assert read(pdf, kept, monkeypatch) == (first, 0)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        where = len(file.pages) - len(first)
        file.pages.insert(where + 1, file.pages[where])
        file.save(moved := io.BytesIO(), static_id=True)
    assert read(moved.getvalue(), kept, monkeypatch) == ([first[0], first[0], *first[1:]], 0)


def respelled(pdf: bytes, operator: bytes, new: bytes) -> bytes:
    """The same with another spelling of an operator in its pages."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            page.contents_coalesce()
            page.Contents.write(re.sub(operator, new, page.Contents.read_bytes()))
        file.save(other := io.BytesIO(), static_id=True)
    return other.getvalue()


@pytest.mark.parametrize(
    ("operator", "new"),
    [(rb" Tf", rb"\nTf"), (rb"(/\S+) ([\d.]+) Tf", rb"\1 -\2 Tf"), (rb"/\S+ [\d.]+ Tf", rb"")],
    ids=["on a line of its own", "upside down", "named elsewhere"],
)
def test_a_font_is_found_however_it_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, operator: bytes, new: bytes
) -> None:
    pdf = respelled((project / "build/pdf/book.pdf").read_bytes(), operator, new)
    kept = Memory()
    assert read(pdf, kept, monkeypatch)[1]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        _with_other_glyphs(file)
        file.save(other := io.BytesIO(), static_id=True)
    assert read(pdf, kept, monkeypatch)[1] == 0
    assert read(other.getvalue(), kept, monkeypatch)[1]


def _with_other_glyphs(file: pikepdf.Pdf) -> None:
    for thing in file.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            table = thing.ToUnicode.read_bytes()
            thing.ToUnicode.write(table.replace(b"<0066", b"<0067"))  # f is read as g


def test_a_page_whose_glyphs_mean_other_words_is_read_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = (project / "build/pdf/book.pdf").read_bytes()
    kept = Memory()
    first, _ = read(pdf, kept, monkeypatch)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        _with_other_glyphs(file)
        file.save(other := io.BytesIO(), static_id=True)
    second, often = read(other.getvalue(), kept, monkeypatch)
    assert often
    assert second[0] == first[0].replace("f", "g") != first[0]


def test_nothing_is_made_again_when_nothing_has_changed(project: Path) -> None:
    assert run(project).built == 0


def test_the_book_alone_has_no_pages_whatever_lies_about(project: Path) -> None:
    assert run(project, "epub").built == 1
    assert marks(project) == {}
    assert run(project).built == 1
    assert marks(project)


def test_a_pdf_that_fails_leaves_a_book_without_pages_until_it_is_made(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = project / "one.md"
    text.write_text(text.read_text() + "\nMore.\n")
    whole = render.render

    def failing(publication, format, *rest):  # type: ignore[no-untyped-def]
        if format == "pdf":
            return render.Rendered((), ())
        return whole(publication, format, *rest)

    with monkeypatch.context() as patch:
        patch.setattr("publish.engine.tasks.render", failing)
        run(project)
    assert marks(project) == {}
    assert run(project).built == 2
    assert marks(project)
