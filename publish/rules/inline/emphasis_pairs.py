"""Which runs of asterisks or tildes belong together, as the CJK-friendly amendment pairs them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from publish.reader.emphasis import Run, emphasis_runs
from publish.reader.spans import Spans
from publish.regex import regex

_BLOCK = regex(r"\n[ \t>]*(?:\n|[#|]|[-+*][ \t]|\d{1,9}[.)][ \t])")
MOST_OPEN = 20  # runs that wait for their end; the oldest is forgotten


class Pairs(NamedTuple):
    """Runs that make emphasis, opening and closing, and those that are left over."""

    pairs: tuple[tuple[Run, Run], ...]
    lone: tuple[Run, ...]


@lru_cache(maxsize=4)  # a pure function that several rules ask
def emphasis_pairs(text: str, body: int, prose: Spans) -> Pairs:
    """The pairs of equal runs within the paragraphs of a text, outside what is not prose."""
    pairs: list[tuple[Run, Run]] = []
    lone: list[Run] = []
    waiting: list[Run] = []
    last = body
    for run in emphasis_runs(text, body):
        if not prose.holds(run.start, run.end):
            continue
        if _is_new_block(text, last, run.start):
            lone += waiting
            waiting = []
        last = run.end
        at = next((i for i in range(len(waiting) - 1, -1, -1) if _same(text, waiting[i], run)), -1)
        if run.closes and at >= 0:
            pairs.append((waiting[at], run))
            lone += waiting[at + 1 :]
            del waiting[at:]
        elif run.opens:
            waiting = [*waiting[-MOST_OPEN:], run]
        else:
            lone.append(run)
    return Pairs(tuple(pairs), tuple(sorted([*lone, *waiting])))


def _same(text: str, one: Run, other: Run) -> bool:
    return text[one.start : one.end] == text[other.start : other.end]


def _is_new_block(text: str, start: int, end: int) -> bool:
    """Whether a paragraph, an item or a row or cell of a table ends between two offsets."""
    between = text[start:end]
    if "\n" in between:
        return bool(_BLOCK.search(between))
    return "|" in between and text[text.rfind("\n", 0, start) + 1 :].lstrip()[:1] == "|"
