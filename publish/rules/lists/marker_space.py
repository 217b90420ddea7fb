"""LST001: a list marker without its space."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.rule import Finding, Page, Rule

_ITEM = re.compile(
    r"^(?P<indent>[ ]{0,3})(?P<number>\d{1,2})(?P<mark>[.)])(?P<space>[ \t]*)(?P<text>\S)",
    re.MULTILINE,
)
_WIDE = re.compile(r"[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3A-Za-z*`\[]")


def check(page: Page) -> Iterable[Finding]:
    """Safe where a neighbour (n-1 or n+1) has the same form; a lone ``4.0`` or ``3.14`` is no item."""
    items = [
        found
        for found in _ITEM.finditer(page.text, page.body)
        if page.prose.holds(found.start("number"), found.end("mark"))
    ]
    numbers = {(int(found["number"]), found["mark"]) for found in items}
    for found in items:
        if found["space"] or not _WIDE.match(found["text"]):
            continue
        number, mark = int(found["number"]), found["mark"]
        evidence = (number - 1, mark) in numbers or (number + 1, mark) in numbers
        at = found.end("mark")
        yield Finding(
            found.start("number"),
            at,
            f"no space after “{number}{mark}”",
            (Edit(at, at, " "),),
            Applicability.SAFE if evidence else Applicability.UNSAFE,
        )


RULE = Rule(
    code="LST001",
    name="marker-without-space",
    summary="The number of a list item touches its text.",
    why="CommonMark then sees a paragraph, and the list breaks off.",
    before="1. 茶\n2.水\n",
    after="1. 茶\n2. 水\n",
    applicability=Applicability.SAFE,
    text=check,
)
