"""Named places and the outline of a bound book, from what is known of its parts."""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from publish.backends.book_pdf.printed import Bookmark, Spot

LEAF = 64  # names in a leaf of the tree


class Line(NamedTuple):
    """A bookmark with the page it leads to, and the lines below it."""

    mark: Bookmark
    page: Any
    below: list[Line]


def destination(page: Any, spot: Spot) -> Any:
    """An array that leads to a place of a page."""
    from pikepdf import Array, Name

    return Array([page.obj, Name.XYZ, round(spot.x, 6), round(spot.y, 6), 0])


def write_names(pdf: Any, names: Mapping[str, Any]) -> None:
    """The tree of named destinations."""
    from pikepdf import Array, Dictionary

    ordered = sorted((spelled(name), place) for name, place in names.items())
    if not ordered:
        return
    leaves = []
    for at in range(0, len(ordered), LEAF):
        rows = ordered[at : at + LEAF]
        leaf = Dictionary(
            Limits=Array([_string(rows[0][0]), _string(rows[-1][0])]),
            Names=Array([part for name, place in rows for part in (_string(name), place)]),
        )
        leaves.append(pdf.make_indirect(leaf))
    tree = pdf.make_indirect(Dictionary(Kids=Array(leaves)))
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.Dests = tree


def spelled(name: str) -> bytes:
    """A name in bytes as WeasyPrint writes it in the links that lead to it."""
    return name.encode() if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")


def _string(name: bytes) -> Any:
    from pikepdf import String

    return String(name)


def write_outline(pdf: Any, marks: Iterable[tuple[Bookmark, Any]]) -> None:
    """The outline; a line lies below the last one before it with a lower level."""
    from pikepdf import Dictionary

    if "/Outlines" in pdf.Root:
        del pdf.Root.Outlines
    top: list[Line] = []
    above: list[Line] = []
    for mark, page in marks:
        while above and above[-1].mark.level >= mark.level:
            above.pop()
        line = Line(mark, page, [])
        (above[-1].below if above else top).append(line)
        above.append(line)
    if top:
        root = pdf.make_indirect(Dictionary())
        root.Count = _lines(pdf, top, root)
        pdf.Root.Outlines = root


def _lines(pdf: Any, lines: list[Line], parent: Any) -> int:
    """Write lines below another, and how many can be seen."""
    from pikepdf import Dictionary, String

    count, last = len(lines), None
    for line in lines:
        item = pdf.make_indirect(
            Dictionary(
                Title=String(line.mark.title),
                Dest=destination(line.page, line.mark.spot),
                Parent=parent,
            )
        )
        below = _lines(pdf, line.below, item) if line.below else 0
        item.Count = -below if line.mark.closed else below
        count += 0 if line.mark.closed else below
        if last is None:
            parent.First = item
        else:
            last.Next, item.Prev = item, last
        last = item
    parent.Last = last
    return count
