"""The parts of a book that have pages of their own kind: what comes before the text, and the text."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from publish.backends.docx_body import heading_paragraphs
from publish.backends.docx_numbers import Heading
from publish.backends.ooxml import Element, paragraph_properties, piece, put, style_of, w

LOW = '<w:spacing w:before="4320"/>'
NARROW = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def start_pages(body: Element, headings: Sequence[Heading]) -> None:
    """The contents, each part and each chapter begin a page; the title of the book stands lower on its
    own, without number, and so does that of a part, in the middle.

    Pages before the first part or chapter are counted in roman numerals, those of the text from 1.
    """
    front = None
    for paragraph in body.iter(w("p")):
        style = style_of(paragraph)
        if style == "Title" and paragraph.getprevious() is None:
            put(paragraph_properties(paragraph), piece(LOW))
        if style == "TOCHeading":
            put(paragraph_properties(paragraph), piece("<w:pageBreakBefore/>"))
        if style == "FrontEnd":
            front = paragraph
    for paragraph, heading in zip(heading_paragraphs(body), headings, strict=True):
        if heading.opens:
            put(paragraph_properties(paragraph), piece("<w:pageBreakBefore/>"))
        if heading.part:
            put(paragraph_properties(paragraph), piece(LOW))
            put(paragraph_properties(paragraph), piece('<w:jc w:val="center"/>'))
    section = body.find(f"{w('body')}/{w('sectPr')}")
    if front is None or section is None:
        return
    before = copy.deepcopy(section)
    _count(before, '<w:pgNumType w:fmt="lowerRoman" w:start="1"/>')
    for name in ("headerReference", "footerReference"):
        for reference in before.findall(w(name)):
            if reference.get(w("type")) == "first":  # a title page has no number
                before.remove(reference)
    properties = paragraph_properties(front)
    properties.remove(properties.find(w("pStyle")))
    put(properties, piece(NARROW))
    put(properties, before)
    _count(section, '<w:pgNumType w:start="1"/>')
    for title in section.findall(w("titlePg")):
        section.remove(title)


def _count(section: Element, numbers: str) -> None:
    for old in section.findall(w("pgNumType")):
        section.remove(old)
    made = piece(numbers)
    after = [
        each
        for each in section
        if each.tag in {w(name) for name in ("pgMar", "paperSrc", "pgBorders", "lnNumType", "pgSz")}
    ]
    if after:
        after[-1].addnext(made)
    else:
        section.append(made)
