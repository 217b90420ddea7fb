"""STR009: a heading that ends with a mark of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_MARK = regex(
    r"^#{1,6}[ \t][^\n]*[^\s#：:。，,；;、](?P<mark>[：:。，,；;、]+)[ \t]*$", re.MULTILINE
)


def check(page: Page) -> Iterable[Finding]:
    """Colons, commas and full stops; ``？``, ``！`` and ``…`` may be part of a title."""
    for found in _MARK.finditer(page.text, page.body):
        start, end = found.span("mark")
        if page.prose.holds(start, end):
            yield Finding(
                start, end, f"the heading ends with “{found['mark']}”", (Edit(start, end, ""),)
            )


RULE = Rule(
    code="STR009",
    name="heading-with-stop",
    summary="A heading ends with a colon, a comma or a full stop.",
    why="A heading is no sentence, and the mark would stand in contents and running heads too.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n## 结论：\n\n好喝。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n## 结论\n\n好喝。\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    rewords=True,
    markdownlint=("MD026",),
)
