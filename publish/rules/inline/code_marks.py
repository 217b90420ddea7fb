"""INL007: marks of code that make none, and spaces inside them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import groupby

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_WIDE = regex(r"(?<!｀)｀(?P<code>[^｀`\n]+)｀(?!｀)")
_PADDED = regex(r"(?<![`\\])`(?P<left>[ ]*)(?P<code>[^`\s](?:[^`\n]*[^`\s])?)(?P<right>[ ]*)`(?!`)")
_BLANK = regex(r"\n[ \t]*\n")
_LONE = regex(r"(?<![`\\])`(?!`)")


def check(page: Page) -> Iterable[Finding]:
    """Full-width marks, spaces on one side of the code (one on each side means nothing), lone marks."""
    if "｀" in page.text:
        yield from _full_width(page)
    if "`" not in page.text:
        return
    for found in _PADDED.finditer(page.text, page.body):
        left, right = len(found["left"]), len(found["right"])
        if left == right == 1 or not (left or right) or not _is_code(page, found):
            continue
        spans = (found.span("left"), found.span("right"))
        edits = tuple(Edit(start, end, "") for start, end in spans if start < end)
        yield Finding(*found.span(), "spaces at the edge of code", edits)
    yield from _lone(page)


def _lone(page: Page) -> Iterator[Finding]:
    """The last mark of a paragraph whose marks are odd in number."""
    breaks = [found.start() for found in _BLANK.finditer(page.text, page.body)]
    marks = _LONE.finditer(page.text, page.body)
    for _, paragraph in groupby(marks, lambda item: bisect(breaks, item.start())):
        inside = list(paragraph)
        last = inside[-1]
        if len(inside) % 2 and page.prose.holds(*last.span()):
            yield Finding(
                *last.span(),
                "the backtick opens or closes no code and is printed",
                applicability=Applicability.DISPLAY,
                hint="write the other one, or put a backslash before this one",
            )


def _full_width(page: Page) -> Iterator[Finding]:
    for found in _WIDE.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            yield Finding(
                *found.span(),
                "full-width marks make no code",
                (
                    Edit(found.start(), found.start() + 1, "`"),
                    Edit(found.end() - 1, found.end(), "`"),
                ),
                Applicability.UNSAFE,
            )


def _is_code(page: Page, found: re.Match[str]) -> bool:
    """Whether a match is one span of code in running text: protected itself, with prose around."""
    start, end = found.span()
    before, after = page.prose.holds(start - 1, start), page.prose.holds(end, end + 1)
    free = (before or page.text[start - 1 : start] == "\n") and (
        after or page.text[end : end + 1] in ("\n", "")
    )
    return free and not page.prose.holds(start, start + 1)


RULE = Rule(
    code="INL007",
    name="odd-code-mark",
    summary="Code in a sentence has spaces at one edge, full-width marks, or a mark without the other.",
    why="The spaces are printed as part of the code; marks that make no code are printed as they are.",
    before="---\ntitle: Tea\nlang: en\n---\n\nCall `brew( )  ` twice.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nCall `brew( )` twice.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    markdownlint=("MD038",),
)
