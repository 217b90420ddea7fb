"""Tables on paper: columns of a sensible width, smaller type, a page on its side, or several tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Caption,
    ColWidth,
    Div,
    Header,
    Image,
    Plain,
    Row,
    Span,
    Str,
    Table,
    TableContent,
)
from publish.backends.columns import shares, unbroken, width
from publish.regex import regex
from publish.walk import nodes, plain_text, rewrite, table_rows

PADDING = 1.6  # em of a cell's own type beside what it holds
PICTURE = 14.0  # em that a picture in a cell would like to have
LONGEST_WORD = 16.0  # em; longer ones are broken after their marks
SHORT = 12  # rows, and lines of text, of a table that stays on one page
LOW = 5  # lines of a row that may be held to its neighbour
LEAST = 8.0  # em of a line that text and tables can be set in
NARROW, NARROW_HEAD = 4.0, 2.5  # em below which no column is pressed that holds more

_MEASURE = regex(r"(:root[^{}]*)\{[^}]*--measure: *(\d+\.?\d*)em; *--measure-wide: *(\d+\.?\d*)em")


class Room(NamedTuple):
    """How wide a table may be, in em of the text: on an upright page, and on one on its side."""

    upright: float
    wide: float


class Look(NamedTuple):
    """A way to set a table: the class it gets, its type as a part of the text's, whether on its side."""

    name: str
    size: float
    is_wide: bool


LOOKS = (
    Look("", 0.9, False),
    Look("table-small", 0.8, False),
    Look("table-fine", 0.7, False),
    Look("table-wide", 0.9, True),
    Look("table-wide table-small", 0.8, True),
    Look("table-wide table-fine", 0.7, True),
)


def room(style: str, lang: str) -> Room:
    """What the style sheets say: ``--measure`` and ``--measure-wide`` of the last ``:root`` for ``lang``
    that can be; :mod:`publish.backends.styles` tells of the others."""
    found = Room(33.0, 60.0)
    for selector, *written in _MEASURE.findall(style):
        if ":lang(" not in selector or f":lang({lang[:2]})" in selector:
            said = Room(*map(float, written))
            found = said if min(said) >= LEAST else found
    return found


def fitted(blocks: Blocks, room: Room, continued: str) -> Blocks:
    """``blocks`` whose tables fit ``room``. One that fits in no way is cut between columns, each part
    beginning with the first column; ``continued`` is what the captions of further parts say."""

    def block(node: Block) -> Blocks:
        if not isinstance(node, Table):
            return (node,)
        look = fitting(node.c, room)
        if look is not None:
            return (_set(node, look, room),)
        parts = _parts(node.c, LOOKS[-1], room)
        return tuple(
            _set(replace(node, c=_piece(node.c, columns, number, continued)), LOOKS[-1], room)
            for number, columns in enumerate(parts)
        )

    return _with_headings(rewrite(blocks, block, only=frozenset({Table})))


def _with_headings(blocks: Blocks) -> Blocks:
    """A heading goes to the page on its side with its table; so do tables that follow each other."""
    done: list[Block | list[Block]] = []
    for node in blocks:
        if not (isinstance(node, Div) and node.c[0].has("table-wide")):
            done.append(node)
            continue
        side: list[Block] = [node]
        while done and isinstance(heading := done[-1], Header):
            side.insert(0, heading)
            done.pop()
        if done and isinstance(page := done[-1], list):
            page += side
        else:
            done.append(side)
    return tuple(_on_its_side(part) if isinstance(part, list) else part for part in done)


def _on_its_side(blocks: Sequence[Block]) -> Block:
    # Pandoc makes a section of a division that begins with a heading, unless it is a column.
    return Div((Attr("", ("wide", "column")), tuple(blocks)))


def fitting(table: TableContent, room: Room) -> Look | None:
    """The first look in which a table fits; None where it has to be cut."""
    least = sum(_needs(table)[1])
    for look in LOOKS:
        if least * look.size <= (room.wide if look.is_wide else room.upright):
            return look
    return None if _is_plain(table) and len(table.columns) > 2 else LOOKS[-1]


def is_pressed(table: TableContent, room: Room) -> bool:
    """Whether cells are joined, so that a table too wide for any page is not cut but pressed."""
    return sum(_needs(table)[1]) * LOOKS[-1].size > room.wide and fitting(table, room) is not None


def _set(node: Table, look: Look, room: Room) -> Block:
    natural, least = _needs(node.c)
    line = (room.wide if look.is_wide else room.upright) / look.size
    if sum(natural) > line or any(isinstance(part, Image) for part in nodes((node,))):
        columns = zip(node.c.columns, shares(natural, least, line), strict=True)
        sized = tuple((align, ColWidth(round(share, 4))) for (align, _), share in columns)
        node = replace(node, c=node.c._replace(columns=sized))
    classes = tuple(f"{look.name} {_kept(node.c, line)}".split())
    return Div((Attr("", classes), (node,))) if classes else node


def _kept(table: TableContent, line: float) -> str:
    """The class of a table that stays on one page, or of one whose rows are low enough for two of
    them to stay together at either end."""
    rows = [
        sum(width(plain_text(cell.content)) for cell in row.cells) / line
        for row in table_rows(table)
    ]
    if len(rows) <= SHORT and sum(rows) <= SHORT:
        return "table-short"
    return "table-rows" if max(rows) <= LOW else ""


def _needs(table: TableContent) -> tuple[list[float], list[float]]:
    """Of each column the em that it would fill, and those below which it cannot be read."""
    count = len(table.columns)
    natural, least = [PADDING + 1.0] * count, [PADDING + 1.0] * count
    heads = set(map(id, table.head.rows))
    for row in table_rows(table):
        narrow = NARROW_HEAD if id(row) in heads else NARROW
        at = 0
        for cell in row.cells:
            if cell.columns == 1 and at < count:
                text = plain_text(cell.content)
                full = max(map(width, text.split("\n")))
                if any(isinstance(part, Image) for part in nodes(cell.content)):
                    full = max(full, PICTURE)
                word = min(max(map(width, unbroken(text)), default=0.0), LONGEST_WORD)
                natural[at] = max(natural[at], PADDING + full)
                least[at] = max(least[at], PADDING + min(full, max(word, narrow)))
            at += cell.columns
    return natural, least


def _is_plain(table: TableContent) -> bool:
    return all(
        cell.columns == cell.rows == 1 for row in table_rows(table) for cell in row.cells
    ) and all(len(row.cells) == len(table.columns) for row in table_rows(table))


def _parts(table: TableContent, look: Look, room: Room) -> Iterator[Sequence[int]]:
    """The columns of each part; the parts are about equally wide."""
    least = _needs(table)[1]
    free = max(room.wide / look.size - least[0], 1.0)
    count = -(-sum(least[1:]) // free)
    goal = sum(least[1:]) / count
    part, filled = [0], 0.0
    for column, need in enumerate(least[1:], 1):
        if len(part) > 1 and (filled + need > free or filled >= goal):
            yield part
            part, filled = [0], 0.0
        part.append(column)
        filled += need
    yield part


def _piece(
    table: TableContent, columns: Sequence[int], number: int, continued: str
) -> TableContent:
    def rows(old: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(row._replace(cells=tuple(row.cells[at] for at in columns)) for row in old)

    caption = table.caption
    if number and caption.long:
        first, *rest = caption.long
        if isinstance(first, Plain):
            more = Span((Attr("", ("continued",)), (Str(continued),)))
            caption = Caption(caption.short, (replace(first, c=(*first.c, more)), *rest))
    return table._replace(
        attr=table.attr if number == 0 else table.attr.with_id(""),
        caption=caption,
        columns=tuple(table.columns[at] for at in columns),
        head=table.head._replace(rows=rows(table.head.rows)),
        bodies=tuple(
            body._replace(head=rows(body.head), rows=rows(body.rows)) for body in table.bodies
        ),
        foot=table.foot._replace(rows=rows(table.foot.rows)),
    )
