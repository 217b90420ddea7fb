"""Emphasis beside East Asian punctuation, which CommonMark prints as asterisks.

``这是**重点：**请看`` is no emphasis in CommonMark 0.31 (commonmark-spec issue 650), because a mark of
punctuation stands inside the run and a letter outside. The rules here are those of tats-u's
CJK-friendly amendment: a run beside an East Asian character opens and closes as if punctuation
stood there. Runs of ``_`` gain nothing by it, because they must not begin inside a word; only a
selector of variants between punctuation and ``_`` is overlooked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from publish.regex import regex

# Each alternative begins with a letter of its own, which is what makes the search fast.
_RUN = regex(r"\\.|\*\**|~~*", re.DOTALL)
_OVERLOOKED = regex(r"(?<=[\ufe00-\ufe0e])_")


class Run(NamedTuple):
    """A run of marks of emphasis: where it stands, and what it can do by either reading."""

    start: int
    end: int
    opens: bool  # by the amendment
    closes: bool
    opens_everywhere: bool  # by CommonMark as it is
    closes_everywhere: bool


def emphasis_runs(text: str, start: int = 0) -> list[Run]:
    """The runs of ``*`` and ``~`` of a text, but for escaped ones. Code is not looked at."""
    return [
        _run(text, *item.span())
        for item in _RUN.finditer(text, start)
        if (first := item[0][0]) == "*" or (first == "~" and len(item[0]) == 2)
    ]


def emphasis_places(text: str) -> list[int]:
    """The offsets at which a mark of punctuation makes CommonMark read what the amendment does.

    They may lie in code or in an address, where such a mark means nothing and is taken out again.
    """
    places = [found.start() for found in _OVERLOOKED.finditer(text)]
    for run in emphasis_runs(text):
        if run.opens == run.opens_everywhere and run.closes == run.closes_everywhere:
            continue
        places.append(run.start if _is_punctuation(text[run.end]) else run.end)
    return sorted(places)


def _run(text: str, start: int, end: int) -> Run:
    last = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    base = _base(text, start)
    space_before, space_after = last.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(base), _is_punctuation(after)
    plain_before = _is_punctuation(last)
    wide = _is_east_asian(base) or _is_east_asian(after) or _chooses_ideograph(last)
    edge_before, edge_after = space_before or mark_before, space_after or mark_after
    plain_edge = space_before or plain_before
    return Run(
        start,
        end,
        opens=not space_after and (not mark_after or edge_before or wide),
        closes=not space_before and (not mark_before or edge_after or wide),
        opens_everywhere=not space_after and (not mark_after or plain_edge),
        closes_everywhere=not space_before and (not plain_before or edge_after),
    )


def _base(text: str, end: int) -> str:
    """The character before an offset; the one before it when it only selects a variant."""
    if not end:
        return " "
    character = text[end - 1]
    selects = "\ufe00" <= character <= "\ufe0f" or _chooses_ideograph(character)
    return text[end - 2] if selects and end > 1 else character


def _chooses_ideograph(character: str) -> bool:
    return "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=4096)
def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


@lru_cache(maxsize=4096)
def _is_east_asian(character: str) -> bool:
    if "\U0001f300" <= character <= "\U0001faff" or "\u2600" <= character <= "\u27bf":
        return False  # emoji are wide too
    return unicodedata.east_asian_width(character) in "WFH" or "\u1100" <= character <= "\u11ff"
