"""The block of metadata at the head of a post: which form it has, its values, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from publish.diagnostics import Severity
from publish.reader import bare_header, yaml_values
from publish.reader.other_values import load_header, load_json, load_toml
from publish.reader.values import Fault, Loaded, Value

MAX_SIZE = 200_000  # characters; a longer head is a fault, not metadata

_NL = r"(?:\r\n|\n|\r)"
_FENCED = re.compile(
    rf"\ufeff?(?P<before>(?:[ \t]*{_NL})*)(?P<fence>-{{3,}}|\+{{3}}|;{{3}})[ \t]*{_NL}"
)
_KINDS = {"-": "yaml", "+": "toml", ";": "json"}
_KEY_LINE = re.compile(r"""^["']?[^\W\d_][^:=\n]*["']?[ \t]*(?::(?=\s|$)|=)""", re.MULTILINE)


class FrontMatter(NamedTuple):
    """``kind`` is yaml, toml, json, hexo (no opening ``---``), pelican (bare headers) or none.

    ``values`` hold what was written: every scalar is its own text, None where it is empty. ``keys``
    maps a key of the top level, in lower case, to the offsets of its lines; ``body`` is the offset
    at which the Markdown begins, ``start`` and ``end`` hold the head without its fences.
    """

    kind: str
    values: Mapping[str, Value]
    keys: Mapping[str, tuple[int, int]]
    body: int
    start: int = 0
    end: int = 0
    faults: tuple[Fault, ...] = ()


_NONE = FrontMatter("none", {}, {}, 0)
_LOADERS = {
    "yaml": yaml_values.load,
    "hexo": yaml_values.load,
    "toml": load_toml,
    "json": load_json,
    "pelican": load_header,
}


@lru_cache(maxsize=4)  # the reader and each round of the rules ask for the same text
def split(text: str) -> FrontMatter:
    """The front matter of a post; total: a fault is a value, at an offset of ``text``."""
    if fenced := _FENCED.match(text):
        return _fenced(text, fenced)
    start = len(text) - len(text.lstrip("\ufeff"))
    if text[start : start + 1] == "{":
        return _bare_json(text, start)
    if header := bare_header.find(text, start):
        return _loaded(header.kind, text, start, header.end, header.body)
    return _NONE


def _fenced(text: str, opening: re.Match[str]) -> FrontMatter:
    fence = opening["fence"]
    kind, start = _KINDS[fence[0]], opening.end()
    ends = rf"{re.escape(fence)}|\.\.\." if kind == "yaml" else re.escape(fence)
    close = re.compile(rf"(?:^|(?<=\r))(?:{ends})[ \t]*(?:{_NL}|\Z)", re.MULTILINE)
    closing = close.search(text, start)
    head = text[start : closing.start() if closing else start + MAX_SIZE]
    has_keys = _KEY_LINE.search(head) is not None
    if closing is None:
        unclosed = kind != "json" and _KEY_LINE.match(head)
        return _NONE._replace(faults=(_unclosed(opening),)) if unclosed else _NONE
    if head.strip() and not has_keys and kind != "json":
        return _NONE  # two rules with prose between them
    found = _loaded(kind, text, start, closing.start(), closing.end())
    if opening["before"] or len(fence) > 3:
        return found._replace(faults=(*found.faults, _odd_fence(opening)))
    return found


def _unclosed(opening: re.Match[str]) -> Fault:
    fence = opening["fence"]
    return Fault(
        opening.start("fence"),
        "FM001",
        f"the front matter is not closed by a line “{fence}”",
        "add that line below the last key",
    )


def _odd_fence(opening: re.Match[str]) -> Fault:
    message = "the front matter does not begin with “---” on the first line"
    hint = "remove what stands above it, and write three dashes"
    return Fault(opening.start("fence"), "FM001", message, hint, Severity.WARNING)


def _bare_json(text: str, start: int) -> FrontMatter:
    """A leading JSON object; a brace that opens anything else is text."""
    found = load_json(text[start : start + MAX_SIZE])
    if found.faults or not found.values:
        return _NONE
    end = start + found.size
    body = end + len(text[end:]) - len(text[end:].lstrip("\r\n \t"))
    return FrontMatter("json", found.values, _moved(found, start), body, start, end)


def _loaded(kind: str, text: str, start: int, end: int, body: int) -> FrontMatter:
    if end - start > MAX_SIZE:
        message = f"the front matter is longer than {MAX_SIZE} characters"
        fault = Fault(start, "SEC003", message, "is the closing line missing?")
        return FrontMatter(kind, {}, {}, body, start, end, (fault,))
    found = _LOADERS[kind](text[start:end])
    faults = tuple(fault._replace(offset=fault.offset + start) for fault in found.faults)
    return FrontMatter(kind, found.values, _moved(found, start), body, start, end, faults)


def _moved(found: Loaded, start: int) -> dict[str, tuple[int, int]]:
    return {key: (low + start, high + start) for key, (low, high) in found.keys.items()}
