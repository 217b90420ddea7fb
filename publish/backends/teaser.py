"""What a page says of itself to search engines where its author wrote no description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from publish.ast import Blocks, Div, Inlines, Math, Para, Plain
from publish.backends.slide_sentences import sentences
from publish.walk import nodes, plain_text

COLUMNS = 160  # what search engines show; a Han character takes two


def teaser(texts: Iterable[Blocks]) -> str:
    """The first sentences of the first paragraph that has words: at most 160 columns, on one line.

    Formulas that are more than letters are not words: a sentence with one ends the teaser. Empty
    where there is no such paragraph.
    """
    return next(
        (said for blocks in texts for said in map(_opening, _candidates(blocks)) if said), ""
    )


def _candidates(blocks: Blocks) -> Iterator[Inlines]:
    """The paragraphs of the text itself, then those of lists, quotations and the like."""
    yield from _paragraphs(blocks)
    yield from (node.c for node in nodes(blocks) if isinstance(node, Para | Plain))


def _paragraphs(blocks: Blocks) -> Iterator[Inlines]:
    for block in blocks:
        match block:
            case Para(c=inlines):
                yield inlines
            case Div(c=(_, inside)):
                yield from _paragraphs(inside)
            case _:
                continue


def _opening(paragraph: Inlines) -> str:
    said = ""
    for sentence in sentences(paragraph):
        if any(isinstance(node, Math) and not _is_a_name(node) for node in nodes(sentence)):
            break
        longer = f"{said}{_gap(said)}{' '.join(plain_text(sentence).split())}"
        if _columns(longer) > COLUMNS:
            return said or _cut(longer)
        said = longer
    return said


def _is_a_name(formula: Math) -> bool:
    return formula.c[1].isalnum()


def _gap(before: str) -> str:
    return "" if not before or east_asian_width(before[-1]) in "WF" else " "


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _cut(sentence: str) -> str:
    """A sentence that is too long, up to the last word or Han character that has room."""
    width = end = 0
    for at, letter in enumerate(sentence):
        if letter == " " or east_asian_width(letter) in "WF":
            end = at
        width += _columns(letter)
        if width > COLUMNS - 2:
            return sentence[: end or at].rstrip(" ，,、；;：:") + "…"
    return sentence
