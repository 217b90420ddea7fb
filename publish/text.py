"""Source text with places: lines and columns, edits, and the way back through edits; and lists in words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

from publish.diagnostics import Edit
from publish.regex import regex

_LINE_END = regex(r"\r\n|\n|\r")


class Lines:
    """Line and column of each offset of a text; CRLF, CR and LF end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """1-based line and column, in code points, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Offset of the first character of a 1-based line; the last line's where there are fewer."""
        return self._starts[min(max(line, 1), len(self._starts)) - 1]

    def __len__(self) -> int:
        return len(self._starts)


class Origin:
    """Where each offset of an edited text came from in the text before the edits."""

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._new = [0]
        self._old = [0]
        shift = 0
        for edit in sorted(edits):
            self._mark(edit.start + shift, edit.start)
            shift += len(edit.new) - (edit.end - edit.start)
            self._mark(edit.end + shift, edit.end)

    def _mark(self, new: int, old: int) -> None:
        self._new.append(new)
        self._old.append(old)

    def old(self, offset: int) -> int:
        """The offset before the edits; inside replaced text, its beginning."""
        at = bisect_right(self._new, offset) - 1
        reach = self._old[at + 1] if at + 1 < len(self._old) else offset + self._old[at]
        return min(self._old[at] + offset - self._new[at], reach)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with the edits made. They must be in bounds and must not overlap (ValueError)."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit} overlaps another or lies outside the text")
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def without_overlaps(edits: Iterable[tuple[Edit, ...]]) -> list[tuple[Edit, ...]]:
    """The groups of edits that can be made together: first come, first served.

    A group is one fix and is taken whole or not at all. Two insertions at one place count as an
    overlap, so that the second comes back in the next round.
    """
    taken: list[tuple[int, int]] = []
    kept: list[tuple[Edit, ...]] = []
    for group in edits:
        if any(_overlaps(edit, taken) for edit in group):
            continue
        for edit in group:
            insort(taken, (edit.start, edit.end))
        kept.append(group)
    return kept


def _overlaps(edit: Edit, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit touches one of the disjoint ranges that are taken: only its neighbours can."""
    at = bisect_left(taken, (edit.start, edit.end))
    return any(
        _touch(edit, *taken[near]) for near in range(max(at - 2, 0), min(at + 2, len(taken)))
    )


def _touch(edit: Edit, start: int, end: int) -> bool:
    if edit.start == edit.end or start == end:
        return start <= edit.start <= end or edit.start <= start <= edit.end
    return edit.start < end and start < edit.end


def few(names: Iterable[str], most: int) -> str:
    """The first names, each once, and how many more there are."""
    each = list(dict.fromkeys(names))
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(each[:most]) + more
