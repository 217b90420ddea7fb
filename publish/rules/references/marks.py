"""The marks by which a text cites the entries of a reference list: ``[1]``, ``[1,3-5]``, ``【2】``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.ast import Block, Code, Inline, LineBreak, Math, Node, SoftBreak, Space, Str
from publish.regex import regex
from publish.walk import block_parts, inline_parts

_ONE = regex(r"[\[［【]\d{1,3}(?: ?[,，、;；–—~～-] ?\d{1,3})*[\]］】]")
# A row of marks: not after a letter, as in a[0], and not before a bracket, as in a link.
_ROW = regex(rf"(?<![A-Za-z0-9_)\]])(?:{_ONE.pattern})+(?![(\[:])")
_OPENING = regex(r"[\[［【]")
NUMBER = regex(r"\d+")
_RANGE = regex(r"(\d+) ?[–—~～-] ?(\d+)")
_LONGEST = 50  # entries that one range may name


def marks_in(text: str) -> Iterator[re.Match[str]]:
    """Every mark of a text."""
    if _OPENING.search(text) is None:
        return
    for row in _ROW.finditer(text):
        yield from _ONE.finditer(text, *row.span())


def cited(mark: str) -> list[str]:
    """The numbers that a mark names, those inside its ranges too."""
    numbers = [number[0] for number in NUMBER.finditer(mark)]
    for found in _RANGE.finditer(mark):
        first, last = int(found[1]), int(found[2])
        if first < last <= first + _LONGEST:
            numbers += map(str, range(first + 1, last))
    return numbers


def marks(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Every mark with the block of the top level that holds it; links do not hide one, code does."""
    for block in blocks:
        for text in _texts((block,)):
            yield from ((block, found[0]) for found in marks_in(text))


def _texts(parts: Iterable[Block | Inline]) -> Iterator[str]:
    """The words of each run of inlines."""
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, Node):
            yield from _texts(block_parts(part))
        else:
            _write(part, pieces)
    if pieces:
        yield "".join(pieces)


def _write(node: Inline, pieces: list[str]) -> None:
    match node:
        case Str(c=text):
            pieces.append(text)
        case Space():
            pieces.append(" ")
        case Code() | Math() | SoftBreak() | LineBreak():
            pieces.append("\n")
        case _:
            for part in inline_parts(node):
                if isinstance(part, Node):
                    pieces += ["\n", *_texts((part,)), "\n"]
                else:
                    _write(part, pieces)
