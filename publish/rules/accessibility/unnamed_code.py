"""A11005: code of which nobody knows the language."""

from __future__ import annotations

from publish.ast import CodeBlock
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import each

_HINT = "name it behind the fence that opens: ```python, or ```text for none"


def check(document: Document) -> Revision:
    """Blocks of code without a language, at the block of the top level in which they stand."""
    findings = [
        TreeFinding(code.line or block.line, "the code names no language", _HINT)
        for block, code in each(document.blocks, CodeBlock)
        if not code.c[0].classes and code.c[1].strip()
    ]
    return Revision(document, tuple(findings))


RULE = Rule(
    code="A11005",
    name="nameless-code",
    summary="A block of code does not name its language.",
    why="Its colours, and the voice that reads it, depend on the language; “text” is one too.",
    before="---\ntitle: Tea\nlang: en\n---\n\n```\nbrew()\n```\n",
    after="---\ntitle: Tea\nlang: en\n---\n\n```python\nbrew()\n```\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=check,
    markdownlint=("MD040",),
)
