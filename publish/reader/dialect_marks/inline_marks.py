"""Marks of single words that only some generators know: ``==x==``, ``++x++``, ``H~2~O``, ``x^2^``, ``words^[1]^``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

_HIGHLIGHT = regex(r"(?<![=\\])==(?![=\s])(?P<inside>(?:[^=\n]|=(?!=))+?)(?<![\s\\])==(?!=)")
# Where the generator itself does not know the mark, code without its backticks must not become one.
_CAREFUL = regex(
    r"(?<![=\\!<>A-Za-z0-9_)\]])==(?![=\s>])(?P<inside>(?:[^=\n]|=(?!=))+?)(?<![\s\\<])==(?![=>A-Za-z0-9_(\[])"
)
_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_INSERTED = regex(rf"(?<![+\\])\+\+(?=[{_HAN}])(?P<inside>[^+\n]+?)(?<=[{_HAN}])\+\+(?!\+)")
_LOWERED = regex(r"(?<=[A-Za-z)])~(?P<inside>[0-9+-]{1,4}|[a-z]{1,2})~(?![~0-9])")
_RAISED = regex(r"(?<=[A-Za-z0-9)])\^(?P<inside>[0-9+-]{1,4}|[a-z]{1,3})\^(?![\^0-9])")
_CITED = regex(r"(?<![\^\\])\^(?P<inside>\[\d{1,3}(?:[,，–-]\d{1,3})*\])\^(?!\^)")


def highlights(source: Source) -> Iterator[Change]:
    """``==words==`` are marked."""
    pattern = _HIGHLIGHT if source.dialect == "obsidian" else _CAREFUL
    return _tagged(source, pattern, "mark", "highlighted words")


def insertions(source: Source) -> Iterator[Change]:
    """``++文字++`` is underlined; between Latin letters the signs are C++'s."""
    return _tagged(source, _INSERTED, "ins", "inserted words")


def indices(source: Source) -> Iterator[Change]:
    """``H~2~O`` and ``x^2^``; a range such as ``1~2`` is neither."""
    yield from _tagged(source, _LOWERED, "sub", "a subscript")
    yield from _tagged(source, _RAISED, "sup", "a superscript")


def raised_citations(source: Source) -> Iterator[Change]:
    """``words^[1]^``: the number of a reference, raised."""
    return _tagged(source, _CITED, "sup", "a superscript")


def _tagged(source: Source, pattern: re.Pattern[str], tag: str, message: str) -> Iterator[Change]:
    for found in pattern.finditer(source.text):
        low, high = found.span("inside")
        if source.free.holds(found.start(), low) and source.free.holds(high, found.end()):
            yield Change(*found.span(), f"<{tag}>{found['inside']}</{tag}>", "INL009", message)
