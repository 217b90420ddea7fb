"""kramdown's attribute lists, ``{: .class #id key="value" name}``, and how they travel to the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from publish.ast import Attr
from publish.regex import regex

_PART = regex(
    r"""\s*(?:\#(?P<id>[^\s#."'=]+) | \.(?P<class>[^\s#"'=]+?)(?=[\s.#]|$)
    | (?P<key>[A-Za-z_][\w:-]*)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))
    | (?P<name>[A-Za-z_][\w-]*))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def parsed(text: str, known: Mapping[str, Attr]) -> Attr | None:
    """The attributes that a list means; names stand for lists defined elsewhere. None: it is no list."""
    attr = Attr()
    at = 0
    text = text.strip()
    while at < len(text):
        found = _PART.match(text, at)
        if not found or found.end() == at:
            return None
        attr = _with(attr, found, known)
        at = found.end()
    return attr


def _with(attr: Attr, found: re.Match[str], known: Mapping[str, Attr]) -> Attr:
    if found["id"]:
        return attr.with_id(found["id"])
    if found["class"]:
        return merged(attr, Attr("", (found["class"],)))
    if not found["key"]:
        return merged(attr, known.get(found["name"], Attr()))
    value = found["double"] or found["single"] or found["bare"] or ""
    match found["key"].lower():
        case "id":
            return attr.with_id(value)
        case "class":
            return merged(attr, Attr("", tuple(value.split())))
        case "style" | "markdown":
            return attr
        case key:
            return merged(attr, Attr("", (), ((key, value),)))


def merged(first: Attr, second: Attr) -> Attr:
    """Both together; an id or a value of the second wins."""
    classes = tuple(dict.fromkeys((*first.classes, *second.classes)))
    return Attr(
        second.id or first.id, classes, tuple({**dict(first.pairs), **dict(second.pairs)}.items())
    )


def written(attr: Attr) -> str:
    """The attributes as pandoc reads them behind an inline or a heading; empty for none."""
    parts = [f"#{attr.id}"] if attr.id else []
    parts += [f".{name}" for name in attr.classes]
    parts += [f'{key}="{value.translate(_QUOTES)}"' for key, value in attr.pairs]
    return "{" + " ".join(parts) + "}" if parts else ""


class Carried(NamedTuple):
    """Attributes on their way: whether they belong to the block before them, and whether they ask
    for the contents in its place."""

    attr: Attr
    after: bool
    contents: bool


class Carrier:
    """Comments that bear attributes through pandoc to the block beside which they stand."""

    def __init__(self, text: str) -> None:
        self.name = "attributes"
        while f"<!--{self.name}" in text:
            self.name += "-"
        self.carried: list[Carried] = []

    def carry(self, attr: Attr, *, after: bool, contents: bool = False) -> str:
        """The comment for attributes of the block before it (``after``) or behind it."""
        self.carried.append(Carried(attr, after, contents))
        return f"<!--{self.name} {len(self.carried) - 1}-->"

    def found(self, text: str) -> Carried | None:
        """What a comment bears; None when it is one of the author's."""
        inside = text.strip().removeprefix("<!--").removesuffix("-->")
        name, _, number = inside.partition(" ")
        return self.carried[int(number)] if name == self.name else None
