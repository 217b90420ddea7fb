"""DIA014: a fence of code that nothing closes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_FENCE = regex(
    r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)$",
    re.MULTILINE,
)


def check(page: Page) -> Iterable[Finding]:
    """The fence that is open at the end of the file, when all below it is code indeed."""
    text = page.text
    if "```" not in text and "~~~" not in text:
        return
    opened: re.Match[str] | None = None
    for found in _FENCE.finditer(text, page.body):
        if opened is None:
            if "`" not in found["info"] or found["marks"][0] == "~":
                opened = found
        elif found["marks"].startswith(opened["marks"]) and not found["info"].strip():
            opened = None
    end = len(text.rstrip())
    if opened is None or page.prose.holds(end - 1, end) or opened.end() >= end:
        return
    yield Finding(
        *opened.span("marks"),
        "nothing closes this fence, so that all below it is code",
        hint=f"write {opened['marks']} on a line of its own where the code ends",
    )


RULE = Rule(
    code="DIA014",
    name="open-fence",
    summary="A fence of code is opened and never closed.",
    why="The rest of the post is then code: no headings, no paragraphs, no pictures.",
    before="---\ntitle: Tea\nlang: en\n---\n\n```sh\nbrew\n\nTea is good.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n```sh\nbrew\n```\n\nTea is good.\n",
    applicability=Applicability.DISPLAY,
    text=check,
)
