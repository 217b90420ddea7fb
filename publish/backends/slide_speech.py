"""What is said to a slide: its text in whole paragraphs, for the notes of who presents it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from publish.ast import Blocks, Enum, Inlines, Math, Para, Plain, Space, Str
from publish.backends.slide_model import CodeLine, Formula, Grid, Item, Page, Text
from publish.backends.slide_sentences import joined
from publish.walk import plain_text

PARAGRAPHS = ("body", "lead", "quote", "callout", "term")


def speech(page: Page) -> Blocks:
    """The prose of a slide, the points of a paragraph together again."""
    shown = [
        item
        for box in page.boxes
        for item in box.items
        if isinstance(item, Text) and item.style in PARAGRAPHS
    ]
    return tuple(
        Para(joined(item.inlines for item in group))
        for _, group in groupby(shown, lambda item: item.block)
    )


def rest(items: Iterable[Item]) -> Blocks:
    """What has no room on a slide, as paragraphs."""
    return tuple(Para(text) for item in items if plain_text((Plain(text := _said(item)),)))


def _said(item: Item) -> Inlines:
    match item:
        case Text(inlines=inlines):
            return inlines
        case CodeLine(text=text):
            return (Str(text or " "),)
        case Grid(words=rows):
            return tuple(node for row in rows for node in (Str(" ".join(row)), Space()))
        case Formula(tex=tex):
            return (Math((Enum("InlineMath"), tex)),)
        case _:
            return ()
