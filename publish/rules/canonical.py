"""One shape for what can be written in several: words and spaces, paragraphs, edges of text."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish.ast import (
    NO_ATTR,
    Block,
    BlockQuote,
    Blocks,
    Div,
    Inline,
    Inlines,
    Para,
    Plain,
    SoftBreak,
    Space,
    Span,
    Str,
)
from publish.walk import rewrite

_SPACES = re.compile(r"([ \t\n]+)")


def canonical(blocks: Blocks) -> Blocks:
    """Words are whole and hold no space, spaces are single and lie between words; text of the top
    level, of boxes and of quotations stands in paragraphs."""
    return _paragraphs(rewrite(blocks, _block, words))


def words(inlines: Inlines) -> Inlines:
    """The inlines with every word in one ``Str``, and one ``Space`` between two words."""
    done: list[Inline] = []
    for node in inlines:
        for part in _parts(node):
            last = done[-1] if done else None
            match last, part:
                case Str(c=before), Str(c=after):
                    done[-1] = Str(before + after)
                case ((Space() | SoftBreak()), Space()):
                    continue
                case Space(), SoftBreak():
                    done[-1] = part
                case _:
                    done.append(part)
    new = tuple(done)
    return inlines if new == inlines else new


def _parts(node: Inline) -> list[Inline]:
    if isinstance(node, Span) and node.c[0] == NO_ATTR:
        return list(node.c[1])
    if not isinstance(node, Str):
        return [node]
    if not _SPACES.search(node.c):
        return [node] if node.c else []
    return [
        Space() if part.isspace() else Str(part) for part in _SPACES.split(node.c) if part != ""
    ]


def _block(block: Block) -> Blocks:
    match block:
        case Para(c=text) | Plain(c=text):
            trimmed = _trimmed(text)
            return (block if trimmed is text else replace(block, c=trimmed),) if trimmed else ()
        case Div(c=(attr, content)):
            return (replace(block, c=(attr, _paragraphs(content))),)
        case BlockQuote(c=content):
            return (replace(block, c=_paragraphs(content)),)
        case _:
            return (block,)


def _trimmed(text: Inlines) -> Inlines:
    start, end = 0, len(text)
    while start < end and isinstance(text[start], Space | SoftBreak):
        start += 1
    while start < end and isinstance(text[end - 1], Space | SoftBreak):
        end -= 1
    return text if (start, end) == (0, len(text)) else text[start:end]


def _paragraphs(blocks: Blocks) -> Blocks:
    return tuple(
        Para(block.c, line=block.line) if isinstance(block, Plain) else block for block in blocks
    )
