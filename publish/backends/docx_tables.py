"""Column widths from what stands in the columns."""

from __future__ import annotations

from publish.ast import ColWidth, TableContent
from publish.backends.columns import shares, unbroken, width
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
