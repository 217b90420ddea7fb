"""Every way of writing a formula becomes dollars; dollars that are money are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.reader.block_lines import BlockLines
from publish.reader.spans import Spans
from publish.regex import regex

_BRACKETED = regex(
    r"(?<!\\)(?P<slashes>\\\\?)(?:\((?P<inline>[^\n]{1,400}?)(?P=slashes)\)"
    r"|\[(?P<display>(?:[^\n]|\n(?![ \t]*\n)){1,2000}?)(?P=slashes)\])"
)
_FORMULA = regex(r"[\\^_={}<>+]|^\s*[A-Za-zα-ωΑ-Ω]\s*$")
# With one backslash the brackets may be just escaped marks around a name.
_SURE = regex(r"\\[A-Za-z]{2}|\^|(?<![A-Za-z])[A-Za-z]_(?:\{|[A-Za-z0-9](?![A-Za-z]))")
_DOLLAR = regex(r"(?<![\\$])\$(?!\$)")
_OPERATOR = regex(r"[\\^_={}<>]")
_HAN = regex(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WIDE_MARK = regex(r"[\u3000-\u303f\uff00-\uff60]")
_SUM = regex(r"\d[\d,.]*\S*\s.*[A-Za-z]{2}", re.DOTALL)
_CODE = regex(r"(?<![`\\])(?P<ticks>`{1,4})(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)")
_DISPLAY = regex(r"\$\$(?:[^\n$]|\n(?![ \t]*\n)|\$(?!\$)){1,4000}\$\$")
_MIDDLE_OF_LINK = regex(r"\]\((?:[a-z]+:|[./#])", re.IGNORECASE)


def with_dollars(text: str) -> str:
    r"""The text with ``\\(x\\)`` and ``\(x\)`` as ``$x$``, ``\\[x\\]`` and ``\[x\]`` as ``$$x$$``.

    Brackets that hold no formula are escaped brackets and stay. No line is added or taken away.
    """
    if r"\(" not in text and r"\[" not in text:
        return text
    found = [item for item in _BRACKETED.finditer(text) if _dollars(item) != item[0]]
    return _replaced(text, [item.span() for item in found], [_dollars(item) for item in found])


def with_money(text: str) -> str:
    """The text with a backslash before dollars that are money: ``花了 $100和$200``.

    It matters only where other dollars hold formulas.
    """
    if "$" not in text:
        return text
    places = list(_sums(text))
    return _replaced(text, [(at, at) for at in places], ["\\"] * len(places))


def _dollars(found: re.Match[str]) -> str:
    inside = found["inline"] or found["display"]
    padded = inside[0].isspace() and inside[-1].isspace()
    proof = _FORMULA if padded or len(found["slashes"]) == 2 else _SURE
    if not proof.search(inside) or "$" in inside:
        return found[0]
    return f"${inside.strip()}$" if found["inline"] else f"$${inside}$$"


def _sums(text: str) -> Iterator[int]:
    """Where a dollar opens what looks like a formula and is a sum of money, or a variable."""
    places = [found.start() for found in _DOLLAR.finditer(text)]
    at = 0
    while at + 1 < len(places):
        inside = text[places[at] + 1 : places[at + 1]]
        if "\n\n" in inside or not inside or inside[0].isspace():
            at += 1
        elif _is_money(inside, text[places[at + 1] + 1 : places[at + 1] + 2]):
            yield places[at]
            at += 1
        else:
            at += 2


def crosses_a_link(inside: str) -> bool:
    """Whether what stands between two dollars holds the middle of a link: ``[vm.$watch](/api#$watch)``."""
    return bool(_MIDDLE_OF_LINK.search(inside))


def _is_money(inside: str, after: str) -> bool:
    """Whether a dollar before this text, with another behind it and then ``after``, opens no formula.

    Formulas hold marks of Chinese too: ``$[0，1]$``; between two sums a figure or a name follows.
    """
    if crosses_a_link(inside):
        return True
    if _OPERATOR.search(inside):
        return False
    between = after.isascii() and after.isalnum() and _WIDE_MARK.search(inside)
    return bool(_HAN.search(inside) or between or _SUM.match(inside))


def _replaced(text: str, ranges: list[tuple[int, int]], new: list[str]) -> str:
    """The text with the ranges outside code and displayed formulas replaced."""
    if not ranges:
        return text
    closed = [*BlockLines(text).closed]
    closed += [found.span() for found in _CODE.finditer(text)]
    closed += [found.span() for found in _DISPLAY.finditer(text)]
    protected = Spans(closed)
    pieces: list[str] = []
    at = 0
    for (start, end), words in zip(ranges, new, strict=True):
        if not protected.holds(start, end):
            pieces += [text[at:start], words]
            at = end
    return "".join([*pieces, text[at:]])
