"""Which parts of a source a text rule may edit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator


class Spans:
    """Half-open ranges of offsets, sorted and disjoint."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif start < end:
                merged.append((start, end))
        self._ranges = tuple(merged)
        self._starts = [start for start, _ in merged]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._ranges)

    def holds(self, start: int, end: int) -> bool:
        """Whether all of ``[start, end)`` lies in one range; an empty range at its edge does too."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._ranges[at][1]

    def outside(self, start: int, end: int) -> Spans:
        """The parts of ``[start, end)`` that no range covers."""
        free: list[tuple[int, int]] = []
        at = start
        for low, high in self._ranges:
            if high <= start or low >= end:
                continue
            if at < low:
                free.append((at, low))
            at = max(at, high)
        if at < end:
            free.append((at, end))
        return Spans(free)
