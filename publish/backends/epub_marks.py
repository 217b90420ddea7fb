"""Marks in the text that the style sheet of an EPUB needs: short numbers upright, punctuation close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from publish.backends.epub_files import XHTML
from publish.regex import regex

VERTICAL, UPRIGHT, HALF = "vertical", "tcy", "half"  # classes
_COLUMNS = ("ja", "zh-Hant", "zh-TW", "zh-HK", "zh-MO")
# Short numbers, and pairs of exclamation and question marks, stand upright in the width of one sign.
_SHORT = regex(r"(?<![!-~])(?:[0-9]{1,2}|[!?]{2})(?![!-~])")
_CLOSE, _OPEN = "、。，．：；！？）】》」』〉〕", "（【《「『〈〔"
# Of two marks that follow each other, the one with its blank half between them is half as wide.
_PAIRED = regex(f"[{_CLOSE}](?=[{_CLOSE}{_OPEN}])|(?<=[{_OPEN}])[{_OPEN}]")
_KEPT = frozenset(f"{XHTML}{name}" for name in ("head", "pre", "code", "rt", "rp"))
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"


def is_vertical(lang: str) -> bool:
    """Whether the text of a language is ever set in columns."""
    return any(lang == each or lang.startswith(f"{each}-") for each in _COLUMNS)


def set_vertically(tree: Any) -> None:
    """Tells the style sheet, and marks what stands upright (tate-chu-yoko)."""
    tree.set("class", VERTICAL)
    for element in list(_with_text(tree)):
        if element.tag != f"{XHTML}table":
            _mark(element, _SHORT, UPRIGHT)


def set_closely(tree: Any) -> None:
    """Marks full-width punctuation that is to be close, for programs that cannot do it themselves."""
    for element in list(_with_text(tree)):
        _mark(element, _PAIRED, HALF)


def _with_text(element: Any) -> Iterator[Any]:
    """The elements with text that is set as prose, parents before children."""
    yield element
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _KEPT and child.tag != _MATHML:
            yield from _with_text(child)


def _mark(element: Any, pattern: re.Pattern[str], kind: str) -> None:
    """The text directly in an element: before its first child, and behind each."""
    for child in list(element):
        child.tail = _spans(element, element.index(child) + 1, child.tail, pattern, kind)
    element.text = _spans(element, 0, element.text, pattern, kind)


def _spans(
    parent: Any, at: int, text: str | None, pattern: re.Pattern[str], kind: str
) -> str | None:
    """Puts what matches in ``text`` into spans from place ``at``; gives what stands before them."""
    found = list(pattern.finditer(text)) if text else []
    if not text or not found:
        return text
    ends = [match.start() for match in found[1:]] + [len(text)]
    for place, (match, end) in enumerate(zip(found, ends, strict=True), at):
        span = etree.Element(f"{XHTML}span", {"class": kind})
        span.text, span.tail = match[0], text[match.end() : end]
        parent.insert(place, span)
    return text[: found[0].start()]
