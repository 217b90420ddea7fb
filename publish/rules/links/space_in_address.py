"""LNK005: a space in the address of a link."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.rule import Finding, Page, Rule

_LINK = re.compile(
    r"!?\[[^\]\n]*\]\((?P<url>[^()<>\"'\n]*?[^()<>\"'\s][ ][^()<>\"'\n]*?[^()<>\"'\s])\)"
)


def check(page: Page) -> Iterable[Finding]:
    """Addresses with spaces and no title; they are no links in CommonMark."""
    for found in _LINK.finditer(page.text, page.body):
        start, end = found.span("url")
        if (
            page.prose.holds(found.start(), found.start() + 1)
            and "=" not in found["url"].split(" ")[-1]
        ):
            edit = Edit(start, end, f"<{found['url']}>")
            yield Finding(start, end, "space in an address", (edit,))


RULE = Rule(
    code="LNK005",
    name="space-in-address",
    summary="The address of a link or picture holds a space.",
    why="CommonMark prints such a link as text. Angle brackets keep it whole.",
    before="![Plan](my plan.png)\n",
    after="![Plan](<my plan.png>)\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
