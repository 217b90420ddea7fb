"""CJK010: a middle dot of another script between Han."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_DOT = regex(rf"[・•‧●∙⋅･](?<=[{HAN}].)(?=[{HAN}])")


def check(page: Page) -> Iterable[Finding]:
    """Dots with Han directly before and after them; the dot of Japanese names has kana there."""
    if not is_chinese(page.lang):
        return
    for found in _DOT.finditer(page.text, page.body):
        if page.prose.holds(found.start() - 1, found.end() + 1):
            message = f"“{found[0]}” as a middle dot"
            yield Finding(*found.span(), message, (Edit(*found.span(), "·"),))


RULE = Rule(
    code="CJK010",
    name="odd-middle-dot",
    summary="The dot between the parts of a name is a bullet or the dot of another script.",
    why="The middle dot of Chinese is · (U+00B7); others are found by no search and set in another width.",
    before="---\nlang: zh\n---\n\n列夫•托尔斯泰。\n",
    after="---\nlang: zh\n---\n\n列夫·托尔斯泰。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
