"""Where a key of a TOML file stands. Used only when a message needs a place."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]#]+?)\s*\]")
_KEY = re.compile(
    r"""\s*(?P<key>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

Path = tuple[str, ...]


def locate(text: str, path: Sequence[str]) -> tuple[int, int]:
    """1-based line and column of the key at ``path``, or of the nearest table around it."""
    places = _places(text)
    wanted = tuple(path)
    while wanted:
        if wanted in places:
            return places[wanted]
        wanted = wanted[:-1]
    return 1, 1


def _places(text: str) -> dict[Path, tuple[int, int]]:
    places: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
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
