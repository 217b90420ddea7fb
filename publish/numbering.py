"""Hand-typed section numbers: the label that every format prints, and the number that it says."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from publish.regex import regex

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_CN = "零一二三四五六七八九十百千"


class Number(NamedTuple):
    """A number in front of a heading: style, value (``1``, ``1.2``), label, and the text after it.

    The label has the marks that its author typed (``一、`` or ``一.``) and no spaces.
    """

    style: str
    value: str
    label: str
    rest: str


# What a part of a text is called: 第一章, 第1节.
PARTS = {
    "chapter": "章", "section": "节", "section-hant": "節", "division": "部分", "piece": "篇",
    "lesson": "课", "lesson-hant": "課", "lecture": "讲", "lecture-hant": "講", "round": "回",
}  # fmt: skip
_AFTER = r"\s*[：:、.]?\s*"

# Style and pattern; the first that matches a text wins.
STYLES = (
    *((f"cjk-{name}", regex(rf"第([{_CN}]{{1,7}}){part}{_AFTER}")) for name, part in PARTS.items()),
    *(
        (f"arabic-{name}", regex(rf"第\s?([0-9]{{1,3}})\s?{part}{_AFTER}"))
        for name, part in PARTS.items()
    ),
    ("cjk-dun", regex(rf"([{_CN}]{{1,4}})[、，．.]\s*")),
    ("cjk-paren", regex(rf"[（(]([{_CN}]{{1,4}})[)）]\s*")),
    (
        "dotted",
        regex(
            r"([0-9]{1,3}(?:\.[0-9]{1,3})+)[.、]?(?:\s+|(?=[\u4e00-\u9fff]))(?![万亿萬億元个個倍版])"
        ),
    ),
    ("arabic-dot", regex(r"([0-9]{1,3})[.．]\s*(?=[^\d\s])")),
    ("arabic-paren", regex(r"([0-9]{1,3})[)）]\s*")),
    ("arabic-parens", regex(r"\(([0-9]{1,3})\)\s*")),
    ("arabic-wide-parens", regex(r"（([0-9]{1,3})）\s*")),
    ("arabic-dun", regex(r"([0-9]{1,3})、\s*")),
    ("circled", regex(r"([①-⑳])\s*")),
    ("letter-dot", regex(r"([A-Z])\.\s+")),
)
_FIRST = {"letter-dot": "A", "circled": "①"}


@lru_cache(maxsize=1024)  # several rules ask for each heading
def parse(text: str) -> Number | None:
    """The number at the beginning of a heading's text, or None. It must leave some text, and its
    numeral must be the usual one: no zero in front, and 十二 rather than 一十二."""
    for style, pattern in STYLES:
        found = pattern.match(text)
        if found is None or found.end() == len(text):
            continue
        value = _value(style, found[1])
        if value:
            return Number(style, value, "".join(found[0].split()), text[found.end() :])
    return None


def order(value: str) -> tuple[int, ...]:
    """A value as numbers, for comparing."""
    return tuple(int(part) for part in value.split("."))


def chinese(number: int) -> str:
    """A number from 0 to 9999 in Chinese numerals (12 is 十二)."""
    if number == 0:
        return _DIGITS[0]
    text, gap = "", False
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    if number:
        text += ("零" if gap else "") + _DIGITS[number]
    return text.removeprefix("一") if text.startswith("一十") else text


def arabic(text: str) -> int | None:
    """A Chinese numeral up to 9999 as a number, or None where it is none."""
    total = digit = 0
    for character in text.replace("〇", "零").replace("两", "二"):
        unit = next((size for size, name in _UNITS if name == character), 0)
        if unit:
            total += max(digit, 1) * unit
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            return None
    return total + digit


def _value(style: str, text: str) -> str:
    if style in _FIRST:
        return str(ord(text) - ord(_FIRST[style]) + 1)
    if style == "dotted":
        return text
    if not style.startswith("cjk-"):
        return text if text == str(int(text)) else ""
    number = arabic(text)
    return str(number) if number and chinese(number) == text else ""
