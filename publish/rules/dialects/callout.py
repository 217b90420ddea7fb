"""DIA007: admonitions of every kind become one node."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    Div,
    Inline,
    LineBreak,
    Para,
    Plain,
    SoftBreak,
    Space,
    Str,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text, rewrite, same_inlines

KINDS = {
    "note": "note", "info": "note", "abstract": "note", "example": "note", "quote": "note", "todo": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "important": "important", "question": "note",
    "warning": "warning", "attention": "warning", "caution": "caution", "danger": "caution",
    "error": "caution", "bug": "caution", "failure": "caution",
}  # fmt: skip
_ALERT = re.compile(r"\[!(\w+)\][+-]?")


def revise(document: Document) -> Revision:
    """GitHub's and Obsidian's alerts (a quotation that begins ``[!NOTE]``), and fenced divs."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        new = rewrite((block,), _callout, same_inlines, frozenset({BlockQuote, Div}))
        if new != (block,):
            findings.append(TreeFinding(block.line, "an admonition"))
        blocks += (replace(item, line=block.line) for item in new)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _callout(block: Block) -> Blocks:
    match block:
        case BlockQuote(c=(Para(c=(Str(c=first), *rest)), *others)):
            found = _ALERT.fullmatch(first)
            kind = KINDS.get(found[1].lower()) if found else None
            return (_alert(kind, rest, others),) if kind else (block,)
        case Div(c=(attr, content)) if not attr.has("callout"):
            kind = next((KINDS[name] for name in attr.classes if name in KINDS), None)
            if kind is None:
                return (block,)
            return (
                replace(
                    block, c=(Attr(attr.id, ("callout", kind), attr.pairs), _titled(content, kind))
                ),
            )
        case _:
            return (block,)


def _titled(content: Blocks, kind: str) -> Blocks:
    """Pandoc puts the English name of an alert in front; the layout says it in the post's language."""
    match content:
        case (Div(c=(attr, title)), *rest) if attr.has("title"):
            words = plain_text(title)
            if words.lower() == kind:
                return tuple(rest)
            return (Div((Attr("", ("callout-title",)), title)), *rest)
        case _:
            return content


def _alert(kind: str, rest: Sequence[Inline], others: Sequence[Block]) -> Block:
    """What stands on the line of the mark is the title."""
    at = next(
        (i for i, node in enumerate(rest) if isinstance(node, SoftBreak | LineBreak)), len(rest)
    )
    title = [node for node in rest[:at] if not isinstance(node, Space) or rest.index(node)]
    content: list[Block] = list(others)
    if rest[at + 1 :]:
        content.insert(0, Para(tuple(rest[at + 1 :])))
    if title:
        content.insert(0, Div((Attr("", ("callout-title",)), (Plain(tuple(title)),))))
    return Div((Attr("", ("callout", kind)), tuple(content)))


RULE = Rule(
    code="DIA007",
    name="dialect-admonition",
    summary="A note or warning is written in the way of one generator.",
    why="The others print the mark. As a node it is a note in every format.",
    before="---\ntitle: Tea\nlang: en\n---\n\n> [!NOTE]\n> Hot.\n",
    after="::: {.callout .note}\nHot.\n:::\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
