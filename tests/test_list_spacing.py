"""The gaps of lists, on the screen and on paper, in every shipped look."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from publish import layouts
from publish.engine.build import build
from publish.engine.request import BuildRequest

POST = """---
title: 表
lang: {lang}
---

1. {a}

   {b}

2. {c}

   - {d}
   - {e}

   {f}

3. {g}

- [ ] {h}
- [x] {i}
"""
WORDS = {"zh-Hans": "甲乙丙丁戊己庚辛壬", "en": "ABCDEFGHI"}
LOOKS = layouts.names()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    for lang, words in WORDS.items():
        text = POST.format(lang=lang, **dict(zip("abcdefghi", words, strict=True)))
        (folder / f"{lang}.md").write_text(text, encoding="utf-8")
    targets = "".join(
        f'[targets.{look}-{format}]\nformat = "{format}"\nlayout = "{look}"\n'
        f'output = "{look}/{{slug}}"\n'
        for look in LOOKS
        for format in ("html", "pdf")
    )
    names = [f"{look}-{format}" for look in LOOKS for format in ("html", "pdf")]
    (folder / "publish.toml").write_text(
        f'[documents.p]\neach = "*.md"\ntargets = {names}\n{targets}', encoding="utf-8"
    )
    report = build(BuildRequest(manifest=folder / "publish.toml"))
    assert report.exit_code == 0, report.diagnostics
    return folder / "build"


def heights(pdf: pdfium.PdfDocument, words: str) -> list[float]:
    """The baselines of the letters, from the first page's foot; each stands there once."""
    text = pdf[0].get_textpage()
    found = {
        chr(pdfium.raw.FPDFText_GetUnicode(text, at)): text.get_charbox(at, loose=True)[1]
        for at in range(text.count_chars())
    }
    return [found[word] for word in words]


def gaps(pdf: pdfium.PdfDocument, words: str) -> list[float]:
    """Between one line and the next."""
    return [round(one - other, 1) for one, other in pairwise(heights(pdf, words))]


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("look", LOOKS)
def test_items_with_paragraphs_stand_as_far_apart_as_their_paragraphs_on_the_screen(
    made: Path, look: str, lang: str
) -> None:
    from weasyprint import HTML

    page = HTML(filename=made / look / f"{lang}.html", media_type="screen").write_pdf()
    with pdfium.PdfDocument(io.BytesIO(page)) as pdf:
        inside, between, before, tight, after, last, _, _ = gaps(pdf, WORDS[lang])
    assert {inside, between, before, after, last} == {between}
    assert tight <= between if look == "literary" else tight < between


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("look", LOOKS)
def test_items_stand_evenly_on_paper(made: Path, look: str, lang: str) -> None:
    with pdfium.PdfDocument(made / look / f"{lang}.pdf") as pdf:
        inside, between, before, tight, after, last, _, task = gaps(pdf, WORDS[lang])
    assert {inside, between, before, after, last} == {between}
    assert tight == task == {"zh-Hans": 18.0, "en": 16.0}[lang]
