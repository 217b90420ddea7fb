"""CJK006: an ellipsis typed with full stops."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_DOTS = regex(rf"(?:。。+|\.(?<!\.\.)\.\.++(?=[{HAN}\n])|…(?=[{HAN}，。；：！？”」』）\n]))")
_ALONE = regex(rf"[{HAN}，”」』）]")


def check(page: Page) -> Iterable[Finding]:
    """Two or more 。, three or more dots, or one half of …… after Han.

    Two 。 may be a slip of the finger, and one … is a habit of some: their fixes are not safe.
    """
    text = page.text
    if not is_chinese(page.lang) or not any(dots in text for dots in ("...", "。。", "…")):
        return
    for found in _DOTS.finditer(text, page.body):
        start, end = found.span()
        if _ALONE.match(text, start - 1) and page.prose.holds(start - 1, end):
            kind = Applicability.SAFE if end - start > 2 else Applicability.UNSAFE
            message = f"the ellipsis is typed “{found[0]}”"
            yield Finding(start, end, message, (Edit(start, end, "……"),), kind)


RULE = Rule(
    code="CJK006",
    name="dotted-ellipsis",
    summary="An ellipsis is typed as a row of stops, or as one half of its sign.",
    why="The Chinese ellipsis is …… (GB/T 15834): two ems, and never broken over a line.",
    before="---\nlang: zh\n---\n\n等等。。。\n",
    after="---\nlang: zh\n---\n\n等等……\n",
    applicability=Applicability.SAFE,
    text=check,
    rewords=True,
)
