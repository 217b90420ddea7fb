"""Passages that their author marks as written in another language than the post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.reader.brackets import brackets
from publish.reader.language import canonical
from publish.regex import regex

_LANG = regex(r"""\blang\s*=\s*["']?(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""")
_TAG = regex(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s[^<>]*)?)>")
_DIV = regex(r"^[ \t>]*:{3,}[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_SPAN = regex(r"\]\{(?P<rest>[^{}\n]*)\}")
_VOID = frozenset({"br", "hr", "img", "input", "source", "wbr"})


def foreign_spans(text: str, body: int, lang: str) -> list[tuple[int, int]]:
    """The ranges of such passages: elements of HTML, fenced divs, and spans in brackets."""
    if "lang" not in text or not _LANG.search(text, body):
        return []
    return [*_elements(text, body, lang), *_divs(text, body, lang), *_spans(text, body, lang)]


def _elements(text: str, body: int, lang: str) -> Iterator[tuple[int, int]]:
    """Each kind of element by itself, so that one that nobody closes hides no other."""
    opened: dict[str, list[tuple[int, bool]]] = {}
    for found in _TAG.finditer(text, body):
        name = found["name"].lower()
        if name in _VOID or found["rest"].endswith("/"):
            continue
        waiting = opened.setdefault(name, [])
        if not found["end"]:
            waiting.append((found.end(), _is_foreign(found["rest"], lang)))
        elif waiting:
            start, foreign = waiting.pop()
            if foreign:
                yield start, found.start()


def _divs(text: str, body: int, lang: str) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, bool]] = []
    for found in _DIV.finditer(text, body):
        if found["rest"].strip():
            opened.append((found.end(), _is_foreign(found["rest"], lang)))
        elif opened:
            start, foreign = opened.pop()
            if foreign:
                yield start, found.start()


def _spans(text: str, body: int, lang: str) -> Iterator[tuple[int, int]]:
    ends = {
        found.start() + 1
        for found in _SPAN.finditer(text, body)
        if _is_foreign(found["rest"], lang)
    }
    if ends:
        yield from (span for span in brackets(text).items() if span[1] in ends)


def _is_foreign(attributes: str, lang: str) -> bool:
    """Whether attributes name a language that is not that of the post; the two scripts of Chinese
    count as two, regions do not."""
    found = _LANG.search(attributes)
    if not found:
        return False
    own, other = lang.split("-"), (canonical(found["tag"]) or found["tag"].lower()).split("-")
    return own[0] != other[0] or (own[0] == "zh" and len(other) > 1 and own != other)
