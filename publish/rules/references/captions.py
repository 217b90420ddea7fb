"""Captions with numbers: what 图 1-1 …, 表2：… and Figure 1. … say."""

from __future__ import annotations

import re
from typing import NamedTuple

from publish.ast import Attr, Inlines
from publish.walk import plain_text

_NUMBER = r"(?P<number>\d{1,3}(?:[.\-–]\d{1,3}){0,3})"
# Without a mark behind the number the next word tells a caption from a sentence about the figure.
_HAN = re.compile(
    rf"(?P<label>(?P<word>图|圖|図|图表|表|表格)\s*{_NUMBER})(?:\s*[：:.．、]\s*(?P<marked>\S.{{0,160}})"
    rf"|(?![\d.\-–])\s*(?P<bare>[^\s\d：:.．、，,。；中是为為给給展显顯说說描所里裡的和与與及或可就在到将將用])(?P<rest>[^。]{{0,80}})|)"
)
_LATIN = re.compile(
    rf"(?P<label>(?P<word>Figure|Fig\.|Abb\.|Table|Tab\.|그림|표)\s*{_NUMBER})\s*(?:[：:.—–-]\s*(?P<marked>\S.{{0,300}}))?"
)
TABLES = frozenset("表 表格 Table Tab. 표".split())
NUMBER = ("number-label", "number-value")  # the attributes that hold what a caption says
PREFIXES = {"figure": "fig", "table": "tbl"}


class Label(NamedTuple):
    """The label of a caption as typed (``图 1-1``), what it counts, and its number."""

    text: str
    kind: str
    number: str

    @property
    def id(self) -> str:
        """The anchor of what the caption belongs to."""
        return f"{PREFIXES[self.kind]}-{self.number.replace('–', '-').replace('.', '-')}"


def label(text: Inlines) -> Label | None:
    """The label with which a paragraph begins, where the paragraph is a caption and no sentence."""
    words = plain_text(text)
    found = _HAN.fullmatch(words) or _LATIN.fullmatch(words)
    if found is None:
        return None
    kind = "table" if found["word"] in TABLES else "figure"
    return Label(found["label"], kind, found["number"])


def labelled(attr: Attr, text: Inlines, taken: set[str]) -> Attr:
    """The attributes of a figure or table with its number as data, and an id of its own."""
    found = label(text)
    if found is None:
        return attr
    id = attr.id or (found.id if found.id not in taken else "")
    if id:
        taken.add(id)
    return attr.with_id(id).with_pairs(number_label=found.text, number_value=found.number)


def unlabelled(attr: Attr) -> Attr:
    """The attributes as the author would write them: what comes from the caption is left out."""
    number = attr.get("number-value").replace("–", "-").replace(".", "-")
    made = bool(number) and attr.id in {f"{prefix}-{number}" for prefix in PREFIXES.values()}
    return attr.with_id("" if made else attr.id).without(*NUMBER)
