"""Whether the chapters of a book can be printed one by one: what in a style sheet needs the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from publish.fonts.sheets import face_rules
from publish.regex import regex

VARIANTS = frozenset(
    f"pdf/{name}" for name in ("ua-1", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u")
)
# The number of a page in the contents, which are set when it is known.
_NUMBER = regex(r"target-counter\(\s*attr\(href\)\s*,\s*page\s*\)")
_PAGE = regex(r"@page\b([^{]*)\{((?:[^{}]|\{[^{}]*\})*)\}")
_RULE = regex(r"([^{};]*)\{([^{}]*)\}")
_COUNTS = regex(r"counter-(?:increment|set|reset)\s*:([^;}]*)")
_RESETS = regex(r"counter-reset\s*:([^;}]*)")
_MOVES = regex(r"counter-(?:set|reset)\s*:[^;}]*\bpage\b")
_STRINGS = regex(r"string-set\s*:([^;}]*)")
_SHOWN = regex(r"(?<![\w-])string\(\s*([\w-]+)")
_AMONG_OTHERS = regex(
    r"(?:\bsection|\.chapter)\b[^\s>+~]*:(?:first|last|nth|only)"
    r"|(?:\bsection|\.chapter)\b[^,>\s]*\s*[+~]|[+~]\s*(?:section\b|\.chapter\b)"
)
_OPENS = regex(r"break-before\s*:\s*(?:right|recto)\b")
_WHOLE_BOOK = regex(r"(?<![.#\w-])(?:html|body|:root)\b|#publication-text|\.book\b")


class _Sheet(NamedTuple):
    """The rules of a style sheet, and those of its pages, by what they hold for."""

    rules: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]


def reasons(style: str) -> tuple[str, ...]:
    """Why a book with a style sheet is printed as one document; nothing where it need not be."""
    plain = face_rules(style)[0]
    return tuple(dict.fromkeys(_reasons(plain, _read(plain))))


def sided(style: str) -> bool:
    """Whether left and right pages differ."""
    return any(re.search(r":(?:left|right)\b", where) for where, _ in _PAGE.findall(style))


def for_chapters(style: str) -> str:
    """The style sheet without what holds for the first page of the book alone."""
    return re.sub(
        r"@page\b[^{]*\{", lambda found: found[0].replace(":first", ":nth(0)"), style
    )  # no page has the number 0


def for_front(style: str) -> str:
    """The style sheet with the numbers of pages that :func:`publish.backends.book_pdf.pages.numbered`
    puts into the contents."""
    return _NUMBER.sub("attr(data-page)", style)


def _read(style: str) -> _Sheet:
    return _Sheet(tuple(_RULE.findall(_PAGE.sub("", style))), tuple(_PAGE.findall(style)))


def _reasons(style: str, sheet: _Sheet) -> Iterator[str]:
    if re.search(r"@(?:layer|color-profile)\b", style):
        yield "it has an @layer or a @color-profile"
    if any(_looks_elsewhere(*rule) for rule in sheet.rules):
        yield "its text says where other text stands, by target-counter() or target-text()"
    if re.search(r"counters?\(\s*pages\b", style):
        yield "it says the number of all pages, counter(pages)"
    if any(_MOVES.search(body) for _, body in (*sheet.pages, *sheet.rules)):
        yield "it sets the counter “page”"
    if any(":nth" in where for where, _ in sheet.pages):
        yield "it chooses pages by their number, @page :nth()"
    if re.search(r"position\s*:\s*(?:fixed|running\()", style):
        yield "it repeats elements on other pages, by position: fixed or running()"
    if any(_AMONG_OTHERS.search(selector) for selector, _ in sheet.rules):
        yield "its chapters differ by their place among the others"
    if sided(style) and not any(
        ".chapter" in at and _OPENS.search(rule) for at, rule in sheet.rules
    ):
        yield "its left and right pages differ, but chapters do not open on the right"
    yield from (f"the counter “{name}” runs from chapter to chapter" for name in _running(sheet))
    yield from (
        f"the string “{name}” runs from chapter to chapter" for name in _carried(sheet, style)
    )


def _looks_elsewhere(selector: str, body: str) -> bool:
    left = _NUMBER.sub("", body) if ".contents" in selector else body
    return "target-" in left


def _running(sheet: _Sheet) -> list[str]:
    """Counters that no element inside a chapter begins anew."""
    counted: set[str] = set()
    begun = {"page"}
    for selector, body in sheet.rules:
        for found in _COUNTS.findall(body):
            counted |= _names(found)
        if not _WHOLE_BOOK.search(selector):
            for found in _RESETS.findall(body):
                begun |= _names(found)
    return sorted(counted - begun)


def _names(value: str) -> set[str]:
    return {word for word in value.split() if not re.fullmatch(r"-?\d+|none|!important", word)}


def _carried(sheet: _Sheet, style: str) -> list[str]:
    """Strings in margins that the heading of a chapter does not set."""
    shown = set(_SHOWN.findall(style))
    for selector, body in sheet.rules:
        if any(map(_is_of_chapters, selector.split(","))):
            for found in _STRINGS.findall(body):
                shown -= {words[0] for part in found.split(",") if (words := part.split())}
    return sorted(shown)


def _is_of_chapters(selector: str) -> bool:
    *_, last = selector.split() or [""]
    return last in ("h2", ".chapter", "section.chapter") and ".part" not in selector
