"""Items on slides: measured, broken where a reader would break, never higher than the body.

A paragraph, a list item and a code block are cut by the end of a slide once at most; one for which
two slides are too few is set smaller, and what even then has no room stands in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import Str
from publish.backends.slide_boxes import arranged, height_of
from publish.backends.slide_grid import cells, part, table_box
from publish.backends.slide_model import (
    WHOLE,
    Break,
    CodeLine,
    Grid,
    Item,
    Page,
    Picture,
    Room,
    Text,
)
from publish.backends.slide_sentences import sentences
from publish.walk import plain_text

SMALLER = (18.0, 16.0, 14.0)
FULL_ENOUGH = {Text: 0.5, CodeLine: 0.35}  # of a slide: then what fits the next moves there whole
LEAST_LINES = 3  # of code on either side of a cut
ANY = 10_000  # points


class Sheet(NamedTuple):
    """How a slide is filled: the size of its type, its room, how high and with how many points."""

    size: float
    room: Room
    limit: float
    most: int

    def holds(self, items: Sequence[Item]) -> bool:
        """Whether a slide has room for all of them."""
        count = sum(1 for item in items if isinstance(item, Text) and item.mark)
        return count <= self.most and height_of(items, self.size, self.room) <= self.limit

    def full(self, size: float = 0.0) -> Sheet:
        """One filled to its edge, with any number of points."""
        return Sheet(size or self.size, self.room, self.room.height, ANY)

    def page(self, items: Sequence[Item], size: float = 0.0) -> Page:
        """The items in their places."""
        return arranged(items, size or self.size, self.room)


def pages(
    items: Sequence[Item], sizes: Sequence[float], room: Room = WHOLE, most: int = ANY
) -> list[Page]:
    """The slides of a section: in the first of ``sizes`` when that makes one slide, else in the last,
    filled evenly, with ``most`` points on each. A break begins another slide."""
    return [page for group in _unbroken(items) for page in _pages(group, sizes, room, most)]


def _unbroken(items: Sequence[Item]) -> Iterator[list[Item]]:
    for is_break, group in groupby(items, lambda item: isinstance(item, Break)):
        if not is_break:
            yield list(group)


def _pages(items: Sequence[Item], sizes: Sequence[float], room: Room, most: int) -> list[Page]:
    for size in sizes:
        made = _fill(items, Sheet(size, room, room.height, most))
        if len(made) <= 1:
            return made
    for share in (0.55, 0.65, 0.75, 0.85, 0.93):
        even = _fill(items, Sheet(sizes[-1], room, room.height * share, most))
        if len(even) == len(made):
            return even
    return made


def _fill(items: Sequence[Item], sheet: Sheet) -> list[Page]:
    done: list[Page] = []
    page: list[Item] = []
    for _, group in groupby(items, lambda item: item.block):
        finished, page = _place(page, list(group), sheet)
        done += finished
    return [*done, sheet.page(page)] if page else done


def _place(page: list[Item], run: list[Item], sheet: Sheet) -> tuple[list[Page], list[Item]]:
    """The pages that are full after ``run``, and the items of the page that is open then."""
    if isinstance(run[0], Grid):
        return _place_table(page, run[0], sheet)
    if sheet.holds([*page, *run]):
        return [], [*page, *run]
    cut = _most(page, run, sheet)
    enough = FULL_ENOUGH.get(type(run[0]), 0.0) * sheet.limit
    full = len(_marks(page)) * 2 >= sheet.most or height_of(page, sheet.size, sheet.room) >= enough
    if cut and not (sheet.holds(run) and full) and sheet.holds(run[cut:]):
        return [sheet.page([*page, *run[:cut]])], run[cut:]
    closed, carried = _closed(page)
    if closed:
        finished, rest = _place(carried, run, sheet)
        return [sheet.page(closed), *finished], rest
    if sheet.full().holds([*page, *run]):
        return [], [*page, *run]
    return _large(page, run, sheet)


def _marks(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if isinstance(item, Text) and item.mark]


def _most(page: list[Item], run: list[Item], sheet: Sheet) -> int:
    """How many items of ``run`` have room on the page; 0 where the run must not be cut so."""
    cut = 0
    while cut < len(run) and sheet.holds([*page, *run[: cut + 1]]):
        cut += 1
    if isinstance(run[0], Picture) and cut < len(run):
        return 0
    if isinstance(run[0], CodeLine) and cut < len(run):
        cut = min(cut, len(run) - LEAST_LINES)
        return cut if cut >= LEAST_LINES else 0
    return cut


def _closed(page: list[Item]) -> tuple[list[Item], list[Item]]:
    """A page without the headings at its end, and those headings."""
    end = len(page)
    while end and isinstance(page[end - 1], Text) and page[end - 1].keep:  # type: ignore[union-attr]
        end -= 1
    return page[:end], page[end:]


def _large(page: list[Item], run: list[Item], sheet: Sheet) -> tuple[list[Page], list[Item]]:
    """A run that one slide does not hold, after the headings ``page``: two slides, or notes."""
    if page and not isinstance(run[0], Text | CodeLine):
        return [sheet.page(page)], run
    size = sheet.size
    pieces = [*page, *(piece for item in run for piece in _pieces(item))]
    for smaller in (size, *(each for each in SMALLER if each < size)):
        full = sheet.full(smaller)
        cut = _most([], pieces, full)
        if cut > len(page) and full.holds(pieces[cut:]):
            first = full.page(pieces[:cut])
            if smaller == size or cut == len(pieces):
                return [first], pieces[cut:]
            return [first, full.page(pieces[cut:])], []
    full = sheet.full(SMALLER[1])
    cut = 0
    while cut < len(pieces) and full.holds(pieces[: cut + 1]):
        cut += 1
    if cut <= len(page):
        head, tail = _hard_cut(pieces[cut], pieces[:cut], full)
        pieces[cut : cut + 1] = [head, tail]
        cut += 1
    return [replace(full.page(pieces[:cut]), notes=tuple(pieces[cut:]))], []


def _pieces(item: Item) -> list[Item]:
    """A paragraph as its sentences, so that it can be cut."""
    if not isinstance(item, Text):
        return [item]
    return [
        replace(
            item,
            inlines=sentence,
            words=plain_text(sentence),
            mark="" if at else item.mark,
            ids=() if at else item.ids,
        )
        for at, sentence in enumerate(sentences(item.inlines))
    ]


def _hard_cut(item: Item, before: list[Item], sheet: Sheet) -> tuple[Item, Item]:
    """One sentence that is longer than a slide, or one long line of code, in two."""
    text = item.words if isinstance(item, Text) else item.text if isinstance(item, CodeLine) else ""

    def piece(start: int, end: int) -> Item:
        words = text[start:end]
        if isinstance(item, CodeLine):
            return replace(item, text=words)
        assert isinstance(item, Text)
        return replace(item, inlines=(Str(words),), words=words)

    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = sheet.holds([*before, piece(0, middle)])
        low, high = (middle, high) if fits else (low, middle - 1)
    return piece(0, low), piece(low, len(text))


def _place_table(page: list[Item], grid: Grid, sheet: Sheet) -> tuple[list[Page], list[Item]]:
    """The same for a table; a slide holds one. One too high is cut by rows, or becomes paragraphs."""
    alone = not any(isinstance(item, Grid) for item in page)
    if alone and sheet.holds([*page, grid]):
        return [], [*page, grid]
    closed, carried = _closed(page)
    done = [sheet.page(closed)] if closed else []
    full = sheet.full()
    if full.holds([*carried, grid]):
        return done, [*carried, grid]
    head = height_of([*carried, part(grid, 0, 0)], sheet.size, sheet.room)
    parts = _parts(grid, sheet, sheet.room.height - head)
    if not parts:
        return [*done, *_fill([*carried, *cells(grid)], full)], []
    groups: list[list[Item]] = [[each] for each in parts]
    groups[0] = [*carried, parts[0]]
    return [*done, *(sheet.page(group) for group in groups[:-1])], groups[-1]


def _parts(grid: Grid, sheet: Sheet, free: float) -> list[Grid]:
    """The table cut by rows, each part with the header; empty where a row alone is too high.

    ``free`` is what the first slide has below the table's header.
    """

    def height(start: int, end: int) -> float:
        return table_box(part(grid, start, end), sheet.size, sheet.room).height

    parts: list[Grid] = []
    start, count = 0, len(grid.words) - 1
    room = free + height(0, 0)
    while start < count:
        end = start
        while end < count and height(start, end + 1) <= room:
            end += 1
        if end == start:
            return []
        parts.append(part(grid, start, end))
        start, room = end, sheet.room.height
    return parts
