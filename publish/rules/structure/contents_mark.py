"""STR017: the author's mark for a table of contents."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish.ast import Attr, Block, BulletList, Div, Para, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text

_MARK = regex(
    r"\[TOC\]|\[\[_?TOC_?\]\]|@\[toc\](\(.*\))?|\{:\s*toc.*\}|\{\{\s*toc\s*\}\}", re.IGNORECASE
)
_KRAMDOWN = regex(r".{0,40}\{:\s*toc[^}]*\}", re.IGNORECASE | re.DOTALL)


def revise(document: Document) -> Revision:
    """A paragraph that is such a mark, or the only item of a list, becomes an empty ``Div.contents``.

    kramdown wants a list to put the contents in the place of, which may have an empty item.
    """
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        if _is_empty_list(block) and isinstance(after, Div) and after.c[0].has("contents"):
            findings.append(TreeFinding(block.line, "an empty item where the contents shall stand"))
        elif _is_mark(block):
            findings.append(TreeFinding(block.line, "a mark for the table of contents"))
            blocks.append(Div((Attr("", ("contents",)), ()), line=block.line))
        else:
            blocks.append(block)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _is_mark(block: Block) -> bool:
    match block:
        case Para(c=(Str(c=first), *_)) if first[0] in "[@{":
            return bool(_MARK.fullmatch(plain_text((block,))))
        case BulletList(c=(item,)):
            text = plain_text(item)
            return bool(_KRAMDOWN.fullmatch(text) or _MARK.fullmatch(text))
        case _:
            return False


def _is_empty_list(block: Block) -> bool:
    return isinstance(block, BulletList) and block.c == ((),)


RULE = Rule(
    code="STR017",
    name="contents-mark",
    summary="A mark such as [TOC] asks for a table of contents.",
    why="Only one generator understands it; the others print it. Here every format gets its own contents.",
    before="---\ntitle: Tea\nlang: en\n---\n\n[TOC]\n\nText.\n",
    after="::: {.contents}\n:::\n\nText.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
