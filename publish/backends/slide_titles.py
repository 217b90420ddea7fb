"""Titles of slides: the largest type in which each has room."""

from __future__ import annotations

from typing import NamedTuple

from publish.backends.measure import BOLD, line_count, width

TITLE_LEADING = 1.2
ONE_LINE, TWO_LINES = 24.0, 26.0  # the least type of a title on one line, the largest on more


class Place(NamedTuple):
    """Where a title stands: the sizes that it may have, and its room in points."""

    sizes: tuple[float, ...]
    width: float
    height: float


COVER = Place((44.0, 38.0, 32.0, 26.0, 20.0, 16.0), 768.0, 176.0)
SECTION = Place((40.0, 32.0, 26.0, 20.0, 14.0), 768.0, 150.0)
CONTENT = Place((30.0, 28.0, 26.0, 24.0, 20.0, 16.0, 12.0), 864.0, 66.0)


def title_size(title: str, place: Place) -> float:
    """The largest type in which a title fits; one line in smaller type is better than two."""
    for size in place.sizes:
        if size >= ONE_LINE and width(title) * BOLD * size <= place.width:
            return size
    for size in place.sizes:
        lines = line_count(title, place.width / size / BOLD)
        if size <= TWO_LINES and lines * size * TITLE_LEADING <= place.height:
            return size
    return place.sizes[-1]
