"""How large a paragraph is set, by its style and its own properties, and how many lines it fills."""

from __future__ import annotations

import math
from typing import NamedTuple
from unicodedata import east_asian_width

from publish.backends.ooxml import Element, w

NARROW, SPACE, FIXED = 0.52, 0.25, 0.55  # em: a letter of a serif, a space, a letter of code
LOST = 0.8  # em at the end of a line, on the average, of what may not begin the next


class Shape(NamedTuple):
    """Width and height of the text on a page, in twentieths of a point."""

    width: float
    height: float

    @classmethod
    def of(cls, section: Element) -> Shape:
        """The shape that a ``w:sectPr`` gives pages; that of A4 where it gives none."""
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None or margins is None:
            return cls(8400.0, 13320.0)
        edges = {name: abs(float(margins.get(w(name), 1440))) for name in MARGINS}
        return cls(
            float(size.get(w("w"))) - edges["left"] - edges["right"],
            float(size.get(w("h"))) - edges["top"] - edges["bottom"],
        )


MARGINS = ("left", "right", "top", "bottom")


class Face(NamedTuple):
    """What a paragraph is set in: type, height of a line, room around it, what it is kept with."""

    size: float
    line: float
    before: float
    after: float
    indent: float
    first: float
    fixed: bool
    keep_next: bool
    keep_lines: bool
    starts_page: bool


class Metrics:
    """The styles of a document, looked up once each."""

    def __init__(self, styles: Element) -> None:
        self._styles = {each.get(w("styleId")): each for each in styles.iter(w("style"))}
        defaults = styles.find(f"{w('docDefaults')}")
        self._defaults = [] if defaults is None else list(defaults.iter(w("pPr"), w("rPr")))
        self._default = next(
            (
                each.get(w("styleId"))
                for each in styles.iter(w("style"))
                if each.get(w("type")) == "paragraph" and each.get(w("default")) == "1"
            ),
            "",
        )
        self._known: dict[str, dict[str, dict[str, str]]] = {}

    def face(self, paragraph: Element) -> Face:
        """The face of a paragraph."""
        own = paragraph.find(w("pPr"))
        style = None if own is None else own.find(w("pStyle"))
        name = self._default if style is None else style.get(w("val"))
        found = self._of(name)
        if own is not None:
            found = _over(found, [own])
        spacing, ind = found.get("spacing", {}), found.get("ind", {})
        size = float(found.get("sz", {}).get("val", 20)) * 10
        line = float(spacing.get("line", 240))
        rule = spacing.get("lineRule", "auto")
        natural = size * 1.3
        height = (
            natural * line / 240
            if rule == "auto"
            else line
            if rule == "exact"
            else max(line, natural)
        )
        left = float(ind.get("left", ind.get("start", 0))) + float(
            ind.get("right", ind.get("end", 0))
        )
        first = float(ind.get("firstLineChars", 0)) / 100 * size or float(ind.get("firstLine", 0))
        return Face(
            size=size,
            line=height,
            before=float(spacing.get("before", 0)),
            after=float(spacing.get("after", 0)),
            indent=left,
            first=first,
            fixed=name == "SourceCode",
            keep_next="keepNext" in found,
            keep_lines="keepLines" in found,
            starts_page="pageBreakBefore" in found,
        )

    def _of(self, name: str) -> dict[str, dict[str, str]]:
        if name not in self._known:
            style = self._styles.get(name)
            parent = None if style is None else style.find(w("basedOn"))
            base = _over({}, self._defaults) if parent is None else self._of(parent.get(w("val")))
            self._known[name] = base  # a style that is based on itself ends here
            if style is not None:
                parts = [each for each in style if each.tag in (w("pPr"), w("rPr"))]
                self._known[name] = _over(base, parts)
        return self._known[name]


def _over(base: dict[str, dict[str, str]], parts: list[Element]) -> dict[str, dict[str, str]]:
    """Properties with others laid over them, attribute by attribute."""
    found = dict(base)
    for part in parts:
        for each in part:
            name = each.tag.rpartition("}")[2]
            values = {key.rpartition("}")[2]: value for key, value in each.attrib.items()}
            found[name] = {**found.get(name, {}), **values}
    return found


def lines_of(text: str, face: Face, width: float) -> int:
    """The lines that ``text`` fills in a column of ``width``; a line feed begins a new one."""
    room = max((width - face.indent) / face.size - LOST, 4.0)
    first = face.first / face.size
    return sum(
        max(1, math.ceil((first + _width(line, face.fixed)) / room)) for line in text.split("\n")
    )


def _width(text: str, fixed: bool) -> float:
    narrow = FIXED if fixed else NARROW
    return sum(
        1.0
        if east_asian_width(each) in "WF" or each in "“”‘’—…"
        else SPACE
        if each == " " and not fixed
        else narrow
        for each in text
    )
