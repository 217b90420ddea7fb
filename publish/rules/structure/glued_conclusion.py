"""STR021: a conclusion that hangs on the paragraph before it."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_GLUED = regex(
    r"(?<=\S\n)(?P<words>总之|总而言之|总的来说|综上所述|综上|總之|總而言之|總的來說|綜上所述|綜上|要するに|以上のように"
    r"|In conclusion|In summary|To sum up)(?=[，,、\s])"
)


def check(page: Page) -> Iterable[Finding]:
    """Words that conclude, on a line of their own but not in a paragraph of their own."""
    for found in _GLUED.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            yield Finding(
                *found.span(),
                f"“{found['words']}” continues the paragraph above",
                hint="put a blank line before it if it concludes more than that paragraph",
            )


RULE = Rule(
    code="STR021",
    name="glued-conclusion",
    summary="A line that concludes is glued to the paragraph before it.",
    why=(
        "One line break makes no paragraph, so the conclusion of a whole section becomes the last "
        "sentence of its last item. Only the author knows which was meant."
    ),
    before="---\ntitle: 茶\nlang: zh\n---\n\n水要烫。\n总之，茶很好。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n水要烫。\n\n总之，茶很好。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
