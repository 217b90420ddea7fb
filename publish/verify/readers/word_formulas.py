"""Formulas of Word, and the numbers that stand in them."""

from __future__ import annotations

from publish.regex import regex
from publish.verify.model import END, FORMULA
from publish.verify.readers.markup import Element
from publish.verify.readers.names import Both
from publish.verify.readers.office import MATH as M

_NUMBER = regex(r"\([^()]*\)")
_WIDE = "\u2001\u2003 \u2000\u2002"  # the spaces of \qquad


def said(node: Element) -> str:
    """The marks of each formula in ``node``, and behind them the number at its end, as a paragraph of
    Word has it beside the formula."""
    formulas = [*node.iter(Both.FORMULA)]
    return "".join(f"{FORMULA}{END}{_number(each)}" for each in formulas if _shown(each).strip())


def _number(formula: Element) -> str:
    runs = formula.findall(f"{M}r")
    if len(runs) < 2 or runs[-1].find(f"{M}rPr/{M}nor") is None:
        return ""
    number, before = _shown(runs[-1]), _shown(runs[-2])
    is_apart = before[-1:] in _WIDE
    return number if is_apart and _NUMBER.fullmatch(number.strip()) else ""


def _shown(node: Element) -> str:
    return "".join(each.text or "" for each in node.iter(f"{M}t"))
