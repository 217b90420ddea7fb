"""LST005: tabs at the beginning of a line, or after a marker."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

STOP = 4  # Markdown's columns between tab stops, whatever an editor shows
_TABS = regex(
    r"^(?P<before>[ ]*(?:(?:[-+*]|\d{1,9}[.)])(?=[ ]*\t))?)(?P<tabs>[ ]*\t[ \t]*)(?=\S)",
    re.MULTILINE,
)


def check(page: Page) -> Iterable[Finding]:
    """A tab is as wide as the way to the next stop, so that spaces in its place change nothing."""
    if "\t" not in page.text:
        return
    for found in _TABS.finditer(page.text, page.body):
        start, end = found.span("tabs")
        if page.prose.holds(start, end):
            before = len(found["before"])
            width = len((" " * before + found["tabs"]).expandtabs(STOP)) - before
            yield Finding(start, end, "a tab in the indent", (Edit(start, end, " " * width),))


RULE = Rule(
    code="LST005",
    name="tab-in-indent",
    summary="A line is indented with tabs.",
    why="Each editor shows them in its own width, but Markdown counts four columns. Lists look other than they are.",
    before="- tea\n\t- green\n",
    after="- tea\n    - green\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    markdownlint=("MD010",),
)
