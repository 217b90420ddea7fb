"""CJK011: a range of numbers with a hyphen or a tilde."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_RANGE = regex(
    r"[~-](?<=\d.)(?=(?P<to>\d+(?:\.\d+)?)[ ]?(?:年|月|日|天|个|小时|分钟|秒|岁|次|倍|人|元|万|亿|%|％))"
)
_FROM = regex(r"(?<![\w.~/-])\d+(?:\.\d+)?\Z", re.ASCII)


def check(page: Page) -> Iterable[Finding]:
    """Two numbers before a measure word; versions, dates and numbers of figures have none."""
    if not is_chinese(page.lang):
        return
    for found in _RANGE.finditer(page.text, page.body):
        at = found.start()
        first = _FROM.search(page.text, max(page.body, at - 12), at)
        if first and page.prose.holds(first.start(), found.end("to")):
            message = f"the range “{first[0]}{found[0]}{found['to']}” has no dash"
            yield Finding(first.start(), found.end("to"), message, hint="write ～ or –")


RULE = Rule(
    code="CJK011",
    name="hyphen-range",
    summary="A range of numbers is typed with a hyphen or a tilde.",
    why="A hyphen may be a minus, and two tildes strike out what is between them. Ranges have ～ or –.",
    before="---\nlang: zh\n---\n\n泡 3-5 分钟。\n",
    after="---\nlang: zh\n---\n\n泡 3～5 分钟。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
