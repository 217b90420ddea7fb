"""CJK004: half-width parentheses around Han."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_PAIR = regex(rf"[(（](?<=[{HAN}，。；：！？、”」》].)(?P<inside>[^()（）\n]++)[)）]")
_CHINESE = regex(f"[{HAN}]")


def check(page: Page) -> Iterable[Finding]:
    """Pairs with Han before and inside them of which one or both are half-width."""
    if not is_chinese(page.lang):
        return
    for found in _PAIR.finditer(page.text, page.body):
        (start, end), (low, high) = found.span(), found.span("inside")
        wide = (page.text[start], page.text[high]) == ("（", "）")
        if wide or not _CHINESE.search(found["inside"]):
            continue
        if page.prose.holds(start - 1, low) and page.prose.holds(high, end):
            edits = (Edit(start, low, "（"), Edit(high, end, "）"))
            yield Finding(start, end, "half-width parentheses around Han", edits)


RULE = Rule(
    code="CJK004",
    name="half-width-parentheses",
    summary="Half-width parentheses enclose Chinese words.",
    why="Around Chinese they are full-width; around Latin words, numbers and arguments they stay as they are.",
    before="---\nlang: zh\n---\n\n绿茶(不发酵的茶)最多。\n",
    after="---\nlang: zh\n---\n\n绿茶（不发酵的茶）最多。\n",
    applicability=Applicability.UNSAFE,
    text=check,
)
