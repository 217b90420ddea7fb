"""STR008: headings without a blank line around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

# What speaks of the heading above (kramdown's attributes, d2lbook's label) or below (MyST's label).
_ATTRIBUTES = regex(r"(?:\{:[^{}\n]*\}|:label:`[^`\n]+`)[ \t]*$", re.MULTILINE)
_TARGET = regex(r"\([^()\n]+\)=[ \t]*\n")
_HEADING = regex(r"^#{1,6}[ \t][^\n]*\n?", re.MULTILINE)
_BLANK = regex(r"[ \t]*$", re.MULTILINE)


def check(page: Page) -> Iterable[Finding]:
    """The line before (unless it is the first) and the line after a heading."""
    text = page.text
    for found in _HEADING.finditer(text, page.body):
        start, end = found.span()
        if not page.prose.holds(start, start + 1):
            continue
        above = text.rfind("\n", page.body, max(start - 1, page.body)) + 1
        before = text[max(above, page.body) : start]
        if before.strip(" \t\n") and not _TARGET.fullmatch(before):
            yield Finding(
                start, start + 1, "no blank line before the heading", (Edit(start, start, "\n"),)
            )
        crowded = end < len(text) and not _BLANK.match(text, end) and not _HEADING.match(text, end)
        crowded = crowded and not _ATTRIBUTES.match(text, end)
        if crowded and page.prose.holds(end, end):
            yield Finding(
                start, end - 1, "no blank line after the heading", (Edit(end, end, "\n"),)
            )


RULE = Rule(
    code="STR008",
    name="crowded-heading",
    summary="A heading has no blank line before or after it.",
    why="Older Markdown readers then take the heading for text, or the text for a part of the heading.",
    before="## Tea\nText.\n",
    after="## Tea\n\nText.\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    markdownlint=("MD022",),
)
