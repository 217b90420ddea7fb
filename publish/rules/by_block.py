"""Tree rules that look at one block of the top level after the other."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from publish.ast import Block, Blocks
from publish.document import Document
from publish.rules.rule import Revision, TreeFinding


def by_block(document: Document, new: Callable[[Block], Blocks], message: str) -> Revision:
    """The document with what ``new`` makes of each block, and a finding for each that is another."""
    blocks: list[Block] = []
    findings: list[TreeFinding] = []
    for block in document.blocks:
        made = new(block)
        if not (len(made) == 1 and made[0] is block) and made != (block,):
            findings.append(TreeFinding(block.line, message))
            blocks += made
        else:
            blocks.append(block)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))
