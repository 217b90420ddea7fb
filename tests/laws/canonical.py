"""A post and what becomes of it: its canonical form, and the same written and read again."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    Block,
    Blocks,
    BulletList,
    DefinitionList,
    Div,
    Header,
    OrderedList,
    Para,
    Plain,
    Table,
)
from publish.backends.markdown import body, front_matter
from publish.document import Document, Metadata
from publish.normalize import Normalized, Settings, normalize
from publish.walk import rewrite

KEPT = ("title", "lang", "date", "updated", "authors", "keywords", "categories", "tags", "extra")


class Reread(NamedTuple):
    """A document, and what comes of its Markdown when that is a post itself."""

    first: Document
    second: Document | None

    def same(self) -> bool:
        """Whether nothing changed; Markdown cannot say of each item of a list how it is spaced."""
        return self.second is not None and (
            _evenly(self.first.blocks) == _evenly(self.second.blocks)
            and _kept(self.first.metadata) == _kept(self.second.metadata)
        )


def reread(document: Document, select: tuple[str, ...] = ()) -> Reread:
    """The canonical Markdown of a document, normalized by some rules (none named: by all)."""
    written = front_matter(document.metadata) + "\n" + body(document.blocks, document.dialect)
    settings = Settings(dialect=document.dialect, select=select)
    again: Normalized = normalize(document.path, written.encode(), settings, lines=False)
    return Reread(document, again.document)


def _kept(metadata: Metadata) -> list[object]:
    return [getattr(metadata, name) for name in KEPT]


def _evenly(blocks: Blocks) -> Blocks:
    """Every text of a list as a paragraph."""

    def on_block(block: Block) -> Blocks:
        match block:
            case BulletList(c=items):
                return (replace(block, c=tuple(map(_spaced, items))),)
            case OrderedList(c=(numbers, items)):
                return (replace(block, c=(numbers, tuple(map(_spaced, items)))),)
            case DefinitionList(c=entries):
                spaced = tuple((term, tuple(map(_spaced, texts))) for term, texts in entries)
                return (replace(block, c=spaced),)
            case _:
                return (block,)

    return rewrite(blocks, on_block)


def _spaced(item: Blocks) -> Blocks:
    return tuple(Para(block.c) if isinstance(block, Plain) else block for block in item)


def id_of(node: object) -> str:
    """The id of a heading, a box or a table; empty where there is none."""
    match node:
        case Header(c=(_, attr, _)) | Div(c=(attr, _)):
            return attr.id
        case Table(c=content):
            return content.attr.id
        case _:
            return ""
