"""The page of a book cut into the pages of its parts: what stands before the text, and its chapters.

The template is filled once, with a mark in place of the text of each chapter; what it writes is cut
between the chapters, so that each part stands in the elements that hold it in the whole book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from publish.backends.book_pdf.elements import Element, Elements
from publish.regex import regex

TEXT = "publication-text"
NEXT = "publication-next"
_ABOUT = regex(r"<title\b.*?</title>|<meta\b(?![^>]*\bcharset=)[^>]*>", re.DOTALL)
_OWN_STYLE = regex(r"<link\b|<style\b[^>]*>\s*(?!</style>)\S")
_LINK = regex(r'<a\b[^>]*?\bhref="#([^"]+)"')


class Pages(NamedTuple):
    """``front`` ends with the beginning of the text; of each chapter what stands before and behind the
    place of its text."""

    front: str
    chapters: tuple[tuple[str, str], ...]


def mark(number: int) -> str:
    """What stands for the text of a chapter while a template is filled."""
    return f"<!--{TEXT} {number}-->"


def cut(page: str, count: int, *, follow: bool) -> Pages | None:
    """The pages of a filled template with ``count`` marks.

    With ``follow`` a chapter is followed by the beginning of another, so that it ends as it does in
    front of that. None where the template does not put each chapter into an element of its own in
    one element ``#publication-text`` with nothing behind, or brings style sheets of its own.
    """
    found = Elements(page, TEXT)
    groups = _groups(page, found.children, count)
    if not groups or not found.is_last or _OWN_STYLE.search(page[: found.body]):
        return None
    opening = _ABOUT.sub("", page[: found.body]) + found.opening
    chapters = []
    for number, group in enumerate(groups):
        start, end = group[0].start, group[-1].end
        first, _, last = page[start:end].partition(mark(number))
        after = _another(page, group[-1]) if follow else ""
        chapters.append((opening + first, last + after + found.closing))
    front = page[: groups[0][-1].end].replace(mark(0), "") + found.closing
    return Pages(front, tuple(chapters))


def numbered(front: str, numbers: Mapping[str, int]) -> str:
    """The page of the front matter whose links know the numbers of the pages they lead to."""

    def told(found: re.Match[str]) -> str:
        number = numbers.get(unquote(found[1]))
        return found[0] if number is None else f'{found[0]} data-page="{number}"'

    return _LINK.sub(told, front)


def _groups(page: str, children: Sequence[Element], count: int) -> list[list[Element]]:
    """The elements of each chapter, with that of a part before its first; nothing where some are not
    what they should be."""
    groups: list[list[Element]] = [[]]
    for child in children:
        groups[-1].append(child)
        marks = page.count(f"<!--{TEXT} ", child.start, child.end)
        if marks > 1 or (marks and page.find(mark(len(groups) - 1), child.start, child.end) < 0):
            return []
        if marks:
            groups.append([])
    return groups[:-1] if len(groups) == count + 1 and not groups[-1] else []


def _another(page: str, element: Element) -> str:
    """An empty element of the same kind, by which the pages behind a chapter are known."""
    name, attributes = re.findall(r"^<([\w-]+)([^>]*)>", page[element.start : element.end])[0]
    plain = re.sub(r'\bid="[^"]*"', "", attributes)
    return f'<{name} id="{NEXT}"{plain}></{name}>\n'
