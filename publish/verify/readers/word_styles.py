"""Paragraph styles of Word, with what they take from those they are based on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.verify.readers.archive import Archive
from publish.verify.readers.markup import Element
from publish.verify.readers.names import W
from publish.verify.readers.office import part


class Style(NamedTuple):
    """A paragraph style: its name in small letters, the list it counts in, and whether it is hidden."""

    name: str
    number: str
    level: int
    hidden: bool


PLAIN = Style("", "", 0, False)


def read_styles(files: Archive) -> dict[str, Style]:
    """The paragraph styles by id, with what they take from those they are based on."""
    nodes = {
        each.get(f"{W}styleId"): each for each in part(files, "word/styles.xml").iter(f"{W}style")
    }
    return {id: _style(node, nodes) for id, node in nodes.items()}


def _style(node: Element, nodes: Mapping[str, Element]) -> Style:
    name = node.find(f"{W}name")
    number, level = "", 0
    hidden = False
    seen: list[Element] = []
    at: Element | None = node
    while at is not None and at not in seen:
        seen.append(at)
        own = at.find(f"{W}pPr/{W}numPr")
        if own is not None and not number:
            of, on = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            number = of.get(f"{W}val") if of is not None else ""
            level = int(on.get(f"{W}val")) if on is not None else 0
        hidden = hidden or at.find(f"{W}rPr/{W}vanish") is not None
        base = at.find(f"{W}basedOn")
        at = nodes.get(base.get(f"{W}val")) if base is not None else None
    return Style((name.get(f"{W}val") if name is not None else "").lower(), number, level, hidden)
