"""Section numbers as Word counts them: one multilevel list bound to the heading styles.

A label such as ``第三章`` becomes the shape ``第%1章`` of a level and the value 3. The commonest shape
of a level is the heading style's own; a heading of another shape belongs to a list beside it, and a
value that does not follow from the one before starts a new count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from publish.backends.fragment_tree import labelled
from publish.numbering import chinese


class Heading(NamedTuple):
    """Level from 1, printed label (empty: none) and value (``3``, ``1.2``) of a heading; whether it
    begins a page, and whether it is that of a part, alone on its page."""

    level: int
    label: str
    value: str
    opens: bool = False
    part: bool = False


class Shape(NamedTuple):
    """How Word writes a number: ``w:numFmt`` and the text around it, ``{}`` where it stands."""

    format: str
    text: str
    parents: int = 0  # how many upper levels are printed before it

    def level_text(self, level: int) -> str:
        """``w:lvlText`` of this shape on a level from 1."""
        first = level - self.parents
        number = ".".join(f"%{each}" for each in range(first, level + 1))
        return self.text.replace("{}", number)

    def suffix(self) -> str:
        """``w:suff``: what stands between the label and the text, as in every other format."""
        return "space" if labelled(self.text, "").endswith(" ") else "nothing"


class Mark(NamedTuple):
    """The last number of a level and its format."""

    value: int
    format: str

    @property
    def digits(self) -> str:
        """The number as lower levels may repeat it; only digits look the same everywhere."""
        return str(self.value) if self.format == "decimal" else ""


NOWHERE = Mark(0, "")


class Count(NamedTuple):
    """Headings that count on together: the list they belong to and where it starts."""

    key: tuple[int, Shape] | None  # None: the list of the heading styles
    level: int
    start: int


class Plan(NamedTuple):
    """The shape of each level, the counts in order, and each heading's count (None: no number)."""

    shapes: dict[int, Shape]
    counts: tuple[Count, ...]
    headings: tuple[int | None, ...]


def plan(headings: Sequence[Heading]) -> Plan:
    """How Word comes to print exactly these labels."""
    shapes = _shapes(headings)
    counts: list[Count] = [Count(None, 1, 0)]
    places: list[int | None] = []
    main: dict[int, Mark] = {}  # where the list of the heading styles stands on each level
    beside: dict[tuple[int, Shape], tuple[int, int]] = {}
    current = 0
    for heading in headings:
        if not heading.label:
            places.append(None)
            continue
        shape, value = _fitting(heading, shapes.get(heading.level), main)
        if shape == shapes.get(heading.level):
            if main.get(heading.level, NOWHERE).value + 1 != value:
                counts.append(Count(None, heading.level, value))
                current = len(counts) - 1
            main = {level: at for level, at in main.items() if level < heading.level}
            main[heading.level] = Mark(value, shape.format)
            places.append(current)
            continue
        key = (heading.level, shape)
        last, place = beside.get(key, (None, 0))
        if last is None or last + 1 != value:
            counts.append(Count(key, heading.level, value))
            place = len(counts) - 1
        beside[key] = (value, place)
        places.append(place)
    return Plan(shapes, tuple(counts), tuple(places))


def _shapes(headings: Sequence[Heading]) -> dict[int, Shape]:
    """The commonest shape of each level; the earlier one where two are as common."""
    found: dict[int, Counter[Shape]] = {}
    seen: dict[int, Mark] = {}
    for heading in headings:
        if heading.label:
            shape, value = next(_readings(heading, seen))
            found.setdefault(heading.level, Counter())[shape] += 1
            seen = {level: at for level, at in seen.items() if level < heading.level}
            seen[heading.level] = Mark(value, shape.format)
    return {level: counter.most_common(1)[0][0] for level, counter in found.items()}


def _fitting(heading: Heading, shape: Shape | None, above: dict[int, Mark]) -> tuple[Shape, int]:
    """The reading of a label that has the level's own shape, or else the one that stands alone."""
    readings = list(_readings(heading, above))
    return next((each for each in readings if each[0] == shape), readings[-1])


def _readings(heading: Heading, above: dict[int, Mark]) -> Iterator[tuple[Shape, int]]:
    """Shapes and values that print the label, the most general first; the last needs no parents."""
    *upper, last = heading.value.split(".")
    written = _written(heading.label, last)
    if written is None:
        yield Shape("none", heading.label.replace("%", ""), 0), 1
        return
    format, before, after = written
    parents = len(upper)
    counted = [above.get(heading.level - parents + at, NOWHERE).digits for at in range(parents)]
    prefix = "".join(f"{part}." for part in upper)
    if upper and parents < heading.level and counted == upper and before.endswith(prefix):
        yield Shape(format, f"{before.removesuffix(prefix)}{{}}{after}", parents), int(last)
    yield Shape(format, f"{before}{{}}{after}"), int(last)


def _written(label: str, value: str) -> tuple[str, str, str] | None:
    """The format of the number in a label, and the text before and after it."""
    if not value.isdigit():
        return None
    number = int(value)
    large = number > 99
    forms = [
        ("decimal", value),
        ("chineseCountingThousand" if large else "chineseCounting", chinese(number)),
    ]
    if 1 <= number <= 26:
        letter = chr(ord("A") + number - 1)
        forms += [("upperLetter", letter), ("lowerLetter", letter.lower())]
    for format, text in forms:
        before, found, after = label.rpartition(text)
        if found and "%" not in before + after:
            return format, before, after
    return None
