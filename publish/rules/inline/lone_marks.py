"""INL003: marks of emphasis without their counterpart."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.reader.spans import Spans
from publish.rules.inline.emphasis_pairs import emphasis_pairs
from publish.rules.inline.space_in_emphasis import spaced
from publish.rules.rule import Finding, Page, Rule


def check(page: Page) -> Iterable[Finding]:
    """Two or more asterisks or tildes; between spaces, or between letters, they may be operators."""
    text = page.text
    if "**" not in text and "~~" not in text:
        return
    mended = Spans(found.span() for found, _ in spaced(page))
    for run in emphasis_pairs(text, page.body, page.prose).lone:
        before, after = text[run.start - 1 : run.start], text[run.end : run.end + 1]
        if run.end - run.start < 2 or not (run.opens or run.closes):
            continue
        if mended.holds(run.start, run.end):
            continue  # INL002 has it
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            continue
        yield Finding(
            run.start,
            run.end,
            f"the “{text[run.start : run.end]}” has no counterpart in its paragraph and is printed",
            hint="write the other one, or put a backslash before this one",
        )


RULE = Rule(
    code="INL003",
    name="lone-emphasis-mark",
    summary="Marks of emphasis open or close nothing.",
    why="They are printed as they are, and the words they were meant for are not emphasized.",
    before="---\ntitle: Tea\nlang: en\n---\n\nThe **water is hot.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nThe **water** is hot.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
