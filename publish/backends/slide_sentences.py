"""Paragraphs cut into sentences: every character stays, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.ast import Inline, Inlines, LineBreak, Link, SoftBreak, Space, Span, Str
from publish.backends.slide_model import NOTE
from publish.regex import regex
from publish.walk import plain_text

CLOSING = "”’」』）》】〉\"')]"
FULL = regex(rf"[^。！？；]*[。！？；…]*[。！？；]+[{re.escape(CLOSING)}]*")
END = regex(rf"[.!?;][{re.escape(CLOSING)}]*$")
SHORTENED = regex(
    r"(^|[\W\d])([A-Za-z]|e\.g|i\.e|cf|vs|etc|al|Mr|Mrs|Ms|Dr|St|No|Fig|Eq|Sec|Vol|pp?|ca|approx)\."
    rf"[{re.escape(CLOSING)}]*$"
)
SHORT = 8  # characters: a shorter sentence stays with the one before it


def sentences(inlines: Inlines) -> tuple[Inlines, ...]:
    """The sentences of a paragraph; white space between two of them goes.

    A sentence ends at 。！？； or, before a space, at . ! ? ; outside of emphasis, links and code, never
    after a common abbreviation or an initial.
    """
    pieces: list[list[Inline]] = [[]]
    for node in inlines:
        match node:
            case Str(c=text):
                _add_text(pieces, text)
            case Link() if _is_note(node) and not pieces[-1] and pieces[1:]:
                pieces[-2].append(node)
            case Space() | SoftBreak() if _is_end(pieces[-1]):
                pieces.append([])
            case LineBreak() if _is_end(pieces[-1]):
                pieces.append([])
            case Span(c=(attr, inside)) if attr.get("lang") and inside:
                first, *others = sentences(inside)
                pieces[-1].append(Span((attr, first)))
                pieces += [[Span((attr, other))] for other in others]
            case _:
                pieces[-1].append(node)
    return _joined([tuple(piece) for piece in pieces])


def joined(pieces: Iterable[Inlines]) -> Inlines:
    """Sentences as a paragraph again."""
    whole: Inlines = ()
    for piece in pieces:
        gap = () if not whole or _is_wide(plain_text(whole)) else (Space(),)
        whole = (*whole, *gap, *piece)
    return whole


def _add_text(pieces: list[list[Inline]], text: str) -> None:
    """The characters of a word, a new piece after each full-width end."""
    at = 0
    for found in FULL.finditer(text):
        pieces[-1].append(Str(found[0]))
        pieces.append([])
        at = found.end()
    if at < len(text):
        rest = text[at:]
        if rest[0] in CLOSING and not pieces[-1] and len(pieces) > 1:
            pieces.pop()
        pieces[-1].append(Str(rest))


def _is_end(piece: list[Inline]) -> bool:
    if not piece:
        return True
    last = next((node for node in reversed(piece) if not _is_note(node)), piece[-1])
    while isinstance(last, Span) and last.c[0].get("lang") and last.c[1]:
        last = last.c[1][-1]
    return isinstance(last, Str) and bool(END.search(last.c)) and not SHORTENED.search(last.c)


def _is_note(node: Inline) -> bool:
    return isinstance(node, Link) and node.c[0].has(NOTE)


def _joined(pieces: list[Inlines]) -> tuple[Inlines, ...]:
    """Without empty pieces; a very short sentence follows the one before it."""
    result: list[Inlines] = []
    for piece in pieces:
        words = plain_text(piece)
        if not words:
            if piece and result:
                result[-1] += piece
            continue
        if result and len(words) < SHORT:
            gap = () if _is_wide(plain_text(result[-1])) else (Space(),)
            result[-1] = (*result[-1], *gap, *piece)
        else:
            result.append(piece)
    return tuple(result)


def _is_wide(text: str) -> bool:
    inside = text.rstrip(CLOSING) or text
    return bool(inside) and (inside[-1] == "…" or ord(inside[-1]) > 0x2E80)
