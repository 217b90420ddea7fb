"""Captions with numbers: what 图 1-1 …, 表2：…, 示例 3-1：… and Figure 1. … say."""

from __future__ import annotations

import re
from typing import NamedTuple

from publish.ast import Attr, Inlines
from publish.regex import regex
from publish.walk import plain_text

LISTING_WORDS = (
    "示例|代码清单|程序清单|程式碼清單|清单|リスト"  # in Han scripts, none part of another word
)
_NUMBER = r"(?P<number>\d{1,3}(?:[.\-–]\d{1,3}){0,3})"
# Without a mark behind the number the next word tells a caption from a sentence about the figure.
_HAN = regex(
    rf"(?P<label>(?P<word>图|圖|図|图表|表|表格|{LISTING_WORDS})\s*{_NUMBER})(?:\s*[：:.．、]\s*(?P<marked>\S.{{0,160}})"
    rf"|(?![\d.\-–])\s*(?P<bare>[^\s\d：:.．、，,。；中是为為给給展显顯说說描所里裡的和与與及或可就在到将將用])(?P<rest>[^。]{{0,80}})|)"
)
_LATIN = regex(
    rf"(?P<label>(?P<word>Figure|Fig\.|Abb\.|Abbildung|Figura|Table|Tab\.|Tabelle|Tableau|Tabla|그림|표|Listing|Listado|코드)"
    rf"\s*{_NUMBER})\s*(?:[：:.—–-]\s*(?P<marked>\S.{{0,300}}))?"
)
KINDS = {
    **dict.fromkeys("表 表格 Table Tab. Tabelle Tableau Tabla 표".split(), "table"),
    **dict.fromkeys([*LISTING_WORDS.split("|"), "Listing", "Listado", "코드"], "listing"),
}  # any other word is that of a figure
# Any label that an author may have typed, so that it is not given twice.
_TYPED = regex(
    rf"\s*((?:图表|图片|插图|附图|附表|图|圖片|圖|図|表格|表|{LISTING_WORDS}|代码|그림|표|코드"
    r"|(?:Figure|Fig|Abbildung|Abb|Figura|Table|Tab|Tabelle|Tableau|Tabla|Listing|Listado|Example)\b\.?)"
    r"\s*(?:[A-Z][.\-–]?)?(?:\d[\d.\-–]*|[一二三四五六七八九十]+(?=[、：:.．\s]|$)))",
    re.IGNORECASE,
)
_DIGITS = regex(r"\s*[\d.\-–]+$")
NUMBER = ("number-label", "number-value")  # the attributes that hold what a caption says
PREFIXES = {"figure": "fig", "table": "tbl", "listing": "lst"}


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
    return Label(found["label"], kind(found["label"]), found["number"])


def kind(label: str) -> str:
    """What a label as typed counts: figure, table or listing."""
    return KINDS.get(_DIGITS.sub("", label), "figure")


def typed(text: Inlines) -> str:
    """The label with which the words of a caption begin, as typed, in whatever form; or empty."""
    found = _TYPED.match(plain_text(text))
    return found[1] if found else ""


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
