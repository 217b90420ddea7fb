"""Columns of tables: as wide as their content, and numbers to the right."""

from __future__ import annotations

import re

from publish.ast import Cell, ColWidthDefault, Enum, Row, TableContent
from publish.walk import plain_text

NUMBER = re.compile(
    r"[+\-−–±~≈<>≤≥]?\s?[$€£¥￥]?\d[\d,，. ]*(?:[%％‰°℃×xkKMGTB万亿]|[a-z]{1,3}\d?)?"
)
EMPTY = ("", "-", "–", "—", "/", "n/a", "N/A")


def by_content(table: TableContent) -> TableContent:
    """The table without relative widths; columns that hold nothing but numbers align right."""
    rows = [row for body in table.bodies for row in (*body.head, *body.rows)]
    columns = tuple(
        (_aligned(align, number, rows), ColWidthDefault())
        for number, (align, _) in enumerate(table.columns)
    )
    return table._replace(columns=columns)


def _aligned(align: Enum, column: int, rows: list[Row]) -> Enum:
    if align.t != "AlignDefault":
        return align
    texts = [text for row in rows if (text := _text(row, column)) not in EMPTY]
    return Enum("AlignRight") if texts and all(map(NUMBER.fullmatch, texts)) else align


def _text(row: Row, column: int) -> str:
    """What a cell says; nothing where cells are joined, so that columns cannot be told apart."""
    cells = row.cells
    if any(cell.columns > 1 or cell.rows > 1 for cell in cells) or column >= len(cells):
        return "?"
    return _words(cells[column])


def _words(cell: Cell) -> str:
    return plain_text(cell.content)
