"""LST006: a line that continues an item and is not indented."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.lists.items import items
from publish.rules.rule import Finding, Page, Rule

_NEXT = regex(
    r"[^\n]*\n(?P<line>(?![ \t\n#>|<]|[-+*=_`~:]|\d{1,9}[.)]|\{[{%:]|!?\[|[$（(①-⑳•])[^\n]+)"
)


def check(page: Page) -> Iterable[Finding]:
    """The line right below an item, at the left edge, that begins no other block."""
    for item in items(page.text, page.body, page.prose):
        found = _NEXT.match(page.text, item.end)
        if found and page.prose.holds(found.start("line"), found.start("line") + 1):
            yield Finding(
                *found.span("line"),
                "the line belongs to the item above it, though it is not indented",
                hint="indent it, or put a blank line before it if it does not belong there",
            )


RULE = Rule(
    code="LST006",
    name="unindented-item-line",
    summary="A line right below a list item is not indented.",
    why="It continues the item all the same, which may not be what its author sees.",
    before="---\ntitle: Tea\nlang: en\n---\n\n- green\nTea is good.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n- green\n\nTea is good.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
