"""ENC002: line ends other than LF."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_ENDS = regex(r"\r\n?|[\u0085\u2028\u2029]")


def check(page: Page) -> Iterable[Finding]:
    """One finding for the file; the edits mend every line."""
    ends = list(_ENDS.finditer(page.text))
    if ends:
        edits = tuple(Edit(end.start(), end.end(), "\n") for end in ends)
        yield Finding(
            ends[0].start(), ends[0].end(), f"{len(ends)} lines do not end with LF", edits
        )


RULE = Rule(
    code="ENC002",
    name="foreign-line-ends",
    summary="Lines end with CRLF, CR or a Unicode separator.",
    why="Mixed line ends make every tool see another text; LF is what all of them agree on.",
    before="# A\r\n\r\nText.\r\n",
    after="# A\n\nText.\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
)
