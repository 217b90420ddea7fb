"""FM012: blank lines and trailing spaces in the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.reader.front_matter import split
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_BLANK = regex(r"^[ \t]*\n|(?<=\S)[ \t]+$", re.MULTILINE)
_BLOCK_SCALAR = regex(r":[ \t]*[|>]|:[ \t]+[\"'][^\"'\n]*$", re.MULTILINE)


def check(page: Page) -> Iterable[Finding]:
    """YAML front matter only, and none that holds a block of text, where blank lines mean something."""
    front = split(page.text)
    if (
        front.kind != "yaml"
        or front.faults
        or _BLOCK_SCALAR.search(page.text, front.start, front.end)
    ):
        return
    for blank in _BLANK.finditer(page.text, front.start, front.end):
        message = "blank line in the front matter" if blank[0].endswith("\n") else "trailing space"
        yield Finding(*blank.span(), message, (Edit(*blank.span(), ""),))


RULE = Rule(
    code="FM012",
    name="untidy-front-matter",
    summary="The front matter holds blank lines or trailing spaces.",
    why="Some generators end the front matter at a blank line.",
    before="---\ntitle: Tea\n\nlang: en\n---\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nText.\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
)
