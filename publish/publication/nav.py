"""The contents: what stands in it, in one order, with the labels that every format prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from publish.ast import Blocks, Header
from publish.publication.model import Chapter, NavEntry, Publication
from publish.publication.outline import Position
from publish.walk import plain_text

MANY_SECTIONS = 6  # an article with so many sections has contents on paper
MOST_LINES = 600  # of the contents of a book on paper, some twenty pages
LARGEST_SHARE = 0.06  # of the text that the contents of an article may say twice


def wants_contents(publication: Publication) -> bool:
    """Whether contents serve on paper: in a book, and in an article of many sections and much text."""
    if publication.kind == "book":
        return True
    titles = [entry.label + entry.text for entry in _flat(publication.nav)]
    text = plain_text(publication.chapters[0].document.blocks)
    return len(titles) >= MANY_SECTIONS and sum(map(len, titles)) <= LARGEST_SHARE * len(text)


def printed_depth(publication: Publication) -> int:
    """How many levels the contents on paper have, not counting parts: two, or only the chapters where
    the contents of a large book would be another book."""
    lines = sum(1 for _ in _flat(publication.nav, 2))
    return 1 if publication.kind == "book" and lines > MOST_LINES else 2


def _flat(nav: Iterable[NavEntry], depth: int = 99) -> Iterable[NavEntry]:
    """All entries; parts count for no level of ``depth``."""
    for entry in nav if depth else ():
        yield entry
        yield from _flat(entry.children, depth - (entry.kind != "part"))


def sections(blocks: Blocks, chapter: int) -> tuple[NavEntry, ...]:
    """The sections of a chapter as a tree; only headings that stand on the top level count."""
    flat = [
        NavEntry(
            id=attr.id,
            label=attr.get("number-label"),
            text=plain_text(text),
            level=level,
            chapter=chapter,
        )
        for level, attr, text in (block.c for block in blocks if isinstance(block, Header))
    ]
    return _tree(flat)


def _tree(flat: Sequence[NavEntry]) -> tuple[NavEntry, ...]:
    entries: list[NavEntry] = []
    at = 0
    while at < len(flat):
        end = at + 1
        while end < len(flat) and flat[end].level > flat[at].level:
            end += 1
        entry = flat[at]
        entries.append(
            NavEntry(
                entry.id,
                entry.label,
                entry.text,
                entry.level,
                entry.chapter,
                _tree(flat[at + 1 : end]),
            )
        )
        at = end
    return tuple(entries)


def chapters(spine: Sequence[Chapter], positions: Sequence[Position]) -> tuple[NavEntry, ...]:
    """The chapters of a book, each with its sections and with the chapters below it.

    A part holds its chapters.
    """
    entries = [
        NavEntry(
            id=chapter.id,
            label=chapter.label,
            text=chapter.document.metadata.title,
            level=1,
            chapter=number,
            children=sections(chapter.document.blocks, number),
            kind="chapter",
        )
        for number, chapter in enumerate(spine)
    ]
    nested = _nested(list(zip(positions, entries, strict=True)), 0)
    parts: list[NavEntry] = []
    for _, group in groupby(nested, lambda entry: positions[entry.chapter].part):
        inside = tuple(group)
        first = inside[0].chapter
        part = spine[first].part
        parts += [NavEntry(part.id, "", part.title, 1, first, inside, "part")] if part else inside
    return tuple(parts)


def depths(entries: Iterable[NavEntry], depth: int = 1) -> Mapping[str, int]:
    """How deep each part and each chapter stands in the contents, by its id, from 1."""
    found: dict[str, int] = {}
    for entry in entries:
        if entry.kind != "section":
            found[entry.id] = depth
            found |= depths(entry.children, depth + 1)
    return found


def _nested(flat: Sequence[tuple[Position, NavEntry]], depth: int) -> tuple[NavEntry, ...]:
    """The chapters of one depth, each with the deeper ones that follow it."""
    entries: list[NavEntry] = []
    at = 0
    while at < len(flat):
        end = at + 1
        while end < len(flat) and flat[end][0].depth > depth:
            end += 1
        entry = flat[at][1]
        below = _nested(flat[at + 1 : end], depth + 1)
        entries.append(replace(entry, children=entry.children + below) if below else entry)
        at = end
    return tuple(entries)
