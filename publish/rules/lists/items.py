"""The items of lists as a text rule sees them: lines that begin with a marker, in runs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from publish.reader.spans import Spans

_ITEM = re.compile(
    r"^(?P<indent>[ ]*)(?P<marker>[-+*]|(?P<number>\d{1,9})[.)])(?P<space>[ \t]+)(?=\S)",
    re.MULTILINE,
)
_LINE = re.compile(r"\n(?P<indent>[ ]*)(?=[^\s])")


class Item(NamedTuple):
    """The marker of an item: where it stands, what it is, and its column."""

    start: int
    end: int
    marker: str
    number: int  # -1: a bullet
    indent: int


@lru_cache(maxsize=4)  # a pure function that several rules ask
def runs(text: str, body: int, prose: Spans) -> tuple[tuple[Item, ...], ...]:
    """Items of one indent that only deeper lines and blank ones keep apart, with at least two items.

    Runs hold markers of different kinds: CommonMark makes lists of their own of those.
    """
    done: list[tuple[Item, ...]] = []
    waiting: dict[int, list[Item]] = {}
    last = body
    for item in items(text, body, prose):
        between = (len(line["indent"]) for line in _LINE.finditer(text, last, item.start))
        low = min(between, default=item.indent + 1)
        ended = [known for known in waiting if known >= low or known > item.indent + 1]
        done += [tuple(waiting.pop(indent)) for indent in ended]
        # One column more or less makes no other level.
        level = next((known for known in waiting if abs(known - item.indent) < 2), item.indent)
        waiting.setdefault(level, []).append(item)
        last = item.end
    done += [tuple(run) for run in waiting.values()]
    return tuple(run for run in done if len(run) > 1)


@lru_cache(maxsize=4)
def items(text: str, body: int, prose: Spans) -> tuple[Item, ...]:
    """Every line that begins like an item; one in a quotation is not seen."""
    return tuple(
        _item(found) for found in _ITEM.finditer(text, body) if prose.holds(*found.span("marker"))
    )


def _item(found: re.Match[str]) -> Item:
    number = int(found["number"]) if found["number"] else -1
    return Item(*found.span("marker"), found["marker"], number, len(found["indent"]))
