"""STR018: the author's mark for the end of the teaser."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Div
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding


def revise(document: Document) -> Revision:
    """The first mark counts; a second one ends nothing and goes."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Div) and block.c[0].has("excerpt-end"):
            message = "the teaser ended above" if findings else "the teaser ends here"
            findings.append(TreeFinding(block.line, message))
            if len(findings) > 1:
                continue
        blocks.append(block)
    if len(findings) < 2:
        return Revision(document, tuple(findings))
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


RULE = Rule(
    code="STR018",
    name="excerpt-mark",
    summary="A comment such as <!--more--> marks the end of the teaser.",
    why="Lists of posts print what stands above it. Elsewhere it must leave no trace.",
    before="---\ntitle: Tea\nlang: en\n---\n\nTeaser.\n\n<!-- more -->\n\nText.\n",
    after="Teaser.\n\n::: {.excerpt-end}\n:::\n\nText.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
