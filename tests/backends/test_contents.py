"""Contents stand on paper where they serve: in books, and in long articles of many sections."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest

from publish.backends import backend
from publish.layouts import load
from publish.publication.nav import MOST_LINES, printed_depth, wants_contents

SECTIONS = "".join(f"## 第{sign}节\n\n{{text}}\n\n" for sign in "一二三四五六")


@pytest.mark.parametrize(
    ("post", "wanted"),
    [
        (SECTIONS.format(text="水。" * 60), True),
        (SECTIONS.format(text="水。"), False),  # the contents would be most of what is read
        (SECTIONS.replace("六", "").format(text="水。" * 60).rpartition("## ")[0], False),
        ("## 一\n\n" + SECTIONS.replace("## ", "### ").format(text="水。" * 60), True),
    ],
    ids=["long", "short", "five sections", "sections below one"],
)
def test_an_article_has_contents_where_they_are_a_small_part_of_it(
    article: Any, post: str, wanted: bool
) -> None:
    assert wants_contents(article(post)) == wanted


def test_a_book_has_contents(book: Any) -> None:
    assert wants_contents(book("文。"))


@pytest.mark.parametrize(("lines", "depth"), [(MOST_LINES, 2), (MOST_LINES + 1, 1)])
def test_contents_that_would_be_a_book_name_the_chapters_alone(
    book: Any, lines: int, depth: int
) -> None:
    sections = "".join(f"## 节{at}\n\n文。\n\n### 小节\n\n文。\n\n" for at in range(lines // 2 - 1))
    more = "## 又\n" * (lines - 2 * (lines // 2))
    publication = book(sections, sections + more)
    assert printed_depth(publication) == depth


def test_contents_of_chapters_alone_are_so_in_the_files(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.publication.nav.MOST_LINES", 3)
    publication = book("## 甲\n\n文。\n", "## 乙\n\n文。\n")
    (printed,) = backend("pdf").render(publication, load("default"), {})
    with pypdfium2.PdfDocument(printed.content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
        marks = [mark.get_title() for mark in document.get_toc()]
    (contents,) = (page for page in pages if "第一章" in page and "第二章" in page)
    assert "甲" not in contents
    assert "甲" in " ".join(marks)
    (written,) = backend("docx").render(publication, load("default"), {})
    assert 'TOC \\o "1-1"' in ZipFile(BytesIO(written.content)).read("word/document.xml").decode()
