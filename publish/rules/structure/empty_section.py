"""STR015: a heading with nothing below it."""

from __future__ import annotations

from publish.ast import Header
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text


def check(document: Document) -> Revision:
    """Headings that the end, or a heading of the same level or a higher one, follows at once."""
    findings: list[TreeFinding] = []
    following = (*document.blocks[1:], None)
    for block, after in zip(document.blocks, following, strict=False):
        if not isinstance(block, Header):
            continue
        if after is None or (isinstance(after, Header) and after.c[0] <= block.c[0]):
            words = plain_text(block.c[2])
            findings.append(TreeFinding(block.line, f"the section “{words}” is empty"))
    return Revision(document, tuple(findings))


RULE = Rule(
    code="STR015",
    name="empty-section",
    summary="A section has a heading and nothing else.",
    why="The contents promise it to the reader. Something was forgotten, or the heading is left over.",
    before="---\ntitle: Tea\nlang: en\n---\n\n## Leaves\n\n## Water\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n## Leaves\n\nGreen.\n\n## Water\n\nText.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=check,
)
