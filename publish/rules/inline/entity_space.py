"""INL008: entities that imitate the indent of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_INDENT = regex(
    r"^(?P<indent>[ ]{0,3}(?:&(?:nbsp|ensp|emsp|\#12288|\#160|\#x3000|\#8195);[ \t\u3000\u00a0]*)+)"
    r"(?P<next>[^\n]?)",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_BLOCK_MARK = regex(r"[-+*#>=|~:\d`<\[]")


def check(page: Page) -> Iterable[Finding]:
    """At the beginning of a line of prose, unless what follows would then begin a block."""
    if "&" not in page.text:
        return
    for found in _INDENT.finditer(page.text, page.body):
        end = found.end("indent")
        if _BLOCK_MARK.match(found["next"]) or not page.prose.holds(
            end, min(end + 1, len(page.text))
        ):
            continue
        edit = Edit(found.start(), end, "")
        yield Finding(found.start(), end, "indent typed with entities", (edit,))


RULE = Rule(
    code="INL008",
    name="entity-indent",
    summary="Entities of fixed spaces stand at the beginning of a line.",
    why="They imitate an indent. Indents belong to the layout, and typed ones would be added to them.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n&emsp;&emsp;水要烫。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n水要烫。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
