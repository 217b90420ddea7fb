"""Captions of tables as d2lbook and pandoc write them: ``: words`` or ``Table: words`` beside a table.

The word may be that of another language: ``表：参数对比``.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish.ast import Block, Blocks, Caption, Inlines, Para, Plain, Space, Str, Table
from publish.reader.block_lists import with_lists
from publish.reader.remark import Remark
from publish.regex import regex
from publish.walk import rewrite

WORD = "Table:"  # as canonical Markdown has it; a colon alone begins a definition in some dialects
_WORD = regex("(?:表|表格|Table|Tabelle|Tableau|Tabla|표)\u00a0?[:：]", re.IGNORECASE)
SIGN = regex(rf"\n:|\A:|{_WORD.pattern}", re.IGNORECASE)  # without it there is no caption
_COLON = regex(r":(?!:|[\w+-]+:)")  # neither a fence nor a role nor the name of an emoji
_TABLES = frozenset({Table})


def captioned(blocks: Blocks) -> tuple[Blocks, tuple[Remark, ...]]:
    """The tables with the paragraphs above them, or else below them, that are their captions, and a
    remark for each."""
    found: list[Remark] = []

    def siblings(blocks: Blocks) -> Blocks:
        return _siblings(blocks, found)

    def on_block(node: Block) -> Blocks:
        return (with_lists(node, siblings),)

    done = siblings(rewrite(blocks, on_block, only=_TABLES))
    return done, tuple(sorted(found))


def _siblings(blocks: Blocks, found: list[Remark]) -> Blocks:
    done: list[Block] = []
    left = list(reversed(blocks))
    while left:
        block = left.pop()
        if isinstance(block, Table) and not block.c.caption.long:
            # A caption between two tables is that of the second.
            below = () if len(left) > 1 and isinstance(left[-2], Table) else (left,)
            near = next((part for part in (done, *below) if part and _words(part[-1])), None)
            if near is not None:
                caption = near.pop()
                found.append(Remark("DIA018", caption.line, "the caption of a table"))
                long = (Plain(_words(caption)),)
                block = replace(block, c=block.c._replace(caption=Caption(None, long)))
        done.append(block)
    return tuple(done)


def _words(block: Block) -> Inlines:
    """What a paragraph says that is a caption; nothing where it is none."""
    match block:
        case Para(c=(Str(c=":"), Space(), *rest)):
            return tuple(rest)
        case Para(c=(Str(c=first), *rest)) if word := _WORD.match(first):
            return _without_spaces((Str(first[word.end() :]), *rest))
        case Para(c=(Str(c=first), *rest)) if first != ":" and _COLON.match(first):
            return (Str(first[1:]), *rest)
        case Para(c=(Str(c=":"), *rest)):  # markup follows at once
            return tuple(rest)
        case _:
            return ()


def _without_spaces(text: Inlines) -> Inlines:
    """A text without what stands before its first word."""
    first = next((n for n, part in enumerate(text) if part not in (Str(""), Space())), len(text))
    return text[first:]
