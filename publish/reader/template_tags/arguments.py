"""The arguments of a template tag: by place, by name, and as they are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from publish.regex import regex

_ARGUMENT = regex(
    r"""(?:(?P<key>[A-Za-z_][\w.-]*)(?:\s*=\s*|:(?!//)(?=\S)))?
    (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | `(?P<tick>[^`]*)`
      | \{\{(?P<braced>[^{}]*)\}\} | (?P<bare>[^\s"'`=,][^\s=,]*|[^\s]) )""",
    re.VERBOSE,
)
_ESCAPED = regex(r"\\([\"'`\\])")


class Arguments(NamedTuple):
    """``places`` in their order, ``names`` in lower case, and the ``text`` of all.

    ``bare`` are those values that stood without quotation marks.
    """

    places: tuple[str, ...]
    names: dict[str, str]
    text: str
    bare: frozenset[str] = frozenset()

    def named(self, *names: str) -> str:
        """The first of these that is given and not empty, or nothing."""
        return next((self.names[name] for name in names if self.names.get(name)), "")

    def place(self, index: int) -> str:
        """The argument at a place, or nothing."""
        return self.places[index] if index < len(self.places) else ""

    def get(self, index: int, *names: str) -> str:
        """One of the names, or else the place."""
        return self.named(*names) or self.place(index)


def arguments(text: str) -> Arguments:
    """``a "b c" key=value key:value`` taken apart; total."""
    places: list[str] = []
    names: dict[str, str] = {}
    bare: set[str] = set()
    for found in _ARGUMENT.finditer(text):
        kind = found.lastgroup or "bare"
        value = _ESCAPED.sub(r"\1", found[kind] or "")
        if found["key"]:
            names.setdefault(found["key"].lower(), value)
        else:
            places.append(value)
        if kind in ("bare", "braced"):
            bare.add(value)
    return Arguments(tuple(places), names, text, frozenset(bare))
