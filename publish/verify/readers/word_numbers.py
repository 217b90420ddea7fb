"""The numbers that Word counts: lists of numbering.xml, followed from paragraph to paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from publish.numbering import chinese
from publish.regex import regex
from publish.verify.readers.markup import Element
from publish.verify.readers.names import W

_PLACE = regex(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Level(NamedTuple):
    """One level of a list: how its number is written, the text around it, where it starts."""

    format: str
    text: str
    start: int


class Counted(NamedTuple):
    """What stands before a paragraph: the printed label, and its number (None: a bullet)."""

    label: str
    value: int | None


class Numbering:
    """The lists of a document and how far each has counted; asked for one paragraph after another."""

    def __init__(self, root: Element | None) -> None:
        self.abstract: dict[str, Mapping[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, int]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for each in root.iter(f"{W}abstractNum"):
            self.abstract[each.get(f"{W}abstractNumId")] = _levels(each)
        for each in root.iter(f"{W}num"):
            starts = {
                int(override.get(f"{W}ilvl")): int(start.get(f"{W}val"))
                for override in each.iter(f"{W}lvlOverride")
                if (start := override.find(f"{W}startOverride")) is not None
            }
            name = each.find(f"{W}abstractNumId").get(f"{W}val")
            self.lists[each.get(f"{W}numId")] = (name, starts)

    def next(self, number: str, level: int) -> Counted | None:
        """What the next paragraph of a list on a level is marked with; None for no list."""
        if number not in self.lists or level not in self.abstract[self.lists[number][0]]:
            return None
        name, starts = self.lists[number]
        levels = self.abstract[name]
        counts = self.counts.setdefault(name, {})
        if (number, level) not in self.begun:
            self.begun.add((number, level))
            if level in starts:  # a list of its own, that begins here
                counts.pop(level, None)
        start = starts.get(level, levels[level].start)
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        form = levels[level]
        if form.format in ("bullet", "none"):
            return Counted(form.text, None)

        def printed(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            upper = levels.get(at, form)
            return _written(counts.get(at, upper.start), upper.format)

        return Counted(_PLACE.sub(printed, form.text), counts[level])


def _levels(abstract: Element) -> Mapping[int, Level]:
    found = {}
    for each in abstract.iter(f"{W}lvl"):
        values = {
            name: node.get(f"{W}val") or ""
            for name in ("numFmt", "lvlText", "start")
            if (node := each.find(f"{W}{name}")) is not None
        }
        start = values.get("start", "1")
        found[int(each.get(f"{W}ilvl"))] = Level(
            values.get("numFmt", "decimal"), values.get("lvlText", ""), int(start or 1)
        )
    return found


def _written(value: int, format: str) -> str:
    """A number as Word writes it in a format; digits where the format is another."""
    match format:
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting":
            return chinese(value)
        case "upperLetter":
            return _letters(value).upper()
        case "lowerLetter":
            return _letters(value)
        case "upperRoman":
            return _roman(value).upper()
        case "lowerRoman":
            return _roman(value)
        case _:
            return str(value)


def _letters(value: int) -> str:
    """a … z, aa … zz."""
    turns, at = divmod(max(value, 1) - 1, 26)
    return chr(ord("a") + at) * (turns + 1)


def _roman(value: int) -> str:
    made = ""
    for worth, letters in _ROMAN:
        made += letters * (value // worth)
        value %= worth
    return made
