"""Tables in Markdown: strokes where each cell is one line of text, else HTML."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish import ast, pandoc
from publish.ast import (
    Attr,
    Block,
    Blocks,
    Cell,
    Code,
    Div,
    Inlines,
    LineBreak,
    Para,
    Plain,
    RawBlock,
    RawInline,
    Table,
    TableContent,
)
from publish.reader.dialect_marks import table_captions
from publish.rules.references.captions import label, unlabelled
from publish.walk import rewrite

_TABLES = frozenset({Table})


def with_html_tables(blocks: Blocks) -> Blocks:
    """The blocks with tables that strokes cannot draw as HTML.

    Pandoc would write them so too, but without what is Markdown already in them.
    """
    return rewrite(blocks, _as_html, only=_TABLES)


def in_cell(inlines: Inlines) -> Inlines:
    """What a cell of a table between strokes may hold: no line ends in it, and no other stroke."""
    return tuple(
        RawInline(("markdown", _code(node.c[1]).replace("|", "\\|")))
        if isinstance(node, Code) and "|" in node.c[1] and node.c[0] == Attr()
        else RawInline(("markdown", "<br>"))
        if isinstance(node, LineBreak)
        else node
        for node in inlines
    )


def in_box(table: Block) -> Block:
    """A table in a box that has its id, where it has one: strokes cannot say it."""
    match table:
        case Table(c=content) if content.attr.id:
            plain = replace(table, c=content._replace(attr=content.attr.with_id("")))
            return Div((Attr(content.attr.id), (plain,)))
        case _:
            return table


def with_caption(node: Table, content: TableContent) -> Blocks:
    """A caption stands in a paragraph above its table, where the reader looks for it: one with a
    number as it is, any other behind a word."""
    plain = content._replace(attr=unlabelled(content.attr))
    match content.caption.long:
        case (Plain(c=text),):
            without = plain._replace(caption=ast.Caption(None, ()))
            front = () if label(text) else (ast.Str(table_captions.WORD), ast.Space())
            return (Para((*front, *text)), replace(node, c=without))
        case _:
            return (replace(node, c=plain),)


def _as_html(node: Block) -> Blocks:
    match node:
        case Table(c=content) if not all(map(_is_one_line, _cells(content))):
            *above, table = with_caption(node, content)
            html = pandoc.write(ast.Pandoc((table,)), "html5", "--wrap=preserve").decode()
            return (*above, RawBlock(("html", html)))
        case _:
            return (node,)


def _cells(content: TableContent) -> list[Cell]:
    rows = [*content.head.rows, *content.foot.rows]
    for body in content.bodies:
        rows += [*body.head, *body.rows]
    return [cell for row in rows for cell in row.cells]


def _is_one_line(cell: Cell) -> bool:
    """Whether a cell holds one paragraph at most, and is a cell of its own row and column."""
    whole = all(isinstance(block, Plain | Para) for block in cell.content)
    return whole and len(cell.content) <= 1 and cell.rows == cell.columns == 1


def _code(code: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
    edge = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{edge}{code}{edge}{fence}"
