"""Titles of slides: the largest type in which each has room, and where its lines break."""

from __future__ import annotations

from typing import NamedTuple

from publish.backends.measure import BOLD, ends_alone, line_count, width

TITLE_LEADING = 1.2
SIZES = (60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 30.0, 28.0, 26.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)  # fmt: skip


class TitlePlace(NamedTuple):
    """Where a title stands, in points: the type that the layout has for it, and its room.

    On one line it is set in ``least`` at least, on more in ``most`` at most.
    """

    size: float
    width: float
    height: float
    least: float
    most: float


COVER = TitlePlace(44.0, 768.0, 176.0, 32.0, 36.0)
SECTION = TitlePlace(40.0, 768.0, 150.0, 28.0, 32.0)
CONTENT = TitlePlace(30.0, 864.0, 60.0, 24.0, 26.0)


def title_size(title: str, place: TitlePlace) -> float:
    """The largest type in which a title fits; one line in smaller type is better than two."""
    sizes = [place.size, *(size for size in SIZES if size < place.size)]
    for size in sizes:
        if size >= min(place.least, place.size) and width(title) * BOLD * size <= place.width:
            return size
    for size in sizes:
        lines = line_count(title, place.width / size / BOLD)
        if size <= place.most and lines * size * TITLE_LEADING <= place.height * 1.1:
            return size
    return sizes[-1]


def title_inset(title: str, size: float, place: TitlePlace) -> float:
    """What the lines of a title are shorter, so that none of them is one character."""
    em = place.width / size / BOLD
    steps = (0.0, 1.0, 2.0, 3.0)
    return size * next((step for step in steps if not ends_alone(title, em - step)), 0.0)
