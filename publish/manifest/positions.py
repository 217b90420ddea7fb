"""Where a key of a TOML file stands. Used only when a message needs a place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from publish.regex import regex

_HEADER = regex(r"\s*\[\[?\s*(?P<name>[^\]#]+?)\s*\]")
_KEY = regex(
    r"""\s*(?P<key>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = regex(r"""[\w-]+|"[^"]*"|'[^']*'""")

Path = tuple[str, ...]


def locate(text: str, path: Sequence[str], profile: str = "", value: str = "") -> tuple[int, int]:
    """1-based line and column of the key at ``path``, or of the nearest table around it.

    What a ``profile`` says comes before what it is laid over. A ``value`` is looked for from there
    to the next key: in a list over several lines it has a line of its own.
    """
    places = _places(text)
    wanted = tuple(path)
    overlaid = ("profiles", profile, *wanted)
    if profile and overlaid in places:
        wanted = overlaid
    while wanted and wanted not in places:
        wanted = wanted[:-1]
    if not wanted:
        return 1, 1
    start = places[wanted]
    return (_value(text, start, places, value) if value else None) or start


def _value(
    text: str, start: tuple[int, int], places: Mapping[Path, tuple[int, int]], value: str
) -> tuple[int, int] | None:
    """Where a value, or a key that has no place of its own, stands between a key and the next."""
    after = min((place[0] for place in places.values() if place[0] > start[0]), default=0)
    mark = re.compile(rf"""(["']){re.escape(value)}\1|\b{re.escape(value)}\s*=""")
    lines = _lines(text)
    for number in range(start[0], after or len(lines) + 1):
        column = start[1] - 1 if number == start[0] else 0
        if found := mark.search(lines[number - 1], column):
            return number, found.start() + 1
    return None


def _places(text: str) -> dict[Path, tuple[int, int]]:
    places: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    fence = ""
    for number, line in enumerate(_lines(text), 1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if header := _HEADER.match(line):
            table = _split(header["name"])
            _note(places, table, number, line.index("[") + 1)
        elif found := _KEY.match(line):
            _note(places, table + _split(found["key"]), number, found.start("key") + 1)
            _inline(places, table + _split(found["key"]), line, found.end(), number)
        fence = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return places


def _lines(text: str) -> list[str]:
    return re.split(r"\r?\n", text)


def _inline(
    places: dict[Path, tuple[int, int]], path: Path, line: str, at: int, number: int
) -> None:
    """Keys of an inline table that stands on one line."""
    if line[at:].lstrip().startswith("{"):
        for found in re.finditer(r"[{,]\s*([\w.-]+)\s*=", line[at:]):
            _note(places, path + _split(found[1]), number, at + found.start(1) + 1)


def _note(places: dict[Path, tuple[int, int]], path: Path, line: int, column: int) -> None:
    for end in range(1, len(path) + 1):
        places.setdefault(path[:end], (line, column))


def _split(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
