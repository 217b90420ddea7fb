"""What is read back from a file, whatever its format, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

# Marks in text: what stands between them is no text but the source of a formula, or what a picture
# says to those who cannot see it.
FORMULA, PICTURE, END = "\ue000", "\ue001", "\ue002"

Kind = Literal["text", "heading", "cell", "code", "caption"]


class Segment(NamedTuple):
    """Text that stands together in a file, in reading order.

    ``place`` says where (``page 3``), ``level`` is that of a heading, ``hidden`` why nobody sees the
    text (empty: it is seen), ``optional`` text may repeat what stands before it.
    """

    text: str
    kind: Kind = "text"
    place: str = ""
    level: int = 0
    hidden: str = ""
    optional: bool = False


class Line(NamedTuple):
    """An entry of the contents or a bookmark, and whether it leads anywhere."""

    text: str
    alive: bool


class Reference(NamedTuple):
    """A link: its words, its address (``#id`` inside the file, where the format has names for places),
    and whether it leads anywhere."""

    text: str
    address: str
    alive: bool
    place: str


class Grid(NamedTuple):
    """A table: how many rows it has, how many of them are heads, and where it stands."""

    rows: int
    heads: int
    place: str


class Facts(NamedTuple):
    """What a file says of itself; None: the format, or this file, does not say it."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    lang: str | None = None
    date: str | None = None
    keywords: tuple[str, ...] | None = None
    description: str | None = None


class Damage(NamedTuple):
    """A fault of the file itself: its code, where it is, and what is wrong."""

    code: str
    place: str
    message: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is compared. ``contents`` holds each table of contents of the file by its name
    (``nav``, ``bookmarks``); ``numbers`` are those of list items, with their places."""

    segments: tuple[Segment, ...]
    notes: tuple[Segment, ...] = ()
    facts: Facts = Facts()
    contents: dict[str, tuple[Line, ...]] = {}
    links: tuple[Reference, ...] = ()
    tables: tuple[Grid, ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()
    damage: tuple[Damage, ...] = ()


Beside = Callable[[str], bool]  # whether there is a file at a path relative to the one that is read
Read = Callable[[bytes, Beside], Reading]


class Unreadable(Exception):
    """The file is none of its format; the message says why."""
