"""Obsidian's comments, block ids, states of tasks, and the code that only it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.ast import Attr
from publish.reader.dialect_marks.attributes import Carrier
from publish.reader.dialect_marks.source import Change, Source, newlines
from publish.reader.dialect_marks.wikilinks import block_name
from publish.regex import regex

_COMMENT = regex(r"(?<!\\)%%.*?%%", re.DOTALL)
_BLOCK_ID = regex(r"(?:(?<=[^\s\\])[ \t]+|^[ \t>]*)\^(?P<id>[A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
_TASK = regex(
    r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[(?P<state>[^ \]\[xX\n])\](?=[ \t])", re.MULTILINE
)
_DONE = frozenset("-")
_RUN = regex(
    r"^[ \t>]*(?:```+|~~~+)[ \t]*(?P<language>dataview|dataviewjs|tasks|query|base|button|templater)[ \t]*$",
    re.MULTILINE,
)
TAG = regex(r"(?<![^\s(（,，。、>])#(?P<tag>[^\W\d_][\w/-]*|\d[\w/-]*[^\W\d][\w/-]*)(?![\w#])")


def comments(source: Source) -> Iterator[Change]:
    """``%%…%%``, over lines too, is gone."""
    at = 0
    for found in _COMMENT.finditer(source.text):
        if found.start() >= at and source.free.holds(found.start(), found.start() + 2):
            at = found.end()
            yield Change(
                *found.span(), newlines(found[0]), "DIA006", "a comment as only Obsidian writes it"
            )


def block_ids(source: Source) -> Iterator[Change]:
    """`` ^id`` at the end of a block becomes its id."""
    for found in _BLOCK_ID.finditer(source.text):
        if source.free.holds(*found.span()):
            alone = not source.text[found.start() : found.start("id") - 1].strip(" \t>")
            indent = found[0][: found[0].index("^")] if alone else ""
            mark = source.carrier.carry(Attr(block_name(found["id"])), after=True)
            yield Change(*found.span(), indent + mark, "DIA006", "an id as only Obsidian writes it")


def task_states(source: Source) -> Iterator[Change]:
    """States beside done and not done: ``[-]`` is done with, the others are open."""
    for found in _TASK.finditer(source.text):
        start, end = found.span("state")
        if source.code.holds(start, end):
            continue
        new = "x" if found["state"] in _DONE else " "
        message = f"the state [{found['state']}] of a task becomes [{new}]"
        yield Change(start, end, new, "DIA006", message)


def programs(source: Source) -> Iterator[Change]:
    """Queries stay as code, and are spoken of."""
    for found in _RUN.finditer(source.text):
        start, end = found.span("language")
        message = f"the {found['language']} block is not run; it is printed as code"
        yield Change(start, end, found["language"], "DIA006", message, "write down what it finds")


def inline_tags(body: str) -> tuple[str, ...]:
    """The ``#tags`` in a note, each once."""
    if "#" not in body:
        return ()
    source = Source(body, "obsidian", Carrier(""))
    found = (item for item in TAG.finditer(body) if source.free.holds(*item.span()))
    return tuple(dict.fromkeys(item["tag"] for item in found))
