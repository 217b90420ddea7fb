"""STR005: numbers of sections that leave one out, say one twice, or change their style."""

from __future__ import annotations

from publish.ast import Header
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.numbering import order
from publish.rules.rule import Revision, Rule, TreeFinding

Row = dict[int, tuple[str, str]]  # level: style and value of the last numbered heading


def check(document: Document) -> Revision:
    """Each numbered heading beside the one before it of the same level below the same parent."""
    findings: list[TreeFinding] = []
    row: Row = {}
    for block in document.blocks:
        if not isinstance(block, Header):
            continue
        level, attr, _ = block.c
        row = {known: number for known, number in row.items() if known <= level}
        style, value, label = (
            attr.get(name) for name in ("number-style", "number-value", "number-label")
        )
        if not style:
            continue
        if level in row and (fault := _fault(*row[level], style, value)):
            findings.append(TreeFinding(block.line, f"the number “{label}” {fault}"))
        row[level] = style, value
    return Revision(document, tuple(findings))


def _fault(last_style: str, last: str, style: str, value: str) -> str:
    if style != last_style:
        return "is written in another way than the one before it"
    *above, before = order(last)
    *around, number = order(value)
    if around != above or number == before + 1:
        return ""
    if number == before:
        return "stands twice"
    return "leaves one out" if number > before else "is lower than the one before it"


RULE = Rule(
    code="STR005",
    name="broken-number-row",
    summary="The typed numbers of sections leave one out, say one twice, or change their style.",
    why="A section is missing, or was moved, and references to the numbers after it are wrong.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n## 一、叶\n\n文。\n\n## 三、水\n\n文。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n## 一、叶\n\n文。\n\n## 二、水\n\n文。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=check,
)
