"""The specimen and a Chinese post as a typographer measures them, from the places of the glyphs in the PDF."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest

from publish.engine.build import build
from publish.engine.request import BuildRequest

ROOT = Path(__file__).resolve().parents[1]
SIZE, LINE, MEASURE = 10.5, 18.0, 420.0  # points: a Chinese page of A4
HAN = "\u3040-\u30ff\u3400-\u9fff"
NO_START = "，。、；：？！）》〉」』】”’…—"
NO_END = "（《〈「『【“‘"
EDGE = 0.05  # em by which a full line may miss the right edge


class Glyph(NamedTuple):
    """A character and the sides of its square, in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


Row = list[Glyph]


def glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        character = chr(pdfium.raw.FPDFText_GetUnicode(text, at))
        if character.strip() and character.isprintable():
            yield Glyph(character, *text.get_charbox(at, loose=True))


def rows(page: pdfium.PdfPage) -> list[Row]:
    """Lines of text from the top of the page to its foot, each from left to right."""
    found: dict[float, Row] = {}
    for glyph in glyphs(page):
        found.setdefault(round(glyph.bottom), []).append(glyph)
    return [sorted(found[at], key=lambda glyph: glyph.left) for at in sorted(found, reverse=True)]


def said(row: Row) -> str:
    return "".join(glyph.text for glyph in row)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "publish.toml", folder)
    sources = (folder / "content/specimen", folder / "content/posts/city-bicycles.md")
    report = build(BuildRequest(manifest=folder / "publish.toml", formats=("pdf",), paths=sources))
    assert not [item for item in report.diagnostics if item.severity == "error"]
    return folder / "build/pdf"


@pytest.fixture(scope="module")
def specimen(out: Path) -> Iterator[list[pdfium.PdfPage]]:
    """The pages of all languages."""
    with pdfium.PdfDocument(out / "specimen.pdf") as document:
        yield list(document)


@pytest.fixture(scope="module")
def chinese(specimen: list[pdfium.PdfPage], out: Path) -> Iterator[list[pdfium.PdfPage]]:
    """The pages in simplified Chinese: a chapter of the specimen, and a post."""
    with pdfium.PdfDocument(out / "city-bicycles.pdf") as document:
        yield [*specimen[3:6], *document]


def paragraphs(pages: list[pdfium.PdfPage]) -> Iterator[tuple[Row, Row]]:
    """Pairs of lines of one paragraph of text; the first of them is full."""
    for page in pages:
        low = min(glyph.left for glyph in glyphs(page))
        for above, below in pairwise(rows(page)):
            body = all(abs(row[0].top - row[0].bottom - 15.1) < 0.2 for row in (above, below))
            near = abs(above[0].bottom - below[0].bottom - LINE) < 0.3
            left = abs(below[0].left - low) < 0.2
            if body and near and left and re.search(f"[{HAN}]{{4}}", said(above)):
                yield above, below


def test_full_lines_end_at_the_right_edge(chinese: list[pdfium.PdfPage]) -> None:
    seen = 0
    for above, below in paragraphs(chinese):
        if re.search(r"[!-~]{20}", said(above) + said(below)):
            continue  # long addresses: the paragraph is ragged
        edge = below[0].left + MEASURE
        assert abs(above[-1].right - edge) <= EDGE * SIZE, said(above)
        seen += 1
    assert seen >= 25


def test_no_line_begins_or_ends_with_a_mark_that_must_not(specimen: list[pdfium.PdfPage]) -> None:
    lines = [said(row) for page in specimen for row in rows(page)]
    assert len(lines) > 100
    assert not [line for line in lines if line[0] in NO_START]
    assert not [line for line in lines if line[-1] in NO_END]


def test_marks_that_meet_are_set_close(chinese: list[pdfium.PdfPage]) -> None:
    widths = {
        a.text + b.text: (b.left - a.left) / SIZE
        for page in chinese
        for row in rows(page)
        for a, b in pairwise(row)
        if a.text in "，。；：》」』）”’" and b.text in "，。、；）》」』”’"
    }
    assert {"》、", "」，", "。’"} <= set(widths)
    assert all(0.45 <= width <= 0.65 for width in widths.values()), widths


def test_no_heading_stands_at_the_foot_of_a_page(specimen: list[pdfium.PdfPage]) -> None:
    seen = 0
    for page in specimen[3:]:
        lines = [row for row in rows(page) if row[0].bottom > 32 / 25.4 * 72 - 1]
        lines = [row for row in lines if row[0].top < page.get_height() - 27 / 25.4 * 72]
        larger = [row[0].top - row[0].bottom > 1.1 * 15.1 for row in lines]
        seen += sum(larger)
        assert not (len(lines) > 3 and larger[-1]), said(lines[-1])
    assert seen >= 20


def test_no_paragraph_ends_with_a_line_of_one_character(chinese: list[pdfium.PdfPage]) -> None:
    seen = 0
    for above, below in paragraphs(chinese):
        if above[-1].right - below[0].left > MEASURE - SIZE:
            seen += 1
            assert len(re.findall(f"[{HAN}A-Za-z0-9]", said(below))) >= 2, said(below)
    assert seen >= 25


def test_no_space_stands_between_han_in_the_text(chinese: list[pdfium.PdfPage]) -> None:
    lines = {said(row) for pair in paragraphs(chinese) for row in pair}
    text = " ".join(page.get_textpage().get_text_range() for page in chinese)
    spaced = re.findall(f"[{HAN}]+(?: +[{HAN}]+)+", text)
    assert lines
    assert not [words for words in spaced if any(words.replace(" ", "") in line for line in lines)]
