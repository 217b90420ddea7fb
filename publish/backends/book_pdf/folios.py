"""The numbers of pages in the margins of a printed part, taken out to be set in the whole book.

Reads WeasyPrint's boxes, which are private to it: for the pinned version only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from publish.backends.book_pdf.numerals import STYLES
from publish.backends.book_pdf.printed import Folio
from publish.backends.book_pdf.shaping import line, width
from publish.fonts.fit import Cut

NEAR = 0.1  # pixels by which a line may differ from its measure
SHARES = {"left": 0.0, "start": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
PLAIN = {
    "letter_spacing": ("normal", 0), "word_spacing": (0,), "text_decoration_line": ("none", ()),
    "direction": ("ltr",), "visibility": ("visible",),
}  # fmt: skip


class NotApart(Exception):
    """A part can only be printed as one document with the others; says why."""


def taken_out(pages: Sequence[Any], cuts: Sequence[Cut]) -> tuple[Folio, ...]:
    """The folios of some pages, on which they are no longer printed. Raises NotApart."""
    return tuple(
        _folio(at, box, cuts)
        for at, page in enumerate(pages)
        for box in _margin_boxes(page._page_box)
        if _counts(box.style["content"])
    )


def _margin_boxes(page: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import MarginBox

    return (box for box in page.children if isinstance(box, MarginBox))


def _counts(content: Any) -> bool:
    return isinstance(content, tuple) and any(
        kind in ("counter()", "counters()") for kind, _ in content
    )


def _folio(at: int, box: Any, cuts: Sequence[Cut]) -> Folio:
    before, style, after = _words(box.style["content"])
    if not (said := list(_texts(box))):
        raise NotApart("a number of a page is not printed")
    if len(said) != 1:
        raise NotApart("a number of a page is broken into lines")
    (text,) = said
    look = text.style
    if any(look[name] not in plain for name, plain in PLAIN.items()):
        raise NotApart("a number of a page is set in a way of its own")
    face = _face(look, cuts)
    folio = Folio(
        page=at,
        x=text.position_x,
        y=text.position_y + text.baseline,
        width=text.width,
        share=SHARES[look["text_align_all"]],
        face=face,
        size=look["font_size"],
        color=_color(look["color"]),
        features=tuple(sorted(_features(look).items())),
        before=before,
        style=style,
        after=after,
    )
    glyphs = line(cuts[face].content, text.text, dict(folio.features))
    measured = width(glyphs) * folio.size / 1000
    if abs(measured - folio.width) > NEAR or any(not glyph.glyph for glyph in glyphs):
        raise NotApart("a number of a page is set in another font than its style names")
    box.children = []
    return folio


def _words(content: Any) -> tuple[str, str, str]:
    """What stands before the number, its style, and what stands behind it."""
    before = after = style = ""
    for kind, value in content:
        if kind == "string" and style:
            after += value
        elif kind == "string":
            before += value
        elif (kind, value[0]) == ("counter()", "page") and not style and value[-1] in STYLES:
            style = value[-1]
        else:
            raise NotApart("a number of a page stands in one line with other values")
    return before, style, after


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import ParentBox, TextBox

    if isinstance(box, TextBox):
        yield box
    elif isinstance(box, ParentBox):
        for child in box.children:
            yield from _texts(child)


def _face(look: Any, cuts: Sequence[Cut]) -> int:
    """The number of the face that a style comes down to."""
    for family in look["font_family"]:
        faces = [(number, cut) for number, cut in enumerate(cuts) if cut.family == family]
        if faces:
            italic = look["font_style"] != "normal"
            weight = look["font_weight"]
            return min(
                faces,
                key=lambda face: (face[1].italic != italic, abs(face[1].weight - weight)),
            )[0]
    raise NotApart("a number of a page is set in a font that is not the book's")


def _features(look: Any) -> dict[str, int]:
    from weasyprint.text.fonts import font_features

    names = ("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric",
             "variant_alternates", "variant_east_asian", "feature_settings")  # fmt: skip
    found = font_features(**{f"font_{name}": look[f"font_{name}"] for name in names})
    return {name: int(value) for name, value in found.items()}


def _color(color: Any) -> tuple[float, float, float]:
    *_, alpha = color
    if alpha != 1:
        raise NotApart("a number of a page is transparent")
    red, green, blue = color.to("srgb").coordinates
    return float(red), float(green), float(blue)
