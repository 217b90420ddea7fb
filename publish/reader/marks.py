"""Marks by which the text handed to pandoc is read as meant, and that are taken out of the result.

A mark is a character of punctuation that no post holds. It leaves every line where it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from publish.reader.block_lines import BlockLines
from publish.reader.emphasis import emphasis_places
from publish.reader.spans import Spans
from publish.regex import regex

_MARKS = ("\U00016fe2", "\ua4fe", "\U0001bc9f")  # punctuation of scripts that no post mixes in
_LONE_TAG = regex(
    r"^ {0,3}(?P<at>)</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong"
    r"|sub|sup|u)\b(?:[^<>\"'\n]|\"[^\"<\n]*\"|'[^'<\n]*')*>[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


class Marked(NamedTuple):
    """A text with its marks, and the character (empty: there are none)."""

    text: str
    mark: str


def with_marks(text: str, *, span_tags: bool) -> Marked:
    """The text with marks where emphasis is due.

    With ``span_tags`` a tag such as ``<span>`` alone on its line gets one too, so that it begins a
    paragraph and not a block of HTML, in which Markdown would stand unread. That is how kramdown
    and Python-Markdown take it.
    """
    mark = next((mark for mark in _MARKS if mark not in text), "")
    places = emphasis_places(text) if mark else []
    if mark and span_tags and "<" in text:
        places = sorted({*places, *_lone_tags(text)})
    if not places:
        return Marked(text, "")
    pieces = (text[start:end] for start, end in pairwise([0, *places, len(text)]))
    return Marked(mark.join(pieces), mark)


def _lone_tags(text: str) -> list[int]:
    found = [item.start("at") for item in _LONE_TAG.finditer(text)]
    if not found:
        return []
    code = Spans(BlockLines(text).code)
    return [place for place in found if not code.holds(place, place + 1)]
