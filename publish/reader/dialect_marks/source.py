"""A text in which dialect marks are looked for, and what may be put in their place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from publish.reader.block_lines import BlockLines
from publish.reader.dialect_marks.attributes import Carrier
from publish.reader.inline_spans import inline_spans
from publish.reader.spans import Spans
from publish.regex import regex

# What the protection pass keeps from text rules although it is no code: the marks themselves.
_MARK = regex(r"!?\[\[|\{[:.#]|%%|:|\[\d{1,3}\][ \t]")


class Change(NamedTuple):
    """``text[start:end]`` becomes ``new``, which has as many lines. ``code`` and ``message`` say
    what it was; an empty message reports nothing."""

    start: int
    end: int
    new: str
    code: str = ""
    message: str = ""
    hint: str = ""


class Source:
    """A Markdown body with the spans that are not code, mathematics, HTML, addresses or tags."""

    def __init__(self, text: str, dialect: str, carrier: Carrier) -> None:
        self.text = text
        self.dialect = dialect
        self.carrier = carrier

    @cached_property
    def code(self) -> Spans:
        """The code blocks."""
        return Spans(BlockLines(self.text).code)

    @cached_property
    def free(self) -> Spans:
        """Where a mark is a mark."""
        closed = [
            (start, end)
            for low, high in self.code.outside(0, len(self.text))
            for start, end in inline_spans(self.text, low, high)
            if not self._is_mark(start)
        ]
        return Spans([*self.code, *closed]).outside(0, len(self.text))

    def _is_mark(self, start: int) -> bool:
        # A line that is protected whole begins with the marks of what it lies in.
        while start < len(self.text) and self.text[start] in " \t>":
            start += 1
        return _MARK.match(self.text, start) is not None


def applied(text: str, changes: Iterable[Change]) -> str:
    """``text`` with the changes made; of two that overlap the first stands."""
    pieces: list[str] = []
    at = 0
    for change in sorted(changes):
        if change.start < at:
            continue
        pieces += [text[at : change.start], change.new]
        at = change.end
    return "".join([*pieces, text[at:]])


def newlines(text: str) -> str:
    """Nothing but the line ends of a text: what is removed leaves every other line where it is."""
    return "\n" * text.count("\n")
