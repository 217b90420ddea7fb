"""Abbreviations that are explained once, ``*[HTML]: words``, wherever they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from publish.reader.dialect_marks.source import Change, Source
from publish.reader.prose import prose
from publish.reader.spans import Spans
from publish.regex import regex

_DEFINITION = regex(r"^ {0,3}\*\[(?P<term>[^\]\[\n]+)\]:[ \t]*(?P<words>[^\n]*)$", re.MULTILINE)
_LETTER = "[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff]"


def abbreviations(source: Source) -> Iterator[Change]:
    """The definitions go; each use says what the term means."""
    meanings: dict[str, str] = {}
    told: list[tuple[int, int]] = []
    for found in _DEFINITION.finditer(source.text):
        if source.free.holds(found.start(), found.start() + 1):
            meanings.setdefault(found["term"].strip(), found["words"].strip())
            told.append(found.span())
            yield Change(*found.span(), "", "DIA005", "an abbreviation is explained")
    terms = sorted(filter(None, meanings), key=len, reverse=True)
    if not terms:
        return
    pattern = re.compile(f"(?<!{_LETTER})(?:{'|'.join(map(re.escape, terms))})(?!{_LETTER})")
    words, definitions = prose(source.text, 0), Spans(told)
    for found in pattern.finditer(source.text):
        if not definitions.holds(*found.span()) and words.holds(*found.span()):
            title = html.escape(meanings[found[0]])
            yield Change(*found.span(), f'<abbr title="{title}">{found[0]}</abbr>')
