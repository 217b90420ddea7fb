"""Folios set on the pages of a bound book, where the style sheet put them on those of the parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from publish.backends.book_pdf.fonts import Face
from publish.backends.book_pdf.numerals import numeral
from publish.backends.book_pdf.printed import Folio, Font, Glyph
from publish.backends.book_pdf.shaping import Set, line, width


def stamp(pdf: Any, page: Any, folio: Folio, number: int, faces: Sequence[Face]) -> None:
    """Print a folio with the number of its page in the book."""
    from pikepdf import Array, Dictionary

    face = faces[folio.face]
    said = folio.before + numeral(number, folio.style) + folio.after
    glyphs = line(face.cut.content, said, dict(folio.features))
    face.takes(Font(folio.face, {each.glyph: Glyph(each.width, each.text) for each in glyphs}))
    name = f"/Folio{folio.face}"
    fonts = page.obj.Resources.Font if "/Font" in page.obj.Resources else Dictionary()
    page.obj.Resources.Font = fonts
    if name not in fonts:
        fonts[name] = face.dictionary
    content = page.obj.Contents
    added = pdf.make_stream(_drawn(folio, name, glyphs))
    page.obj.Contents = Array([*(content if isinstance(content, Array) else [content]), added])


def _drawn(folio: Folio, font: str, glyphs: list[Set]) -> bytes:
    """Operators behind those of WeasyPrint, which counts from the top of the page downwards."""
    x = folio.x + folio.share * (folio.width - width(glyphs) * folio.size / 1000)
    red, green, blue = map(_number, folio.color)
    return (
        "/Artifact <</Type /Pagination>> BDC q .75 0 0 .75 0 0 cm "
        f"{red} {green} {blue} rg BT {font} {_number(folio.size)} Tf "
        f"1 0 0 -1 {_number(x)} {_number(folio.y)} Tm [{_shown(glyphs)}] TJ ET Q EMC"
    ).encode()


def _shown(glyphs: list[Set]) -> str:
    """The codes of glyphs, with what a step differs from the width of a glyph by."""
    parts: list[str] = []
    for each in glyphs:
        parts.append(f"<{each.glyph:04x}>")
        if kern := int(each.width - each.step):
            parts.append(str(kern))
    return "".join(parts).replace("><", "")


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
