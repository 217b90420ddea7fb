"""Columns of tables: as wide as their content, and numbers to the right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from publish.ast import Cell, ColWidthDefault, Enum, Row, TableContent
from publish.regex import regex
from publish.walk import plain_text

NUMBER = regex(r"[+\-−–±~≈<>≤≥]?\s?[$€£¥￥]?\d[\d,，. ]*(?:[%％‰°℃×xkKMGTB万亿]|[a-z]{1,3}\d?)?")
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


def shares(natural: Sequence[float], least: Sequence[float], line: float) -> list[float]:
    """The part of ``line`` that each column gets; all in em."""
    if sum(natural) <= line:
        return [each / line for each in natural]
    if sum(least) >= line:
        return [each / sum(least) for each in least]
    wishes = [wish - need for wish, need in zip(natural, least, strict=True)]
    free = (line - sum(least)) / sum(wishes)
    return [(need + wish * free) / line for need, wish in zip(least, wishes, strict=True)]


def width(text: str) -> float:
    """Ems of a line, rather too many than too few."""
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "mwMW%@":
        return 0.95
    return 0.75 if character.isupper() else 0.58


def unbroken(text: str) -> list[str]:
    """The pieces that a line cannot break: words, and single wide characters."""
    return re.findall(r"[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+|\S", text)
