"""LST004: bullets of more than one kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.lists.items import Item, items, odd_items, runs
from publish.rules.rule import Finding, Page, Rule

_OTHER = regex(r"^[ ]*[*+][ \t]", re.MULTILINE)


def check(page: Page) -> Iterable[Finding]:
    """``*`` and ``+`` become ``-``, unless a change of bullets divides two lists of the post."""
    text = page.text
    if not _OTHER.search(text, page.body):
        return
    if odd_items(text, page.body, page.prose):
        return
    for run in runs(text, page.body, page.prose):
        if len({item.marker for item in run if item.number < 0}) > 1:
            return
    bullets = [item for item in items(text, page.body, page.prose) if item.marker in "*+"]
    if any(_is_rule(text, item) for item in bullets):
        return
    for item in bullets:
        edit = Edit(item.start, item.end, "-")
        yield Finding(item.start, item.end, f"the bullet is “{item.marker}”", (edit,))


def _is_rule(text: str, item: Item) -> bool:
    """Whether the line would be a rule with a dash in front."""
    end = text.find("\n", item.end)
    return not text[item.end : end if end >= 0 else len(text)].strip("- \t")


RULE = Rule(
    code="LST004",
    name="other-bullet",
    summary="A bullet is an asterisk or a plus sign, not a dash.",
    why=(
        "One bullet is easier to read and to search, and an asterisk is taken for emphasis too. Where "
        "a change of bullets divides two lists they stay."
    ),
    before="* tea\n* water\n",
    after="- tea\n- water\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    rewords=True,
    markdownlint=("MD004",),
)
