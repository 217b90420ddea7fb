"""What a deck is made of, before any XML: items in reading order, boxes on slides."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import msgspec

from publish.ast import Inlines, TableContent


class Room(NamedTuple):
    """What a slide has for its text, in points: the body of one of 960 x 540."""

    width: float = 864.0
    height: float = 368.0


WHOLE = Room()

FORMULA, NOTE = "formula", "note-number"  # classes of a span with TeX in words, of a link to a note

Style = Literal[
    "body", "lead", "head", "term", "quote", "entry", "caption", "table", "callout"
]  # fmt: skip

Kind = Literal["text", "quote", "callout", "code", "formula", "picture", "table"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph. ``block`` numbers the document's block that it is all or a part of.

    ``level`` counts the steps by which it is indented; ``mark`` is ``•``, the name of a number
    format (``arabicPeriod``) or empty, and ``start`` the number. ``keep``: not the last on a slide.
    ``codes`` are the pieces of code in its words, which need more room.
    """

    inlines: Inlines
    words: str
    block: int
    style: Style = "body"
    level: int = 0
    mark: str = ""
    start: int = 0
    keep: bool = False
    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class CodeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a code block; ``wide`` is the width in em of the block's longest line."""

    text: str
    language: str
    block: int
    wide: float
    ids: tuple[str, ...] = ()


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """A formula that stands by itself, in TeX."""

    tex: str
    block: int
    ids: tuple[str, ...] = ()


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture by the name of its resource; width and height in points, as large as it may be."""

    name: str
    alt: str
    width: float
    height: float
    block: int
    ids: tuple[str, ...] = ()


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table of plain cells: the first row is the header. ``words`` are the texts of the cells."""

    table: TableContent
    words: tuple[tuple[str, ...], ...]
    block: int
    ids: tuple[str, ...] = ()


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """Where the author begins a new slide."""

    block: int
    ids: tuple[str, ...] = ()


Item: TypeAlias = Text | CodeLine | Formula | Picture | Grid | Break


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands below it up to the next one; ``within`` names what it is part of.

    ``opening``: what stands before the first heading; its title is that of the whole.
    ``divided``: sections of its own follow.
    """

    title: str
    within: str
    lang: str
    ids: tuple[str, ...]
    items: tuple[Item, ...]
    opening: bool = False
    divided: bool = False
    overview: bool = False  # the contents


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of a slide in points, and the items in it: all of one kind.

    ``y`` counts from the top of the body, ``size`` is the size of its type, ``columns`` and ``rows``
    are the widths and heights of a table, ``inset`` is what its lines are shorter at their end.
    """

    kind: Kind
    items: tuple[Item, ...]
    y: float
    height: float
    size: float
    inset: float = 0.0
    columns: tuple[float, ...] = ()
    rows: tuple[float, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """The boxes of one slide, and the items that only its notes have room for."""

    boxes: tuple[Box, ...]
    notes: tuple[Item, ...] = ()


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide: a title that no other slide has, boxes, and the places that links may lead to."""

    title: str
    lang: str
    kind: Literal["content", "section", "contents"]
    page: Page
    ids: tuple[str, ...]
