"""Emphasis beside East Asian punctuation, which CommonMark prints as asterisks.

``这是**重点：**请看`` is no emphasis in CommonMark 0.31 (commonmark-spec issue 650), because a mark of
punctuation stands inside the run and a letter outside. The rules here are those of tats-u's
CJK-friendly amendment: a run beside an East Asian character opens and closes as if punctuation
stood there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from publish.reader.prose import prose

_RUN = re.compile(r"(?<!\\)\*+")


def emphasis_places(text: str) -> list[int]:
    """The offsets at which a mark of punctuation makes CommonMark read what the amendment does."""
    candidates = [found.span() for found in _RUN.finditer(text) if _differs(text, *found.span())]
    if not candidates:
        return []
    free = prose(text, 0)
    places: list[int] = []
    for start, end in candidates:
        if free.holds(start, end):
            places.append(start if _is_punctuation(text[end]) else end)
    return places


def _differs(text: str, start: int, end: int) -> bool:
    """Whether CommonMark sees one flank of a run less than the amendment does."""
    if start == 0 or end == len(text):
        return False
    before, after = _base(text, start), text[end]
    if before.isspace() or after.isspace():
        return False
    if _is_punctuation(before) == _is_punctuation(after):
        return False
    return _is_east_asian(before) or _is_east_asian(after)


def _base(text: str, end: int) -> str:
    """The character before an offset; the one before it when it only selects a variant."""
    character = text[end - 1]
    selects = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return text[end - 2] if selects and end > 1 else character


@lru_cache(maxsize=4096)
def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


@lru_cache(maxsize=4096)
def _is_east_asian(character: str) -> bool:
    if "\U0001f300" <= character <= "\U0001faff" or "\u2600" <= character <= "\u27bf":
        return False  # emoji are wide too
    return unicodedata.east_asian_width(character) in "WFH" or "\u1100" <= character <= "\u11ff"
