"""The text of a file as one string, without what only its pages say, and where each part stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from publish.ast import Math
from publish.regex import regex
from publish.verify.align import Option
from publish.verify.case import Case
from publish.verify.expected import Passage
from publish.verify.fold import fold, without_pictures
from publish.verify.model import END, FORMULA, PICTURE, Segment
from publish.walk import nodes

_PICTURE = regex(f"{PICTURE}([^{END}]*){END}")
_PART = regex(r"\((\d+)/\d+\)$")  # of a section that fills several slides
_AGAIN = regex(r"\(\d+\)$")


class Stream(NamedTuple):
    """Folded text, where each piece of it begins, and what may stand between two pieces."""

    text: str
    starts: Sequence[int]
    options: Sequence[Option] = ()

    def piece(self, at: int) -> int:
        """The piece that holds a place; -1 where there is none."""
        return bisect_right(self.starts, at) - 1


def wanted(case: Case, passages: Iterable[Passage]) -> Stream:
    """The text that a file should have."""
    return _joined(_folded(case, each.text) for each in passages)


def had(case: Case, segments: Sequence[Segment]) -> tuple[Stream, Sequence[Segment]]:
    """The text that a file has, and the segments of its pieces."""
    formulas = _formulas(case) if case.format == "pdf" else frozenset()
    parts = frozenset(_folded(case, text) for text in case.expected.front)
    texts: list[str] = []
    kept: list[Segment] = []
    options: list[Option] = []
    length, head = 0, ""
    for segment, run in _runs(segments):
        text = _folded(case, _with_formulas(segment.text, formulas))
        if case.format == "pptx" and segment.kind == "heading":
            options.append(Option(length, _titles(text), title=True))
        elif segment.optional or (segment.kind == "heading" and text in parts):
            options.append(Option(length, (text,)))
        elif _is_head(segment) and text == head:
            options.append(Option(length, (text,)))  # the table may go on here
        else:
            head = text if _is_head(segment) else head
            texts.append(text)
            kept.append(run)
            length += len(text)
    return Stream(*_joined(texts)[:2], options), kept


def _runs(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Segments, the head of a table on a slide as one; each with the first of its run."""
    waiting: list[Segment] = []
    for segment in segments:
        if _is_head(segment):
            waiting.append(segment)
            continue
        if waiting:
            yield _together(waiting), waiting[0]
            waiting = []
        yield segment, segment
    if waiting:
        yield _together(waiting), waiting[0]


def _is_head(segment: Segment) -> bool:
    """Whether this is a cell of the head of a table."""
    return segment.kind == "cell" and segment.level > 0


def _together(segments: Sequence[Segment]) -> Segment:
    return segments[0]._replace(text="".join(each.text for each in segments))


def _joined(texts: Iterable[str]) -> Stream:
    starts, done, length = [], [], 0
    for text in texts:
        starts.append(length)
        done.append(text)
        length += len(text)
    return Stream("".join(done), starts)


def _folded(case: Case, text: str) -> str:
    return fold(without_pictures(text), case.manner.on_paper)


def _titles(text: str) -> tuple[str, ...]:
    """The headings that may be meant by the title of a slide, which is a title of its own."""
    part = _PART.search(text)
    if part and part[1] != "1":
        return ()
    whole = _PART.sub("", text)
    once = _AGAIN.sub("", whole)
    above = whole.rpartition("–")[0]
    return tuple(dict.fromkeys((text, whole, once, above, _AGAIN.sub("", above))))


def _formulas(case: Case) -> frozenset[str]:
    """The sources of all formulas; a PDF has pictures in their places."""
    return frozenset(
        fold(node.c[1])
        for chapter in case.expected.publication.chapters
        for node in nodes(chapter.document.blocks)
        if isinstance(node, Math)
    )


def _with_formulas(text: str, formulas: frozenset[str]) -> str:
    def mark(found: re.Match[str]) -> str:
        return f"{FORMULA}{found[1]}{END}" if fold(found[1]) in formulas else found[0]

    return _PICTURE.sub(mark, text) if formulas else text
