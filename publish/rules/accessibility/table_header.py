"""A11003: a table without a header row."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Blocks, Row, Table, TableContent, TableHead
from publish.diagnostics import Applicability
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text, rewrite, same_inlines


def revise(document: Document) -> Revision:
    """The first row of the body becomes the header where there is none, or an empty one."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        new = rewrite((block,), _with_header, same_inlines, frozenset({Table}))
        if new != (block,):
            findings.append(
                TreeFinding(block.line, "the table has no header row; its first row serves")
            )
        blocks += new
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _with_header(block: Block) -> Blocks:
    if not isinstance(block, Table):
        return (block,)
    table = block.c
    if any(_says_something(row) for row in table.head.rows):
        return (block,)
    rows = [row for body in table.bodies for row in (*body.head, *body.rows)]
    if not rows:
        return (block,) if table.head.rows else ()
    return (replace(block, c=_promoted(table)),)


def _says_something(row: Row) -> bool:
    return any(plain_text(cell.content) for cell in row.cells)


def _promoted(table: TableContent) -> TableContent:
    first, *others = [body for body in table.bodies if body.head or body.rows]
    row, *rest = (*first.head, *first.rows)
    body = first._replace(head=(), rows=tuple(rest), row_head_columns=0)
    bodies = (body, *others) if rest or others else (body,)
    return table._replace(head=TableHead(table.head.attr, (row,)), bodies=bodies)


RULE = Rule(
    code="A11003",
    name="table-without-header",
    summary="A table has no header row, or an empty one.",
    why="Screen readers name the header of each cell, and long tables repeat it on every page.",
    before="---\ntitle: Tea\nlang: en\n---\n\n|     |     |\n|-----|-----|\n| Sort | Price |\n| Green | 3 |\n",
    after="| Sort  | Price |\n|-------|-------|\n| Green | 3     |\n",
    applicability=Applicability.UNSAFE,
    tree=revise,
)
