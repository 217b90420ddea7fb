"""Which square brackets of a Markdown text belong together."""

from __future__ import annotations

import re

from publish.reader.inline_spans import code_end, paragraph_end, tick_runs
from publish.regex import regex

_TOKEN = regex(r"\\.|(?P<ticks>`+)|(?P<bracket>[\[\]])|(?P<blank>\n[ \t]*(?=\n))", re.DOTALL)
_BLANK = regex(r"\n[ \t]*(?=\n)")


def brackets(text: str) -> dict[int, int]:
    """Where each bracket stands that another closes in its paragraph, and the offset behind the other.

    Escaped ones and those in code are none. Linear in the length of the text.
    """
    runs = tick_runs(text, 0, len(text))
    breaks = [found.start() for found in _BLANK.finditer(text)]
    waiting: list[int] = []
    ends: dict[int, int] = {}
    at = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        if found["ticks"]:
            at = code_end(found, runs, paragraph_end(breaks, at, len(text))) or at
        elif found["blank"]:
            waiting.clear()
        elif found["bracket"] == "[":
            waiting.append(found.start())
        elif found["bracket"] and waiting:
            ends[waiting.pop()] = at
    return ends
