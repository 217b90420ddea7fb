"""A book on paper: cover, title page, contents, parts, running heads and folios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from publish.engine.build import build
from publish.engine.request import BuildRequest

MANIFEST = """
[bundle]
authors = ["陆羽", "赵佶"]
rights = "CC BY 4.0"
[sources.tea]
summary = "SUMMARY.md"
[documents.book]
title = "茶书三种"
subtitle = "一本样书"
collect = "tea"
targets = ["pdf", "bound"]
[targets.bound]
format = "pdf"
output = "bound"
options = { print = true, page_size = "A5" }
"""
SUMMARY = """# 茶书
[前言](a.md)
# 源
- [茶之源](b.md)
  - [茶之具](c.md)
# 器
- [茶之器](d.md)
"""
SENTENCE = "茶者，南方之嘉木也。一尺、二尺乃至数十尺。其巴山峡川，有两人合抱者，伐而掇之。"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    (folder / "publish.toml").write_text(MANIFEST)
    (folder / "SUMMARY.md").write_text(SUMMARY)
    for file, name in zip("abcd", "甲乙丙丁", strict=True):
        text = f"正文。\n\n## 起{name}\n\n{SENTENCE * 40}\n\n## 续{name}\n\n{SENTENCE * 40}\n"
        head = f"---\ntitle: 篇{name}\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
        (folder / f"{file}.md").write_text(head + text)
    report = build(BuildRequest(manifest=folder / "publish.toml"))
    assert not report.failed
    return folder / "build"


@pytest.fixture(scope="module")
def book(made: Path) -> Iterator[pdfium.PdfDocument]:
    with pdfium.PdfDocument(made / "pdf" / "book.pdf") as document:
        yield document


@pytest.fixture(scope="module")
def bound(made: Path) -> Iterator[pdfium.PdfDocument]:
    with pdfium.PdfDocument(made / "bound.pdf") as document:
        yield document


def lines(page: pdfium.PdfPage) -> list[str]:
    text: str = page.get_textpage().get_text_range()
    return [line.strip().replace("\u2006", "") for line in text.splitlines() if line.strip()]


def test_a_book_begins_with_cover_title_and_contents(book: pdfium.PdfDocument) -> None:
    cover, title, contents = book[0], book[1], book[2]
    assert lines(cover) == ["茶书三种", "一本样书", "陆羽、赵佶"]
    assert lines(title) == ["茶书三种", "一本样书", "陆羽", "赵佶", "CC BY 4.0"]
    assert lines(contents)[0].replace(" ", "") == "目录"
    ground = cover.render(scale=0.2).to_pil().convert("L")
    assert ground.getpixel((2, 2)) < 128 < ground.getpixel((2, ground.height - 3))


def test_the_contents_say_where_parts_chapters_and_sections_begin(book: Any) -> None:
    entries = [re.sub(r"[ ·]+", " ", line) for line in lines(book[2])[1:-1]]
    said = [entry.rpartition(" ") for entry in entries]
    assert [entry[0] for entry in said] == [
        *(
            "篇甲",
            "起甲",
            "续甲",
            "源",
            "第一章 篇乙",
            "起乙",
            "续乙",
            "1.1 篇丙",
            "器",
            "第二章 篇丁",
        ),
        *("起丁", "续丁"),
    ]
    for words, _, number in said:
        page = book[3 + int(number) - 1]
        assert words in lines(page), (words, number)


def test_bookmarks_have_parts_above_chapters_above_sections(book: Any) -> None:
    outline = [(mark.level, mark.get_title()) for mark in book.get_toc()]
    assert outline == [
        *((0, "篇甲"), (1, "起甲"), (1, "续甲")),
        *((0, "源"), (1, "第一章 篇乙"), (2, "起乙"), (2, "续乙")),
        *((2, "1.1 篇丙"), (3, "起丙"), (3, "续丙")),
        *((0, "器"), (1, "第二章 篇丁"), (2, "起丁"), (2, "续丁")),
    ]


def test_pages_are_labelled_as_their_folios_say(book: Any, bound: Any) -> None:
    for document, front in ((book, 3), (bound, 6)):
        labels = [document.get_page_label(at) for at in range(len(document))]
        assert labels[front - 1 : front + 2] == [["iii", "vi"][front == 6], "1", "2"]
        for label, page in zip(labels, document, strict=True):
            folio = next((line for line in lines(page) if re.fullmatch(r"[ivx]+|\d+", line)), None)
            assert folio in (None, label)


def test_heads_name_chapter_and_section_except_where_a_chapter_opens(book: Any) -> None:
    heads = {}
    for at in range(3, len(book)):
        page = book[at]
        text = page.get_textpage()
        top = text.get_text_bounded(top=page.get_height() - 20, bottom=page.get_height() - 80)
        heads[at] = " ".join(top.split()).replace("\u2006", "")
    assert heads[3] == ""  # the preface opens
    assert heads[4] in ("篇甲 起甲", "篇甲 续甲")
    opening = [at for at in range(3, len(book)) if lines(book[at])[0] in ("源", "器")]
    for at in opening:
        assert heads[at] == "" == heads[at + 1]
        assert heads[at + 2].startswith("第")
        assert lines(book[at]) in (["源"], ["器"])


def test_a_bound_book_opens_parts_and_chapters_on_the_right(bound: Any) -> None:
    starts = r"源|器|篇甲|第一章 篇乙|1\.1 篇丙|第二章 篇丁"
    openings = [
        at for at in range(6, len(bound)) if re.fullmatch(starts, "".join(lines(bound[at])[:1]))
    ]
    assert len(openings) == 6
    assert all(at % 2 == 0 for at in openings)  # the first page, at 0, is a right-hand one
