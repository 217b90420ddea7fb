"""Where in its source a link or a picture is written; looked up only for what is at fault."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from publish.reader.dialect_marks.roles import id_of
from publish.regex import regex
from publish.text import Lines

_BRACES = r"\{[{%][^\n]{0,300}?[%}]\}"
_WRITTEN = regex(
    rf"""
      (?:(?<![\w`]):(?:num|eq)?ref:|\{{(?:(?:num)?ref|eq)\}})`(?P<role>[^`\n]+)`
    | (?<!`)(?P<fence>`+)(?!`)[^\n]{{1,500}}?(?<!`)(?P=fence)(?!`)          # code: nothing in it is a link
    | \]\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<inline>(?:{_BRACES}|\\.|\([^\s()]*\)|[^\s()])+))
    | \]\(\s*(?P<empty>)(?=\))
    | \[\[(?P<wiki>[^\[\]\n|]+)
    | \b(?:src|href|poster)\s*=\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<plain>[^\s"'>]+))
    | <(?P<auto>[A-Za-z][\w+.-]*:[^<>\s]*)>
    | ^[ ]{{0,3}}\[[^\[\]\n]+\]:\s*<?(?P<defined>[^\s<>]+)
    | (?P<tag>{_BRACES})
    | (?P<bare>https?://[^\s<>()"'，。；：！？、）】》]+)
    """,
    re.VERBOSE | re.MULTILINE,
)
_WORD = regex(r"""["']([^"'\n]+)["']|([^\s"'{}%<>=|]+)""")
_PREFIX = regex(rf"(?:{_BRACES}|\{{\w+\}}|\|\w+\|)")  # Pelican's {static}, Jekyll's {{ site.url }}
_ESCAPED = regex(r"\\([!-/:-@\[-`{-~])")
_CLOSING = regex(r"""\s*(?:"[^"]*"|'[^']*'|\([^()]*\))?[^()\n]{0,40}\)""")
_BRACKET = regex(r"\\.|[\[\]]|\n\r?\n")
_FAR = 400  # characters of a tag, on both sides of an address


class Written(NamedTuple):
    """A link or a picture in the source: 1-based places in code points (the end is behind it), and
    its address as it is written there."""

    line: int
    column: int
    end_line: int
    end_column: int
    address: str

    def named(self, address: str, message: str) -> str:
        """A message about ``address``, as the tree has it, that says it as it is written."""
        for before, after in (("“", "”"), (": ", "")):
            message = message.replace(before + address + after, before + self.address + after)
        return message


class WrittenLinks:
    """The links and pictures of a source text, found in one pass when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, line: int, address: str, *, picture: bool, nth: int = 0) -> Written | None:
        """The link or picture of ``address``, as the tree has it, in the block that begins at ``line``
        (0: unknown): the ``nth`` from there on, or the last before. None when it is written in a way
        that is not known here."""
        spans = [
            span
            for span in self._spans.get(address_key(address), ())
            if span.picture is None or span.picture == picture
        ]
        if not spans:
            return None
        first = bisect_left(spans, self._lines.start(line) if line else 0, key=lambda s: s.start)
        span = spans[min(first + nth, len(spans) - 1)]
        return Written(*self._lines.place(span.start), *self._lines.place(span.end), span.address)

    def value(self, address: str) -> Written | None:
        """The place of an address that is a value of the front matter."""
        at = self._text.find(address)
        if at < 0:
            return None
        end = self._lines.place(at + len(address))
        return Written(*self._lines.place(at), *end, address)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    @cached_property
    def _spans(self) -> dict[str, list[_Span]]:
        openings = _openings(self._text)
        spans: dict[str, list[_Span]] = {}
        for found in _WRITTEN.finditer(self._text):
            for span in _spans_of(found, openings):
                for key in {address_key(span.address), address_key(_PREFIX.sub("", span.address))}:
                    spans.setdefault(key, []).append(span)
        return spans


class _Span(NamedTuple):
    """From the first character of a link to behind its last; ``picture`` is None where it is both."""

    start: int
    end: int
    address: str
    picture: bool | None


def _spans_of(found: re.Match[str], openings: Mapping[int, int]) -> Iterator[_Span]:
    text, kind = found.string, found.lastgroup or ""
    match kind:
        case "fence":
            return
        case "role":
            label = found[kind].rpartition("<")[2].rstrip("> ")
            yield _Span(found.start(), found.end(), f"#{id_of(label)}", False)
        case "inline" | "angle" | "empty":
            closing = _CLOSING.match(text, found.end())
            start = openings.get(found.start(), found.start())
            yield _marked(text, start, (closing or found).end(), found[kind])
        case "wiki":
            end = text.find("]]", found.end(), found.end() + _FAR)
            behind = end + 2 if end >= 0 else found.end()
            yield _marked(text, found.start(), behind, found[kind].strip())
        case "double" | "single" | "plain":
            start = max(text.rfind("<", max(found.start() - _FAR, 0), found.start()), 0)
            end = text.find(">", found.end(), found.end() + _FAR)
            is_picture = text[start + 1 : start + 4].lower() == "img"
            yield _Span(start, end + 1 if end >= 0 else found.end(), found[kind], is_picture)
        case "tag":
            for word in _WORD.finditer(found[0]):
                yield _Span(found.start(), found.end(), word[1] or word[2], None)
        case _:
            yield _Span(found.start(), found.end(), found[kind], None)


def _marked(text: str, start: int, end: int, address: str) -> _Span:
    """A picture has an exclamation mark before its bracket."""
    is_picture = text[start - 1 : start] == "!"
    return _Span(start - is_picture, end, address, is_picture)


def _openings(text: str) -> dict[int, int]:
    """For each closing bracket of the text the one that opens it, in the same paragraph."""
    openings: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        match found[0]:
            case "[":
                opened.append(found.start())
            case "]" if opened:
                openings[found.start()] = opened.pop()
            case blank if blank[0] == "\n":
                opened.clear()
    return openings


def address_key(address: str) -> str:
    """An address without the ways to write it: escapes of Markdown, HTML and addresses."""
    return unquote(unescape(_ESCAPED.sub(r"\1", address)))
