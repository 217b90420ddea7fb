"""CJK013: the space between a number and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_SIGN = regex(r"[%％°℃℉‰](?<= .)(?![ ]*[A-Za-z0-9_(%$}])")
_SPACE = regex(r"(?<=\d)[ ]+\Z")
_UNIT = regex(
    r"\d(?=(?P<unit>[KMGT]i?B|[KMG]bps|[KMG]?Hz|[kmc]m|kg|mL|mAh)(?![A-Za-z0-9]))", re.ASCII
)
_NUMBER = regex(r"(?<![\w.])\d+(?:\.\d+)?\Z", re.ASCII)


def check(page: Page) -> Iterable[Finding]:
    """A space before a percent or degree sign (not before the operator of a remainder), and none
    before a unit of letters."""
    if not is_chinese(page.lang):
        return
    text = page.text
    for found in _SIGN.finditer(text, page.body):
        space = _SPACE.search(text, max(page.body, found.start() - 9), found.start())
        if space and page.prose.holds(space.start() - 1, found.end()):
            message = f"a space between a number and “{found[0]}”"
            yield Finding(*space.span(), message, (Edit(*space.span(), ""),))
    for found in _UNIT.finditer(text, page.body):
        number = _NUMBER.search(text, max(page.body, found.end() - 12), found.end())
        if number and page.prose.holds(number.start(), found.end("unit")):
            hint = "the International System of Units has one"
            message = "no space between a number and its unit"
            yield Finding(number.start(), found.end("unit"), message, hint=hint)


RULE = Rule(
    code="CJK013",
    name="unit-space",
    summary="A number stands apart from its percent or degree sign, or touches a unit of letters.",
    why="GB 3100 and the International System set 10 GB apart; 10% and 90° are one.",
    before="---\nlang: zh\n---\n\n占 10 % 左右。\n",
    after="---\nlang: zh\n---\n\n占 10% 左右。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
)
