"""Which lines of a Markdown text are code, raw HTML or rules, whatever they lie in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_NEWLINE = re.compile(r"\r\n|\n|\r")
_CODE = frozenset({"fence", "code_block"})
_CLOSED = frozenset({*_CODE, "html_block", "hr"})
_DEEPEST = 100  # what lies in more quotations and lists is left alone


class BlockLines:
    """The block structure of a text, as ranges of offsets: ``code``, and ``closed`` (all the rest
    that no text rule may touch, code too)."""

    def __init__(self, text: str) -> None:
        self.code, self.closed = _ranges(text)


@lru_cache(maxsize=4)  # the dialect, the rules and the marks for pandoc ask for the same text
def _ranges(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    starts = [0, *(found.end() for found in _NEWLINE.finditer(text)), len(text)]
    code: list[tuple[int, int]] = []
    closed: list[tuple[int, int]] = []
    for token in _parser().parse(text):
        if token.map is None or token.type not in _CLOSED:
            continue
        first, last = token.map
        # A block ends before its last line feed: the blank lines around it are free.
        start, end = starts[first], starts[min(last, len(starts) - 1)]
        end -= len(text[start:end]) - len(text[start:end].rstrip("\r\n"))
        closed.append((start, end))
        if token.type in _CODE:
            code.append((start, end))
    return tuple(code), tuple(closed)


@cache
def _parser() -> MarkdownIt:
    """CommonMark's blocks and tables; inlines are not parsed."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    # A definition stays a paragraph here: footnotes look like one.
    parser.block.ruler.disable("reference")
    return parser
