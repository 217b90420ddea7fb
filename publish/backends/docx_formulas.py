"""Formulas with a number at the right: a paragraph with tab stops, in which Word counts the number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from publish.ast import NO_ATTR, Block, Div, Enum, Inline, Math, Para, Plain, RawInline, Span
from publish.backends.docx_captions import Label
from publish.backends.docx_contents import bookmark
from publish.backends.docx_fields import bookmarked
from publish.regex import regex
from publish.walk import bearers

STYLE = "Equation"
NUMBERED = regex(r"(?s)(.*?)\s*\\qquad\s*\\text\{(\([^(){}]*?)(\d+)\)\}\s*")
TAB = "<w:r><w:tab/></w:r>"
INLINE = Enum("InlineMath")  # a displayed one would stand in a paragraph alone


class Numbered(NamedTuple):
    """A displayed formula with its number: the id that it bears, its TeX without the number."""

    id: str
    tex: str
    label: Label


def formula(node: Block | Inline, top: int) -> Numbered | None:
    """What stands in a block, if that is just a formula with a number in brackets.

    Numbers with a chapter begin anew at each heading of the level ``top``.
    """
    match node:
        case Para(c=(inner,)) | Plain(c=(inner,)):
            return formula(inner, top)
        case Span(c=(attr, (Math() as inner,))) | Div(c=(attr, (Para() | Plain() as inner,))):
            found = formula(inner, top)
            return found._replace(id=attr.id or found.id) if found else None
        case Math(c=(Enum(t="DisplayMath"), tex)) if parts := NUMBERED.fullmatch(tex):
            code = "SEQ Equation \\* ARABIC" + f" \\s {top}" * (parts[2] != "(")
            return Numbered("", parts[1], Label(parts[2], code, parts[3], ")"))
        case _:
            return None


def formula_labels(blocks: Iterable[Block], top: int) -> dict[str, Label]:
    """The numbers of formulas by id."""
    found = (formula(node, top) for node in bearers(blocks))
    return {each.id: each.label for each in found if each and each.id}


def set_apart(found: Numbered) -> Block:
    """The paragraph of a formula with its number."""
    number = found.label.runs(found.id)
    named = bookmarked(bookmark(found.id), number) if found.id else number
    parts: tuple[Inline, ...] = (
        RawInline(("openxml", TAB)),
        Math((INLINE, found.tex)),
        RawInline(("openxml", TAB + named)),
    )
    return Div((NO_ATTR.with_pairs(custom_style=STYLE), (Para(parts),)))
