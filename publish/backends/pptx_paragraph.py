"""Paragraphs of a slide: marks, indents, spacing and type of what pandoc wrote."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from xml.sax.saxutils import quoteattr

from publish.backends.drawing import Element, a, emu, fill, lighter, piece
from publish.backends.slide_boxes import LEADING, STEP, type_size
from publish.backends.slide_model import Text

HANGING = 28.0  # points by which the lines of a reference hang
QUIETER = ("quote", "caption", "table")
QUIET, HEAD = fill("tx1", lighter(17)), fill("tx2")
KEYWORD, STRING, COMMENT, NAME, NUMBER = "8A1F6A", "2B6210", "5C6370", "1F4E9E", "8A4500"
TEXT, ALERT = "1A1A1A", "A40E26"
# The colours of pandoc's default style, and those of the product; bold words may have another.
TOKENS = {
    "007020": TEXT, "902000": KEYWORD, "BC7A00": KEYWORD,
    "4070A0": STRING, "BB6688": STRING, "60A0B0": COMMENT, "BA2121": COMMENT,
    "008000": NAME, "06287E": NAME, "19177C": NAME, "7D9029": NAME,
    "40A070": NUMBER, "880000": NUMBER, "666666": TEXT, "FF0000": ALERT,
}  # fmt: skip
BOLD_TOKENS = {"007020": KEYWORD, "008000": KEYWORD}


def set_paragraph(paragraph: Element, text: Text, size: float, before: float) -> None:
    """Dress a paragraph of text."""
    own = type_size(text, size)
    step = STEP * size
    left, first = step * text.level, 0.0
    if text.mark == "hang":
        left, first = left + HANGING, -HANGING
    elif text.mark:
        first = -step
    side = "ctr" if text.style == "caption" else "l"
    _replace_properties(
        paragraph,
        f'marL="{emu(left)}" indent="{emu(first)}" lvl="{_level(text)}" algn="{side}"',
        own * LEADING,
        before,
        _bullet(text),
    )
    for run in _run_properties(paragraph):
        run.attrib.pop("sz", None)
        if own != size:
            run.set("sz", str(round(own * 100)))
        if text.style in ("head", "term"):
            run.set("b", "1")
        if text.style in ("head", *QUIETER) and run.find(a("hlinkClick")) is None:
            run.insert(0, piece(HEAD if text.style == "head" else QUIET))


def set_code(paragraph: Element, size: float, leading: float, *, pale: bool = True) -> None:
    """Dress the paragraph of a code block; its lines are line breaks. Its words have colours where the
    ground is ``pale``, for which they are chosen."""
    _replace_properties(paragraph, 'marL="0" indent="0" lvl="0"', size * leading, 0, "<a:buNone/>")
    break_lines(paragraph)
    for run in _run_properties(paragraph):
        run.set("sz", str(round(size * 100)))
        run.attrib.pop("i", None)  # Han are not slanted
        if not pale:
            for coloured in run.findall(a("solidFill")):
                run.remove(coloured)
        for colour in run.iter(a("srgbClr")):
            colour.set("val", _colour(colour.get("val"), bold=run.get("b") == "1"))


def _colour(given: str, *, bold: bool) -> str:
    own = BOLD_TOKENS.get(given) if bold else None
    return own or TOKENS.get(given, given)


def break_lines(paragraph: Element) -> None:
    """Line feeds inside a run become line breaks."""
    for run in list(paragraph.iter(a("r"))):
        text = run.find(a("t"))
        lines = (text.text or "").split("\n")
        text.text = lines[0]
        after = run
        for line in lines[1:]:
            made = piece("<a:br/>")
            after.addnext(made)
            after = piece("<a:r><a:t/></a:r>")
            properties = run.find(a("rPr"))
            if properties is not None:
                after.insert(0, deepcopy(properties))
            after.find(a("t")).text = line
            made.addnext(after)


def _replace_properties(
    paragraph: Element, attributes: str, line: float, before: float, bullet: str
) -> None:
    for old in paragraph.findall(a("pPr")):
        paragraph.remove(old)
    paragraph.insert(
        0,
        piece(
            f'<a:pPr {attributes}><a:lnSpc><a:spcPts val="{round(line * 100)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>{bullet}</a:pPr>'
        ),
    )


def _level(text: Text) -> int:
    """The level in the outline: what continues an item lies below it, so that numbers go on."""
    deeper = 1 if text.mark else 0
    return min(max(text.level - deeper, 0), 8)


def _bullet(text: Text) -> str:
    colour = '<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
    if not text.mark or text.mark == "hang":
        return "<a:buNone/>"
    if text.mark == "•":
        return f'{colour}<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    number = f'type={quoteattr(text.mark)} startAt="{max(text.start, 1)}"'
    return f'{colour}<a:buFont typeface="+mj-lt"/><a:buAutoNum {number}/>'


def _run_properties(paragraph: Element) -> Iterable[Element]:
    """``a:rPr`` of every run, made where there is none."""
    for run in paragraph.iter(a("r")):
        properties = run.find(a("rPr"))
        if properties is None:
            properties = piece("<a:rPr/>")
            run.insert(0, properties)
        yield properties
