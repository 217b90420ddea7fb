"""Items on slides: measured, broken where a reader would break, never higher than the body.

A paragraph, a list item and a code block are cut by the end of a slide once at most; one for which
two slides are too few is set smaller, and what even then has no room stands in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from publish.ast import Str
from publish.backends.slide_boxes import arranged, height_of
from publish.backends.slide_grid import cells, part, table_box
from publish.backends.slide_model import BODY_HEIGHT, CodeLine, Grid, Item, Page, Text
from publish.backends.slide_sentences import sentences
from publish.walk import plain_text

SMALLER = (18.0, 16.0, 14.0)
FULL_ENOUGH = {Text: 0.5, CodeLine: 0.35}  # of a slide: then what fits the next moves there whole
LEAST_LINES = 3  # of code on either side of a cut


def pages(items: Sequence[Item], sizes: Sequence[float]) -> list[Page]:
    """The slides of a section: in the first of ``sizes`` when that makes one slide, else in the last,
    filled evenly."""
    for size in sizes:
        made = _fill(items, size, BODY_HEIGHT)
        if len(made) <= 1:
            return made
    for share in (0.55, 0.65, 0.75, 0.85, 0.93):
        even = _fill(items, sizes[-1], BODY_HEIGHT * share)
        if len(even) == len(made):
            return even
    return made


def _fill(items: Sequence[Item], size: float, limit: float) -> list[Page]:
    done: list[Page] = []
    page: list[Item] = []
    for _, group in groupby(items, lambda item: item.block):
        finished, page = _place(page, list(group), size, limit)
        done += finished
    return [*done, arranged(page, size)] if page else done


def _place(
    page: list[Item], run: list[Item], size: float, limit: float
) -> tuple[list[Page], list[Item]]:
    """The pages that are full after ``run``, and the items of the page that is open then."""
    if isinstance(run[0], Grid):
        return _place_table(page, run[0], size, limit)
    if height_of([*page, *run], size) <= limit:
        return [], [*page, *run]
    cut = _most(page, run, size, limit)
    moves = (
        height_of(run, size) <= limit
        and height_of(page, size) >= FULL_ENOUGH.get(type(run[0]), 0.0) * limit
    )
    if cut and not moves and height_of(run[cut:], size) <= limit:
        return [arranged([*page, *run[:cut]], size)], run[cut:]
    closed, carried = _closed(page)
    if closed:
        finished, rest = _place(carried, run, size, limit)
        return [arranged(closed, size), *finished], rest
    if height_of([*page, *run], size) <= BODY_HEIGHT:
        return [], [*page, *run]
    return _large(page, run, size)


def _most(page: list[Item], run: list[Item], size: float, limit: float) -> int:
    """How many items of ``run`` have room on the page; 0 where the run must not be cut so."""
    cut = 0
    while cut < len(run) and height_of([*page, *run[: cut + 1]], size) <= limit:
        cut += 1
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


def _large(page: list[Item], run: list[Item], size: float) -> tuple[list[Page], list[Item]]:
    """A run that one slide does not hold, after the headings ``page``: two slides, or notes."""
    if page and not isinstance(run[0], Text | CodeLine):
        return [arranged(page, size)], run
    pieces = [*page, *(piece for item in run for piece in _pieces(item))]
    for smaller in (size, *(each for each in SMALLER if each < size)):
        cut = _most([], pieces, smaller, BODY_HEIGHT)
        if cut > len(page) and height_of(pieces[cut:], smaller) <= BODY_HEIGHT:
            first = arranged(pieces[:cut], smaller)
            if smaller == size or cut == len(pieces):
                return [first], pieces[cut:]
            return [first, arranged(pieces[cut:], smaller)], []
    smallest = SMALLER[1]
    cut = 0
    while cut < len(pieces) and height_of(pieces[: cut + 1], smallest) <= BODY_HEIGHT:
        cut += 1
    if cut <= len(page):
        head, tail = _hard_cut(pieces[cut], pieces[:cut], smallest)
        pieces[cut : cut + 1] = [head, tail]
        cut += 1
    return [replace(arranged(pieces[:cut], smallest), notes=tuple(pieces[cut:]))], []


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


def _hard_cut(item: Item, before: list[Item], size: float) -> tuple[Item, Item]:
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
        fits = height_of([*before, piece(0, middle)], size) <= BODY_HEIGHT
        low, high = (middle, high) if fits else (low, middle - 1)
    return piece(0, low), piece(low, len(text))


def _place_table(
    page: list[Item], grid: Grid, size: float, limit: float
) -> tuple[list[Page], list[Item]]:
    """The same for a table; a slide holds one. One too high is cut by rows, or becomes paragraphs."""
    alone = not any(isinstance(item, Grid) for item in page)
    if alone and height_of([*page, grid], size) <= limit:
        return [], [*page, grid]
    closed, carried = _closed(page)
    done = [arranged(closed, size)] if closed else []
    if height_of([*carried, grid], size) <= BODY_HEIGHT:
        return done, [*carried, grid]
    parts = _parts(grid, size, BODY_HEIGHT - height_of([*carried, part(grid, 0, 0)], size))
    if not parts:
        return [*done, *_fill([*carried, *cells(grid)], size, BODY_HEIGHT)], []
    groups: list[list[Item]] = [[each] for each in parts]
    groups[0] = [*carried, parts[0]]
    return [*done, *(arranged(group, size) for group in groups[:-1])], groups[-1]


def _parts(grid: Grid, size: float, free: float) -> list[Grid]:
    """The table cut by rows, each part with the header; empty where a row alone is too high.

    ``free`` is what the first slide has below the table's header.
    """
    parts: list[Grid] = []
    start, count = 0, len(grid.words) - 1
    room = free + table_box(part(grid, 0, 0), size).height
    while start < count:
        end = count
        while end > start and table_box(part(grid, start, end), size).height > room:
            end -= 1
        if end == start:
            return []
        parts.append(part(grid, start, end))
        start, room = end, BODY_HEIGHT
    return parts
