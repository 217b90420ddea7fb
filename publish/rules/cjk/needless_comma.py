"""CJK014: an enumeration comma between titles or quotations."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_COMMA = regex("》、《|”、“")


def check(page: Page) -> Iterable[Finding]:
    """、 between two titles or two quotations in Simplified Chinese."""
    if not is_chinese(page.lang) or page.lang == "zh-Hant" or "、" not in page.text:
        return
    for found in _COMMA.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            hint = "GB/T 15834 leaves it out where nothing else stands between them"
            yield Finding(found.start() + 1, found.end() - 1, "a needless “、”", hint=hint)


RULE = Rule(
    code="CJK014",
    name="needless-comma",
    summary="A comma stands between titles in 《》 or quotations that follow each other.",
    why="The marks tell them apart; GB/T 15834 asks for no 、 there.",
    before="---\nlang: zh\n---\n\n《茶经》、《水品》。\n",
    after="---\nlang: zh\n---\n\n《茶经》《水品》。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
