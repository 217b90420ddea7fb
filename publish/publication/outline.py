"""The outline that an author wrote for a book: mdBook's SUMMARY.md."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from publish.publication.addresses import is_external
from publish.publication.model import Part
from publish.reader.title import plain
from publish.regex import regex

_LINK = regex(
    r"(?P<indent>[ \t]*)(?P<item>[-*+][ \t]+)?\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<path>[^()\s]*)\)[ \t]*"
)
_HEADING = regex(r"#{1,6}[ \t]+(?P<words>.*?)[ \t]*#*[ \t]*")


class Position(msgspec.Struct, frozen=True):
    """Where a chapter stands: in which part (empty: none), how deep below another chapter, whether
    it has a number; and what it is called there."""

    part: str = ""
    depth: int = 0
    numbered: bool = True
    title: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A chapter of the outline: the path of its post below the root, and the line that names it."""

    path: str
    line: int
    position: Position


def settled(positions: Iterable[Position]) -> list[Position]:
    """The same, the first chapter of each part below no other."""
    done: list[Position] = []
    part = ""
    for position in positions:
        done.append(position if position.part == part else replace(position, depth=0))
        part = position.part
    return done


def parts(positions: Sequence[Position], anchors: Sequence[str]) -> list[Part | None]:
    """The part that begins with each chapter, whose ``anchors`` are given; none has the id of a part."""
    name = "part"
    while any(anchor == name or anchor.startswith(f"{name}--") for anchor in anchors):
        name += "-of"
    before = ("", *(position.part for position in positions))
    return [
        Part(f"{name}--{anchor}", position.part) if position.part not in ("", last) else None
        for position, anchor, last in zip(positions, anchors, before, strict=False)
    ]


def counts(positions: Iterable[Position]) -> list[tuple[int, ...]]:
    """The number of each chapter, with those of the chapters above it; empty where it has none."""
    numbers: list[tuple[int, ...]] = []
    last: list[int] = []
    for position in positions:
        if not position.numbered:
            numbers.append(())
            continue
        del last[position.depth + 1 :]
        last += [0] * (position.depth + 1 - len(last))
        last[-1] += 1
        numbers.append(tuple(last))
    return numbers


def entries(text: str, path: str) -> Iterator[Entry]:
    """The chapters that the outline ``path`` lists, in order, each once.

    The first heading is the title; each other one begins a part. What stands in no list, before or
    behind the chapters, has no number. Drafts without a file and other sites are left out.
    """
    part, headings = "", 0
    indents: list[int] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.fullmatch(line):
            headings += 1
            part, indents = (plain(heading["words"]) if headings > 1 else ""), []
            continue
        found = _LINK.fullmatch(line)
        if not found:
            continue
        width = len(found["indent"].expandtabs(4))
        while indents and indents[-1] >= width:
            indents.pop()
        depth = len(indents) if found["item"] else 0
        if found["item"]:
            indents.append(width)
        address = unquote(found["path"].partition("#")[0])
        if not address or is_external(address):
            continue
        post = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
        if post not in seen:
            seen.add(post)
            numbered = bool(found["item"])
            title = plain(found["words"])
            yield Entry(post, number, Position(part if numbered else "", depth, numbered, title))
