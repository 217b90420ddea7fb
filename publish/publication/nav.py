"""The contents: what stands in it, in one order, with the labels that every format prints."""

from __future__ import annotations

from collections.abc import Sequence

from publish.ast import Blocks, Header
from publish.publication.model import Chapter, NavEntry
from publish.walk import plain_text


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


def chapters(spine: Sequence[Chapter]) -> tuple[NavEntry, ...]:
    """The chapters of a book, each with its sections."""
    return tuple(
        NavEntry(
            id=chapter.id,
            label=chapter.label,
            text=chapter.document.metadata.title,
            level=1,
            chapter=number,
            children=sections(chapter.document.blocks, number),
        )
        for number, chapter in enumerate(spine)
    )
