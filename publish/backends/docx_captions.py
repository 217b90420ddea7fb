"""Labels that Word counts itself, in captions and beside formulas, and the fields that name them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from publish.ast import (
    Attr,
    Block,
    Figure,
    Header,
    Inline,
    Inlines,
    Link,
    RawInline,
    Space,
    Str,
    Table,
)
from publish.backends.docx_fields import LINK, bookmarked, field, run
from publish.regex import regex
from publish.walk import bearers, plain_text

COUNTED = regex(r"(?P<chapter>.*[-.–])?(?P<last>\d+)")
NAMED = regex(r"[^\W\d]\w{0,39}")  # ids that a field can name


class Label(NamedTuple):
    """A label taken apart: what stands before its last number, that number, and what follows;
    ``code`` is the instruction by which Word counts."""

    before: str
    code: str
    last: str
    after: str = ""

    @property
    def text(self) -> str:
        """The label as it is printed."""
        return self.before + self.last + self.after

    def runs(self, id: str = "") -> str:
        """The runs of the label, with a bookmark around them that :func:`reference` knows."""
        made = run(self.before) if self.before else ""
        made += field(self.code, self.last) + (run(self.after) if self.after else "")
        return bookmarked(bookmark_of(id), made) if id else made


def bookmark_of(id: str) -> str:
    """The hidden bookmark around the label of the id, named as Word names its own."""
    number = int(hashlib.sha1(id.encode(), usedforsecurity=False).hexdigest(), 16) % 10**9
    return f"_Ref{number:09}"


def label_of(attr: Attr, top: int) -> Label | None:
    """The label that a figure, a listing or a table bears, if Word can count it.

    Numbers with a chapter (``1-2``) begin anew at each heading of the level ``top``.
    """
    label, value = attr.get("number-label"), attr.get("number-value")
    parts = COUNTED.fullmatch(value)
    if not attr.id or not parts or not label.endswith(value):
        return None
    word = re.sub(r"\W+", "_", label.removesuffix(value).strip()) or "Caption"
    code = f"SEQ {word} \\* ARABIC" + f" \\s {top}" * bool(parts["chapter"])
    return Label(label.removesuffix(parts["last"]), code, parts["last"])


def labels(blocks: Iterable[Block], top: int) -> dict[str, Label]:
    """The labels of figures, listings and tables by id; chapters are headings of the level ``top``."""
    found = {}
    for node in bearers(blocks):
        if isinstance(node, Figure | Table) and (label := label_of(node.c[0], top)):
            found[node.c[0].id] = label
    return found


def titles(blocks: Iterable[Block]) -> dict[str, str]:
    """The texts of the headings by id."""
    return {
        node.c[1].id: plain_text(node.c[2])
        for node in bearers(blocks)
        if isinstance(node, Header) and node.c[1].id
    }


def counted(caption: Inlines, id: str, label: Label | None) -> Inlines:
    """A caption whose number is a field; as it is where that cannot be."""
    rest = _without(caption, label.text) if label else None
    if label is None or rest is None:
        return caption
    return (RawInline(("openxml", label.runs(id))), *rest)


def reference(link: Inline, known: Mapping[str, Label], titles: Mapping[str, str]) -> Inline:
    """A link that says just the label or the title of what it leads to becomes a field that says it."""
    match link:
        case Link(c=(_, text, (target, _))) if target.startswith("#"):
            id, said = target[1:], plain_text(text)
            if not said or any(not isinstance(part, Str | Space) for part in text):
                return link
            if id in known and known[id].text == said:
                name = bookmark_of(id)
            elif titles.get(id) == said and NAMED.fullmatch(id):
                name = id
            else:
                return link
            return RawInline(("openxml", field(f"REF {name} \\h", said, LINK)))
        case _:
            return link


def _without(text: Inlines, label: str) -> Inlines | None:
    """``text`` without the label that it begins with; None where nodes of other kinds hold it."""
    left = label
    for at, node in enumerate(text):
        if not left:
            return text[at:]
        match node:
            case Space() if left[0].isspace():
                left = left[1:]
            case Str(c=words) if words.startswith(left):
                kept = words[len(left) :]
                return (Str(kept), *text[at + 1 :]) if kept else text[at + 1 :]
            case Str(c=words) if left.startswith(words):
                left = left[len(words) :]
            case _:
                return None
    return None if left else ()
