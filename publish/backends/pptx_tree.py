"""Slides as the blocks that pandoc writes: a heading begins a slide, notes are a division.

Pandoc writes the words, links, formulas, highlighted code and tables of a slide; where they stand
and how they look is set afterwards. It places pictures by itself, so none are given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from publish.ast import (
    NO_ATTR,
    Attr,
    Block,
    Blocks,
    CodeBlock,
    Div,
    Enum,
    Header,
    Inline,
    Inlines,
    Link,
    Math,
    Para,
    Span,
    Str,
    Table,
)
from publish.backends.dates import date_in_words
from publish.backends.slide_model import Box, CodeLine, Formula, Grid, Item, Slide, Text
from publish.backends.slide_speech import rest, speech
from publish.publication.model import Publication
from publish.walk import rewrite

SECTION, SLIDE = 1, 2  # levels of headings; pandoc runs with --slide-level=2
SAFE = "/?#[]@!$&'()*+,;=:%-._~"


def slide_blocks(slides: Sequence[Slide], *, spoken: bool = False) -> Blocks:
    """The blocks of all slides; links lead to slides. Notes hold what has no room, or with ``spoken``
    the text of the slide in whole paragraphs too."""
    places = {id: number for number, slide in enumerate(slides, 1) for id in slide.ids}
    blocks = tuple(
        block for number, slide in enumerate(slides, 1) for block in _slide(slide, number, spoken)
    )

    def inlines(content: Inlines) -> Inlines:
        return tuple(_linked(node, places) for node in content)

    return rewrite(blocks, inlines=inlines)


def title_metadata(publication: Publication) -> dict[str, Any]:
    """What pandoc makes the title slide from."""
    metadata = publication.metadata
    names = publication.words.list_separator.join(author.name for author in metadata.authors)
    values = {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "author": names,
        "date": date_in_words(metadata.date.value, metadata.lang) if metadata.date else "",
    }
    return {
        key: {"t": "MetaInlines", "c": [{"t": "Str", "c": value}]}
        for key, value in values.items()
        if value
    }


def _slide(slide: Slide, number: int, spoken: bool) -> Iterable[Block]:
    level = SLIDE if slide.page.boxes else SECTION
    boxes = sorted(slide.page.boxes, key=lambda box: box.kind == "table")
    yield Header((level, Attr(f"slide-{number}"), (Str(slide.title),)))
    for box in boxes:  # pandoc ends a slide after a table
        yield from box_blocks(box)
    notes = (*(speech(slide.page) if spoken else ()), *rest(slide.page.notes))
    if notes:
        yield Div((Attr("", ("notes",)), notes))


def box_blocks(box: Box) -> Blocks:
    """One block for each paragraph of a box, one for all of a code block; none for a picture."""
    if box.kind == "code":
        lines = [item for item in box.items if isinstance(item, CodeLine)]
        return (_code(lines),)
    return tuple(block for item in box.items for block in _item(item))


def _item(item: Item) -> Iterable[Block]:
    match item:
        case Text(inlines=inlines):
            yield Para(inlines)
        case Formula(tex=tex):
            yield Para((Math((Enum("DisplayMath"), tex)),))
        case Grid(table=table):
            yield Table(table)
        case _:
            return


def _code(lines: Sequence[CodeLine]) -> Block:
    classes = (lines[0].language,) if lines[0].language else ()
    return CodeBlock((Attr("", classes), "\n".join(line.text for line in lines)))


def _linked(node: Inline, places: Mapping[str, int]) -> Inline:
    match node:
        case Link(c=(_, text, (address, title))):
            target = _target(address, places)
            return Link((NO_ATTR, text, (target, title))) if target else Span((NO_ATTR, text))
        case Span(c=(_, text)):
            return Span((NO_ATTR, text))
        case _:
            return node


def _target(address: str, places: Mapping[str, int]) -> str:
    """The slide that holds a place, or an address in ASCII; empty where there is neither."""
    if address.startswith("#"):
        number = places.get(address[1:])
        return f"#slide-{number}" if number else ""
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return quote(address, safe=SAFE)
