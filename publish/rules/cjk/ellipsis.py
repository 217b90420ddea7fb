"""CJK006: an ellipsis typed with full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_DOTS = re.compile(rf"(?<=[{HAN}])(?:。{{2,}}|\.{{3,}}(?=[{HAN}\n]))")


def check(page: Page) -> Iterable[Finding]:
    """Two or more 。, or three or more dots after Han."""
    if not is_chinese(page.lang):
        return
    for found in _DOTS.finditer(page.text, page.body):
        if page.prose.holds(found.start() - 1, found.end()):
            yield Finding(*found.span(), "ellipsis typed with stops", (Edit(*found.span(), "……"),))


RULE = Rule(
    code="CJK006",
    name="dotted-ellipsis",
    summary="An ellipsis is typed as a row of stops.",
    why="The Chinese ellipsis is …… (GB/T 15834): two ems, and never broken over a line.",
    before="---\nlang: zh\n---\n\n等等。。。\n",
    after="---\nlang: zh\n---\n\n等等……\n",
    applicability=Applicability.SAFE,
    text=check,
    rewords=True,
)
