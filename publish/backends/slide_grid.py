"""Tables for slides: plain cells without spans, a header row, and the type size at which they fit."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from msgspec.structs import replace

from publish.ast import (
    NO_ATTR,
    Blocks,
    Caption,
    Cell,
    Enum,
    Inlines,
    Plain,
    Row,
    TableBody,
    TableContent,
    TableFoot,
    TableHead,
)
from publish.backends.measure import line_count, longest_word, width
from publish.backends.slide_model import WHOLE, Box, Grid, Room, Text
from publish.walk import plain_text, table_rows

SIDE, ABOVE = 8.0, 5.0  # points inside a cell
LEADING = 1.3
SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0)
CUT = 12.0  # a table that is too high in this is cut by rows where its header is short
ROOMY = 0.7  # of the height: then a table need not be smaller
DEFAULT = Enum("AlignDefault")
Words = tuple[tuple[str, ...], ...]


def plain_table(
    content: TableContent, cell: Callable[[Blocks], Inlines]
) -> tuple[TableContent, Words]:
    """The table with every cell one line of inlines, and the words of its cells by rows.

    A cell that spans others is followed by empty ones; the first row that holds words is the header.
    """
    count = len(content.columns)
    below: dict[int, int] = {}
    rows: list[tuple[Inlines, ...]] = []
    for row in table_rows(content):
        cells: list[Inlines] = []
        waiting = list(row.cells)
        while len(cells) < count:
            at = len(cells)
            if below.get(at, 0) or not waiting:
                below[at] = max(below.get(at, 0) - 1, 0)
                cells.append(())
                continue
            new = waiting.pop(0)
            for offset in range(min(new.columns, count - at)):
                below[at + offset] = new.rows - 1
                cells.append(() if offset else cell(new.content))
        rows.append(tuple(cells))
    words = tuple(tuple(plain_text(each) for each in row) for row in rows)
    while words and not any(words[0]):
        rows, words = rows[1:], words[1:]
    return _table(content, rows), words


def _table(content: TableContent, rows: list[tuple[Inlines, ...]]) -> TableContent:
    made = [
        Row(
            NO_ATTR,
            tuple(Cell(NO_ATTR, DEFAULT, 1, 1, (Plain(cell),) if cell else ()) for cell in row),
        )
        for row in rows
    ]
    return TableContent(
        NO_ATTR,
        Caption(None, ()),
        content.columns,
        TableHead(NO_ATTR, tuple(made[:1])),
        (TableBody(NO_ATTR, 0, (), tuple(made[1:])),),
        TableFoot(NO_ATTR, ()),
    )


def part(grid: Grid, start: int, end: int) -> Grid:
    """The header and the rows from ``start`` to ``end``."""
    body = grid.table.bodies[0]
    rows = body._replace(rows=body.rows[start:end])
    return replace(
        grid,
        table=grid.table._replace(bodies=(rows,)),
        words=(grid.words[0], *grid.words[1:][start:end]),
        ids=() if start else grid.ids,
    )


def table_box(grid: Grid, size: float, room: Room = WHOLE) -> Box:
    """The table as a box on a slide set in ``size``, in the largest type in which it is not too high.

    Where it is too high even so, the box is higher than a slide: it must be cut.
    """
    letters, columns, rows = _set(grid.words, size, room)
    return Box(
        kind="table",
        items=(grid,),
        y=0.0,
        height=sum(rows),
        size=letters,
        columns=columns,
        rows=rows,
    )


@lru_cache(maxsize=4096)
def _set(
    words: Words, size: float, room: Room
) -> tuple[float, tuple[float, ...], tuple[float, ...]]:
    """Type size, widths of the columns and heights of the rows."""
    tried = []
    for letters in SIZES:
        if letters < size and letters >= (CUT if _is_cheap(words) else SIZES[-1]):
            columns = _columns(words, letters, room.width)
            rows = tuple(_row_height(row, columns, letters, not at) for at, row in enumerate(words))
            tried.append((letters, columns, rows))
            if sum(rows) <= ROOMY * room.height:
                return tried[-1]
    return next((each for each in tried if sum(each[2]) <= room.height), tried[-1])


def _is_cheap(words: Words) -> bool:
    """Whether the header is short beside the rest, so that it may be said again."""
    return sum(map(len, words[0])) * 10 <= sum(len(word) for row in words[1:] for word in row)


def _columns(words: Words, size: float, whole: float) -> tuple[float, ...]:
    """Widths in points: what each column wants, or its share of the slide's width."""
    count = len(words[0])
    frame = 2 * SIDE + 0.8 * size
    wish = [0.0] * count
    least = [0.0] * count
    for row in words:
        for at, text in enumerate(row):
            lines = text.split("\n")
            wish[at] = max(wish[at], max(map(width, lines)) * size * 1.1 + frame)
            least[at] = max(least[at], min(longest_word(text), 14.0) * size * 1.1 + frame)
    least = [max(each, 2 * size + frame) for each in least]
    if sum(wish) <= whole:
        return tuple(max(pair) for pair in zip(wish, least, strict=True))
    if sum(least) >= whole:
        return tuple(each * whole / sum(least) for each in least)
    spare = whole - sum(least)
    more = [max(a - b, 0.0) for a, b in zip(wish, least, strict=True)]
    return tuple(b + spare * m / sum(more) for b, m in zip(least, more, strict=True))


def _row_height(row: tuple[str, ...], columns: tuple[float, ...], size: float, bold: bool) -> float:
    scale = 1.12 if bold else 1.0
    lines = max(
        line_count(text, (room - 2 * SIDE) / size / scale)
        for text, room in zip(row, columns, strict=True)
    )
    return lines * size * LEADING + 2 * ABOVE


def cells(grid: Grid) -> list[Text]:
    """The cells as paragraphs, row by row, for a table that no slide has room for."""
    texts: list[Text] = []
    for number, row in enumerate(table_rows(grid.table)):
        for at, cell in enumerate(row.cells):
            words = plain_text(cell.content)
            if not words:
                continue
            inlines = cell.content[0].c if isinstance(cell.content[0], Plain) else ()
            texts.append(
                Text(
                    inlines=inlines,
                    words=words,
                    block=-(grid.block * 10000 + number * 100 + at),
                    style="entry",
                    level=1 if at else 0,
                    ids=() if texts else grid.ids,
                )
            )
    return texts
