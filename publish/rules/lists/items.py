"""The items of lists as a text rule sees them: lines that begin with a marker, in runs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from publish.reader.spans import Spans
from publish.regex import regex

_ITEM = regex(
    r"^(?P<indent>[ ]*)(?P<marker>[-+*]|(?P<number>\d{1,9})[.)])(?P<space>[ \t]+(?=\S)|[ \t]*$)",
    re.MULTILINE,
)
# A line that ends the items right of it: after a blank one, or by what it is. Others are lazy.
_LINE = regex(
    r"\n[ \t]*\n(?P<indent>[ ]*)(?=\S)"
    r"|\n(?P<block>[ ]*)(?=#{1,6}[ \t]|>|<|```|~~~|[-+*][ \t]*$|(?:[-*_][ \t]*){3,}$)",
    re.MULTILINE,
)
_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_ODD = regex(rf"^[ \t>]*{_MARKER}[ \t]*(?:$|{_MARKER}(?:[ \t]|$))", re.MULTILINE)


class Item(NamedTuple):
    """The marker of an item: where it stands, what it is, and its columns."""

    start: int
    end: int
    marker: str
    number: int  # -1: a bullet
    indent: int
    content: int  # the column from which on a line belongs to it


@lru_cache(maxsize=4)  # a pure function that several rules ask
def runs(text: str, body: int, prose: Spans) -> tuple[tuple[Item, ...], ...]:
    """Items beside each other that only deeper lines and blank ones keep apart, two at least.

    Runs hold markers of different kinds: CommonMark makes lists of their own of those. There are
    none in a post with odd items, since which of its lists touch is then hard to see.
    """
    if odd_items(text, body, prose):
        return ()
    done: list[list[Item]] = []
    nested: list[list[Item]] = []  # each run lies in the last item of the one before it
    last = body
    for item in items(text, body, prose):
        for line in _LINE.finditer(text, last, item.start):
            ended = _depth(nested, len(line[1] or line[2] or ""))
            done += nested[ended:]
            del nested[ended:]
        depth = _depth(nested, item.indent)
        done += nested[depth + 1 :]
        del nested[depth + 1 :]
        if depth < len(nested):
            nested[depth].append(item)
        else:
            nested.append([item])
        last = item.end
    return tuple(tuple(run) for run in (*done, *nested) if len(run) > 1)


def _depth(nested: list[list[Item]], indent: int) -> int:
    """In how many of the runs that lie in each other a line of this indent lies."""
    inside = (indent >= run[-1].content for run in nested)
    return next((at for at, within in enumerate(inside) if not within), len(nested))


@lru_cache(maxsize=4)
def items(text: str, body: int, prose: Spans) -> tuple[Item, ...]:
    """Every line that begins like an item; one in a quotation is not seen."""
    return tuple(
        _item(found) for found in _ITEM.finditer(text, body) if prose.holds(*found.span("marker"))
    )


def odd_items(text: str, body: int, prose: Spans) -> bool:
    """Whether an item is empty, or begins with a list or with a block that no rule may touch."""
    return bool(_ODD.search(text, body)) or any(
        not prose.holds(*found.span("marker")) and prose.holds(found.start() - 1, found.start())
        for found in _ITEM.finditer(text, body)
    )


def _item(found: re.Match[str]) -> Item:
    number = int(found["number"]) if found["number"] else -1
    indent, edge = len(found["indent"]), len(found["indent"]) + len(found["marker"])
    content = len((" " * edge + found["space"]).expandtabs(4))
    content = content if content - edge <= 4 and found["space"] else edge + 1
    return Item(*found.span("marker"), found["marker"], number, indent, content)
