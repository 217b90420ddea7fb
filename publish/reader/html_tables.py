"""A table of HTML as a table of the AST."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from publish.ast import (
    NO_ATTR,
    Block,
    Blocks,
    Caption,
    Cell,
    ColWidthDefault,
    Enum,
    Inline,
    Para,
    Plain,
    Row,
    Table,
    TableBody,
    TableContent,
    TableFoot,
    TableHead,
)
from publish.reader.html_inlines import Piece, Report, check_attributes, identified
from publish.reader.html_tree import Element
from publish.regex import regex

_EMPTY = Cell(NO_ATTR, Enum("AlignDefault"), 1, 1, ())
Content = Callable[[Iterable[Piece], Report], Blocks]

_WIDEST = 200  # columns
_ALIGN = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_STYLE = regex(r"text-align\s*:\s*(\w+)")


class _Rows:
    """The rows of the parts of a table, and what stands between them."""

    def __init__(self) -> None:
        self.head: list[Element[Block | Inline]] = []
        self.body: list[Element[Block | Inline]] = []
        self.foot: list[Element[Block | Inline]] = []
        self.caption: list[Piece] = []
        self.around: list[Piece] = []

    def gather(self, children: Iterable[Piece], into: list[Element[Block | Inline]]) -> None:
        """Take the rows of one part."""
        for child in children:
            match child:
                case Element(name="tr"):
                    into.append(child)
                case Element(name="td" | "th"):
                    into.append(Element("tr", {}, [child], child.line))
                case Element(name="thead", children=inside):
                    self.gather(inside, self.head)
                case Element(name="tfoot", children=inside):
                    self.gather(inside, self.foot)
                case Element(name="tbody", children=inside):
                    self.gather(inside, self.body)
                case Element(name="caption", children=inside):
                    self.caption += inside
                case Element(name="col" | "colgroup"):
                    continue
                case _:
                    self.around.append(child)


def table(element: Element[Block | Inline], content: Content, report: Report) -> Blocks:
    """A table of HTML; what stands in it outside cells comes before it. Without rows it is none."""
    parts = _Rows()
    parts.gather(element.children, parts.body)
    before = content(parts.around, report)
    if not parts.head and parts.body and _is_head(parts.body[0]):
        parts.head.append(parts.body.pop(0))
    sections = [
        [_row(row, content, report) for row in rows]
        for rows in (parts.head, parts.body, parts.foot)
    ]
    width = max(map(_width, sections))
    caption = _plain(content(parts.caption, report))
    if not width or width > _WIDEST:
        cells = (
            block
            for rows in sections
            for row in rows
            for cell in row.cells
            for block in cell.content
        )
        return (*before, *caption, *cells)
    head, body, foot = (_fitted(rows, width) for rows in sections)
    made = TableContent(
        identified(element),
        Caption(None, caption),
        ((Enum("AlignDefault"), ColWidthDefault()),) * width,
        TableHead(NO_ATTR, head),
        (TableBody(NO_ATTR, 0, (), body),),
        TableFoot(NO_ATTR, foot),
    )
    return (*before, Table(made))


def _is_head(row: Element[Block | Inline]) -> bool:
    cells = [child for child in row.children if isinstance(child, Element)]
    return bool(cells) and all(cell.name == "th" for cell in cells)


def _row(row: Element[Block | Inline], content: Content, report: Report) -> Row:
    cells: list[Cell] = []
    for child in row.children:
        if isinstance(child, Element) and child.name in ("td", "th"):
            check_attributes(child, report)
            cells.append(_cell(child, content(child.children, report)))
        elif loose := content((child,), report):
            cells.append(Cell(NO_ATTR, Enum("AlignDefault"), 1, 1, loose))
    return Row(NO_ATTR, tuple(cells))


def _cell(element: Element[Block | Inline], inside: Blocks) -> Cell:
    style = _STYLE.search(element.attributes.get("style", ""))
    align = (style[1] if style else element.attributes.get("align", "")).lower()
    return Cell(
        identified(element),
        Enum(_ALIGN.get(align, "AlignDefault")),
        _span(element.attributes.get("rowspan", "1")),
        _span(element.attributes.get("colspan", "1")),
        _plain(inside),
    )


def _plain(content: Blocks) -> Blocks:
    """A lone paragraph as plain text."""
    if len(content) == 1 and isinstance(only := content[0], Para):
        return (Plain(only.c, line=only.line),)
    return content


def _span(text: str) -> int:
    return max(1, min(int(text), _WIDEST)) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else 1


def _width(rows: list[Row]) -> int:
    """The number of columns that the rows of a part take, cells reaching down from above too."""
    width = 0
    below: dict[int, int] = {}  # how many more rows a column is covered from above
    for row in rows:
        at = 0
        next_below = {column: left - 1 for column, left in below.items() if left > 1}
        for cell in row.cells:
            while below.get(at):
                at += 1
            for column in range(at, at + cell.columns):
                next_below[column] = cell.rows - 1
            at += cell.columns
        width = max(width, at, *(column + 1 for column, left in below.items() if left), 0)
        below = {column: left for column, left in next_below.items() if left}
    return width


def _fitted(rows: list[Row], width: int) -> tuple[Row, ...]:
    """Rows that have all columns, and whose cells do not reach below the last row."""
    fitted: list[Row] = []
    below: dict[int, int] = {}
    for index, row in enumerate(rows):
        cells = tuple(cell._replace(rows=min(cell.rows, len(rows) - index)) for cell in row.cells)
        covered = {column: left - 1 for column, left in below.items() if left > 1}
        at = 0
        for cell in cells:
            while below.get(at):
                at += 1
            covered |= dict.fromkeys(range(at, at + cell.columns), cell.rows - 1)
            at += cell.columns
        missing = sum(1 for column in range(at, width) if not below.get(column))
        fitted.append(row._replace(cells=(*cells, *[_EMPTY] * missing)))
        below = {column: left for column, left in covered.items() if left}
    return tuple(fitted)
