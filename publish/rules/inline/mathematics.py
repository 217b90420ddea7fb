"""INL011: a fence of ``math`` is a formula."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Blocks, CodeBlock, Enum, Math, Para
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import rewrite, same_inlines


def revise(document: Document) -> Revision:
    """Code whose language is ``math`` becomes a displayed formula."""
    findings: list[TreeFinding] = []

    def formula(block: Block) -> Blocks:
        match block:
            case CodeBlock(c=(attr, code)) if attr.classes[:1] == ("math",) and code.strip():
                findings.append(TreeFinding(block.line, "the code is a formula"))
                text = "\n".join(line for line in code.strip().splitlines() if line.strip())
                return (Para((Math((Enum("DisplayMath"), text)),), line=block.line),)
            case _:
                return (block,)

    blocks = rewrite(document.blocks, formula, same_inlines, frozenset({CodeBlock}))
    return Revision(replace(document, blocks=blocks) if findings else document, tuple(findings))


RULE = Rule(
    code="INL011",
    name="formula-as-code",
    summary="A formula is written as a fence of code with the language “math”.",
    why="GitHub and GitLab set it as mathematics; others print its source. Here it is a formula in every format.",
    before="---\ntitle: Tea\nlang: en\n---\n\n```math\nt = 3\n```\n",
    after="$$t = 3$$\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
