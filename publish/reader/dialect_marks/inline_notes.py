"""Notes that stand where they are referred to: ``words^[the note]``, as pandoc and Obsidian have them.

They pass through pandoc's CommonMark reader, which does not know them, as spans of a class.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.ast import Attr, Inline, Inlines, Note, Para, Span
from publish.reader.brackets import brackets
from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

MARK = "^["
CLASS = "note-in-place"
_OPENING = regex(r"\^\[(?<![\\^/(\[\"'“‘]..)(?![\^\]])")
# A formula (x^[n]), a class of a regular expression (^[a-z]) and a mark (^[1]) hold no sentence.
_SENTENCE = regex(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\S\s+\S|^https?://")
_NO_SENTENCE = regex(r"(?:\\?.-\\?.|\\.)+")
_NO_NOTE = frozenset("([{+*?$^|")  # a link, or a regular expression, goes on so


def notes(source: Source) -> Iterator[Change]:
    """Each note as a span; one inside another stays as it is."""
    text, at = source.text, 0
    ends = brackets(text)
    while found := _OPENING.search(text, at):
        start, at = found.span()
        end = ends.get(at - 1, 0) if source.free.holds(start, at) else 0
        if end and _is_note(text[at : end - 1], text[end : end + 1]):
            new = f"[{text[at : end - 1]}]{{.{CLASS}}}"
            yield Change(start, end, new, "INL009", "a note in its place")
            at = end


def _is_note(words: str, after: str) -> bool:
    return (
        after not in _NO_NOTE
        and bool(_SENTENCE.search(words))
        and not _NO_SENTENCE.fullmatch(words)
    )


def in_place(inlines: Inlines) -> Inlines:
    """Such spans as notes."""
    return tuple(map(_note, inlines))


def _note(node: Inline) -> Inline:
    match node:
        case Span(c=(attr, words)) if attr == Attr("", (CLASS,)):
            return Note((Para(words),))
        case _:
            return node
