"""Lines of YAML front matter as the rules about values see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from publish.reader.front_matter import split
from publish.regex import regex
from publish.rules.rule import Page

_LINE = regex(r"[^:\n]*:[ \t]*(?P<value>[^\n]*?)[ \t]*(?:\n|\Z)")
_ITEM = regex(r"^[ \t]*-[ \t]+(?P<value>[^\n]*?)[ \t]*$", re.MULTILINE)
_FLOW_ITEM = regex(r"(?:(?<=\[)|(?<=,))[ \t]*(?P<value>[^\[\],\"'{}\n]*?)[ \t]*(?=[,\]])")


class Value(NamedTuple):
    """What is written at ``start`` to ``end``; empty where a key stands alone on its line."""

    key: str
    start: int
    end: int
    text: str


def first_lines(page: Page) -> Iterator[Value]:
    """For each key of a head in YAML what stands behind it on its line; nothing for other heads."""
    if page.front and split(page.text).kind in ("yaml", "hexo"):
        for key, (start, end) in page.front.items():
            if found := _LINE.match(page.text, start, end):
                yield Value(key, *found.span("value"), found["value"])


def items(page: Page, value: Value) -> Iterator[Value]:
    """The bare items of a list, on one line or on lines of their own below the key."""
    if value.text.startswith("["):
        pattern, low, high = _FLOW_ITEM, value.start, value.end
    elif not value.text:
        pattern, low, high = _ITEM, value.end, page.front[value.key][1]
    else:
        return
    for found in pattern.finditer(page.text, low, high):
        yield Value(value.key, *found.span("value"), found["value"])
