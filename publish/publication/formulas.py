"""Numbers of formulas that have a label: set behind them once, so that every format prints the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.ast import Blocks, Inline, Inlines, Math, Span
from publish.reader.dialect_marks.labels import FORMULA
from publish.rules.inline import tex
from publish.walk import each, rewrite

__all__ = ["FORMULA", "with_formula_numbers"]


def with_formula_numbers(
    blocks: Blocks, count: Callable[[], str]
) -> tuple[Blocks, Mapping[str, str]]:
    """``blocks`` with a number behind each formula that wants one, and the numbers by id.

    ``count`` gives the next number; one that the author has typed, here or elsewhere in ``blocks``,
    is passed over. A formula whose number he typed has it already.
    """
    typed = {number for _, formula in each(blocks, Math) for number in tex.numbers(formula.c[1])}
    called: dict[str, str] = {}

    def following() -> str:
        number = f"({count()})"
        while number in typed:
            number = f"({count()})"
        return number

    def numbered(node: Inline) -> Inline:
        match node:
            case Span(c=(attr, content)) if attr.has(FORMULA):
                at = max(
                    (at for at, part in enumerate(content) if isinstance(part, Math)), default=-1
                )
                if at < 0:
                    return node
                if not attr.get("number-label"):
                    formula = content[at]
                    assert isinstance(formula, Math)
                    attr = attr.with_pairs(number_label=following())
                    kind, text = formula.c
                    formula = Math((kind, tex.with_number(text, attr.get("number-label"))))
                    content = (*content[:at], formula, *content[at + 1 :])
                if attr.id:
                    called[attr.id] = attr.get("number-label")
                return Span((attr, content))
            case _:
                return node

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(numbered, content))

    return rewrite(blocks, inlines=inlines, only=frozenset({Math})), called
