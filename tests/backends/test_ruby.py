"""A reading beside its word in every format: above it, or in brackets behind it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pypdfium2 as pdfium
import pytest

from publish.backends import backend
from publish.layouts import load

TEA, BEER = '[緑茶]{.ruby rt="りょくちゃ"}', '[麦酒]{.ruby rt="ビール"}'
POST = f"## {TEA}の話\n\n{TEA}は[{BEER}](https://example.com)より熱い。\n"


def rendered(article: Any, format: str) -> bytes:
    (first, *_) = backend(format).render(article(POST), load("default", None), {})
    return bytes(first.content)


def inside(data: bytes, suffix: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(suffix)
        )


def test_ruby_on_the_web_and_in_epub(article: Any) -> None:
    ruby = "<ruby>緑茶<rp>（</rp><rt>りょくちゃ</rt><rp>）</rp></ruby>"
    assert ruby in rendered(article, "html").decode()
    assert ruby in inside(rendered(article, "epub"), ".xhtml")


@pytest.mark.parametrize(("format", "suffix"), [("docx", "document.xml"), ("pptx", ".xml")])
def test_brackets_in_office_files(article: Any, format: str, suffix: str) -> None:
    text = re.sub(r"<[^>]*>", "", inside(rendered(article, format), suffix))
    assert "緑茶（りょくちゃ）は" in text
    assert "麦酒（ビール）" in text


def test_above_the_word_on_paper(article: Any) -> None:
    with pdfium.PdfDocument(rendered(article, "pdf")) as document:
        text = document[0].get_textpage()
        said = text.get_text_range()
        boxes = {}
        for word in ("緑茶", "りょくちゃ", "は", "より"):
            at = said.rindex(word)
            boxes[word] = [text.get_charbox(at + n, loose=True) for n in range(len(word))]
    base, reading = boxes["緑茶"], boxes["りょくちゃ"]
    height = [box[3] - box[1] for box in (base[0], reading[0])]
    assert height[1] == pytest.approx(height[0] / 2, rel=0.02)
    assert reading[0][1] > base[0][1] + 0.6 * height[0]
    middle = [(word[0][0] + word[-1][2]) / 2 for word in (base, reading)]
    assert middle[0] == pytest.approx(middle[1], abs=0.5)
    assert boxes["は"][0][1] == pytest.approx(base[0][1], abs=0.1)


def test_readings_leave_the_lines_of_a_page_where_they_are(article: Any) -> None:
    def feet(text: str) -> list[int]:
        (made,) = backend("pdf").render(article(text, "ja"), load("default", None), {})
        with pdfium.PdfDocument(made.content) as document:
            page = document[0].get_textpage()
            ends = [at for at, character in enumerate(page.get_text_range()) if character == "。"]
            return [round(page.get_charbox(at, loose=True)[1]) for at in ends]

    lines = [f"茶は緑茶である{number}。\n\n" for number in range(5)]
    plain, raised = "".join(lines), "".join(lines).replace("緑茶", TEA)
    assert feet(plain) == feet(raised)
