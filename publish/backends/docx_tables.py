"""Column widths from what stands in the columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from publish.ast import ColWidth, TableContent
from publish.walk import plain_text, table_rows

LINE = 44.0  # ems of the table's type (9.5 pt) in the width of the text
PADDING = 1.8
NARROWEST, WIDEST_WORD = 4.0, 20.0


def fitted(table: TableContent) -> TableContent:
    """``table`` with a relative width for each column: as wide as its longest line where that fits,
    else shared by need, no column narrower than its longest word."""
    count = len(table.columns)
    natural, least = [NARROWEST] * count, [NARROWEST] * count
    for row in table_rows(table):
        at = 0
        for cell in row.cells:
            text = plain_text(cell.content)
            if cell.columns == 1 and at < count:
                natural[at] = max(natural[at], PADDING + max(map(width, text.split("\n"))))
                word = max(map(width, unbroken(text)), default=0.0)
                least[at] = max(least[at], PADDING + min(word, WIDEST_WORD))
            at += cell.columns
    columns = zip(table.columns, shares(natural, least, LINE), strict=True)
    return table._replace(
        columns=tuple((align, ColWidth(round(share, 4))) for (align, _), share in columns)
    )


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
