"""Which lines of a Markdown text are code, raw HTML or rules, whatever they lie in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from publish.regex import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_NEWLINE = regex(r"\r\n|\n|\r")
# At the margin: a fence, a rule, or what a scan of lines cannot tell (an indented line, raw HTML, a
# quotation, a list whose item begins with anything but words, an underline).
_NOTABLE = regex(
    r"^(?:(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)|(?P<rule>(?P<mark>[-*_])[ \t]*(?:(?P=mark)[ \t]*){2,})$"
    r"|[ \t]+\S|[<>]|-+[ \t]*$|(?:[-*+]|\d{1,9}[.)])(?:[ \t]*$|[ \t]{2}|\t|[ ](?![\w\[(“《「『‘（【!])))",
    re.MULTILINE,
)
Ranges = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
_CODE = frozenset({"fence", "code_block"})
_CLOSED = frozenset({*_CODE, "html_block", "hr"})
_DEEPEST = 100  # what lies in more quotations and lists is left alone


class BlockLines:
    """The block structure of a text, as ranges of offsets: ``code``, and ``closed`` (all the rest
    that no text rule may touch, code too)."""

    def __init__(self, text: str) -> None:
        self.code, self.closed = _ranges(text)


@lru_cache(maxsize=4)  # the dialect, the rules and the marks for pandoc ask for the same text
def _ranges(text: str) -> Ranges:
    return flat(text) or parsed(text)


def flat(text: str) -> Ranges | None:
    """The ranges of a text without indented lines, quotations and raw HTML; None for any other.

    There only fences and rules at the margin matter, and a scan finds them much faster than a parse.
    """
    if "\r" in text:
        return None
    code: list[tuple[int, int]] = []
    closed: list[tuple[int, int]] = []
    at = 0
    while found := _NOTABLE.search(text, at):
        start, end = found.span()
        if found["fence"]:
            if found["fence"][0] == "`" and "`" in found["info"]:
                return None
            close = _closing(found["fence"][0], len(found["fence"])).search(text, end)
            if close is None:
                return None
            end = close.end()
            code.append((start, end))
        elif not found["rule"] or text[max(start - 2, 0) : start] not in ("", "\n", "\n\n"):
            return None
        closed.append((start, end))
        at = end
    return tuple(code), tuple(closed)


@cache
def _closing(mark: str, size: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}{re.escape(mark)}{{{size},}}[ \t]*$", re.MULTILINE)


def parsed(text: str) -> Ranges:
    """The ranges of any text, as CommonMark has them."""
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
