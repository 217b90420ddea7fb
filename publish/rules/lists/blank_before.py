"""LST007: a list right below a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.rules.lists.items import items
from publish.rules.rule import Finding, Page, Rule
from publish.rules.structure.underlined import paragraph_start


def check(page: Page) -> Iterable[Finding]:
    """Where CommonMark sees a list already: bullets, and numbers from 1, below an outer paragraph."""
    text, last = page.text, page.body
    for item in items(text, page.body, page.prose):
        above, last = last, item.end
        if item.indent or item.number > 1 or item.number == 0 or item.start - 1 <= page.body:
            continue
        end = item.start - 1
        start = paragraph_start(text, max(above, page.body), end)
        if start < end and text[start] not in " \t|" and page.prose.holds(start, start + 1):
            yield Finding(
                item.start,
                item.end,
                "no blank line before the list",
                (Edit(item.start, item.start, "\n"),),
            )


RULE = Rule(
    code="LST007",
    name="crowded-list",
    summary="A list stands right below a paragraph.",
    why="Older Markdown readers, Jekyll's and Pelican's among them, then see no list at all.",
    before="Tea is\n- green\n- black\n",
    after="Tea is\n\n- green\n- black\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    markdownlint=("MD032",),
)
