"""CJK002: a space beside full-width punctuation."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, LATIN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_SPACE = regex(
    rf"[ ](?<=[{HAN}{LATIN}] )[ ]*(?=[，。；：！？、）》」』】])"
    rf"|[ ](?<=[，。；：！？、（《「『【] )[ ]*(?=[{HAN}{LATIN}])"
)


def check(page: Page) -> Iterable[Finding]:
    """Spaces that the empty half of a full-width mark makes needless."""
    if not is_chinese(page.lang):
        return
    for found in _SPACE.finditer(page.text, page.body):
        if page.prose.holds(found.start() - 1, found.end() + 1):
            yield Finding(
                *found.span(), "space beside a full-width mark", (Edit(*found.span(), ""),)
            )


RULE = Rule(
    code="CJK002",
    name="space-by-full-width-mark",
    summary="A space stands beside a full-width punctuation mark.",
    why="The mark brings its own space; a typed one doubles it.",
    before="---\nlang: zh\n---\n\n你好 ，世界。\n",
    after="---\nlang: zh\n---\n\n你好，世界。\n",
    applicability=Applicability.SAFE,
    text=check,
)
