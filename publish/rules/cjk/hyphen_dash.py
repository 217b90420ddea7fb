"""CJK007: a dash typed with hyphens, or half of one."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_DASH = regex(
    rf"[—－―–-](?:(?<=-)--?|(?<=－)－|(?<=―)―?|(?<=[—–]))(?![—―－–-])[ ]?(?=[{HAN}“「『（《])"
)
_BEFORE = regex(rf"[{HAN}”」』）》][ ]?\Z")


def check(page: Page) -> Iterable[Finding]:
    """``--``, one — or －－ between Han, with a space on each side or none."""
    if not is_chinese(page.lang):
        return
    text = page.text
    for found in _DASH.finditer(text, page.body):
        start, end = found.span()
        before = _BEFORE.search(text, max(page.body, start - 2), start)
        if before and page.prose.holds(before.start(), end + 1):
            start = before.start() + 1
            message = f"the dash is typed “{text[start:end].strip()}”"
            yield Finding(start, end, message, (Edit(start, end, "——"),))


RULE = Rule(
    code="CJK007",
    name="hyphen-dash",
    summary="A dash between Chinese words is typed with hyphens, or is half as long as it should be.",
    why="The Chinese dash is —— (GB/T 15834): two ems, and never broken over a line.",
    before="---\nlang: zh\n---\n\n茶--一片叶子。\n",
    after="---\nlang: zh\n---\n\n茶——一片叶子。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
