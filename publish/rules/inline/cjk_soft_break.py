"""INL005: a line break inside a Chinese or Japanese sentence."""

from __future__ import annotations

import unicodedata

from publish.ast import Inline, Inlines, Note, SoftBreak, Span, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.by_block import by_block
from publish.rules.rule import Revision, Rule
from publish.walk import plain_text, rewrite, same_block

_BREAKS = frozenset({SoftBreak})
_WIDE = frozenset({"W", "F"})


def revise(document: Document) -> Revision:
    """A break between two wide characters goes; every other one becomes a space in the outputs."""
    if document.metadata.lang.startswith("ko"):
        return Revision(document)
    return by_block(
        document,
        lambda block: rewrite((block,), same_block, _joined, _BREAKS),
        "a line breaks inside a sentence",
    )


def _joined(inlines: Inlines) -> Inlines:
    kept = [
        node
        for at, node in enumerate(inlines)
        if not (isinstance(node, SoftBreak) and _between_wide(inlines, at))
    ]
    return inlines if len(kept) == len(inlines) else tuple(_merged(kept))


def _between_wide(inlines: Inlines, at: int) -> bool:
    before, after = _beside(inlines, at, -1), _beside(inlines, at, 1)
    return bool(before and after) and _is_wide(before[-1]) and _is_wide(after[0])


def _beside(inlines: Inlines, at: int, step: int) -> str:
    """The words next to a node; the mark of a note and an empty anchor stand between no words."""
    at += step
    while 0 <= at < len(inlines) and _is_mark(inlines[at]):
        at += step
    return plain_text((inlines[at],)) if 0 <= at < len(inlines) else ""


def _is_mark(node: Inline) -> bool:
    return isinstance(node, Note) or (isinstance(node, Span) and not node.c[1])


def _is_wide(character: str) -> bool:
    hangul = "\uac00" <= character <= "\ud7a3"
    quote = character in "“”‘’…—"
    return not hangul and (quote or unicodedata.east_asian_width(character) in _WIDE)


def _merged(nodes: list[Inline]) -> list[Inline]:
    done: list[Inline] = []
    for node in nodes:
        last = done[-1] if done else None
        if isinstance(node, Str) and isinstance(last, Str):
            done[-1] = Str(last.c + node.c)
        else:
            done.append(node)
    return done


RULE = Rule(
    code="INL005",
    name="break-inside-sentence",
    summary="A line breaks between two Chinese or Japanese characters.",
    why="Every format shows a space for a line break, and no space belongs there. Korean is left alone.",
    before="---\nlang: zh\n---\n\n上一行\n下一行。\n",
    after="上一行下一行。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
