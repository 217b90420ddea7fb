"""Every block is there, in order, as it was written, and can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import bidirectional

from publish.verify.align import Hunk, align
from publish.verify.case import Case, Found
from publish.verify.expected import CALLED, Passage
from publish.verify.fold import fold, told
from publish.verify.model import Segment
from publish.verify.stream import Stream, had, wanted

_MIRRORED = str.maketrans("<([{«", ">)]}»")
_WHOLE = 0.8  # of a passage: then all of it is missing
_FEW = 12  # characters: whoever lacks them has another word, not a part less
_AROUND = 8  # characters that are quoted before and behind a difference


def check(case: Case) -> Iterator[Found]:
    """Findings of the text, then of the notes."""
    expected, segments = case.expected, case.text
    if case.manner.notes_apart:
        yield from _compared(case, expected.passages, segments)
        yield from _compared(case, expected.notes, case.reading.notes)
    else:
        yield from _compared(case, (*expected.passages, *expected.notes), segments)
    yield from _unseen((*segments, *case.reading.notes))


def _unseen(segments: Sequence[Segment]) -> Iterator[Found]:
    for segment in segments:
        if segment.hidden:
            message = f"nobody sees “{told(segment.text)}”: {segment.hidden}"
            yield Found("VFY005", segment.place, message)


def _compared(
    case: Case, passages: Sequence[Passage], segments: Sequence[Segment]
) -> Iterator[Found]:
    want = wanted(case, passages)
    have, kept = had(case, segments)
    headings = {
        start: want.text[start : start + len(fold(passage.text, case.manner.on_paper))]
        for start, passage in zip(want.starts, passages, strict=True)
        if passage.kind == "heading"
    }
    hunks = align(want.text, have.text, have.options, headings)
    if case.manner.on_paper:
        hunks = [each for each in hunks if not _is_turned(want.text, have.text, each)]
    if hunks:
        yield from _Differences(want, have, passages, kept, hunks).told()


def _is_turned(want: str, have: str, hunk: Hunk) -> bool:
    """Whether the two sides are one text that runs from the right: a PDF has it as it is seen."""
    right, said = want[hunk.start : hunk.end], have[hunk.at : hunk.to]
    from_right = any(bidirectional(char) in ("R", "AL", "AN") for char in right)
    return from_right and sorted(right.translate(_MIRRORED)) == sorted(said.translate(_MIRRORED))


class _Differences:
    """The differences of two texts, put into words."""

    def __init__(
        self,
        want: Stream,
        have: Stream,
        passages: Sequence[Passage],
        segments: Sequence[Segment],
        hunks: Sequence[Hunk],
    ) -> None:
        self.want = want
        self.have = have
        self.passages = passages
        self.segments = segments
        self.hunks = hunks
        self.added = [have.text[each.at : each.to] for each in hunks]
        self.moved: set[str] = set()

    def told(self) -> Iterator[Found]:
        more: list[Found] = []
        for hunk in self.hunks:
            lost = list(self._lost(hunk))
            yield from lost
            if not lost and hunk.to > hunk.at:
                more += self._added(hunk)
        yield from more

    def _lost(self, hunk: Hunk) -> Iterator[Found]:
        """What is said of each passage that a hunk touches."""
        if hunk.end == hunk.start:
            return
        first, last = self.want.piece(hunk.start), self.want.piece(hunk.end - 1)
        for at in range(first, last + 1):
            start, size = self.want.starts[at], self._size(at)
            lost = min(hunk.end, start + size) - max(hunk.start, start)
            if lost <= 0:
                continue
            whole = self.want.text[start : start + size]
            passage = self.passages[at]
            if passage.kind == "heading" and self._is_title(whole, hunk):
                continue
            yield self._said(passage, whole, lost, hunk)

    def _said(self, passage: Passage, whole: str, lost: int, hunk: Hunk) -> Found:
        place, name = self._place(hunk.at), CALLED.get(passage.kind, "text")
        post = (passage.path, passage.line)
        all_of_it = lost >= _WHOLE * len(whole)
        if (all_of_it and any(whole in added for added in self.added)) or self._is_near(
            whole, hunk
        ):
            self.moved.add(whole)
            message = f"the {name} “{told(passage.text)}” stands in another place"
            return Found("VFY002", place, message, *post)
        if hunk.to > hunk.at or (lost <= _FEW and not all_of_it):
            wrong, right = self._around(hunk)
            message = f"“{told(wrong, 60)}” stands in the place of “{told(right, 60)}”"
            return Found("VFY003", place, message, *post)
        if all_of_it:
            return Found("VFY001", place, f"the {name} “{told(passage.text)}” is missing", *post)
        part = self.want.text[hunk.start : hunk.end]
        message = f"“{told(part)}” is missing from the {name} “{told(passage.text)}”"
        return Found("VFY001", place, message, *post)

    def _around(self, hunk: Hunk) -> tuple[str, str]:
        """What stands there and what should, with the words before and behind."""
        before = self.want.text[max(hunk.start - _AROUND, 0) : hunk.start]
        after = self.want.text[hunk.end : hunk.end + _AROUND]
        wrong, right = self.have.text[hunk.at : hunk.to], self.want.text[hunk.start : hunk.end]
        return before + wrong + after, before + right + after

    def _is_near(self, whole: str, hunk: Hunk) -> bool:
        """Whether a passage that a hunk touches stands there, before or behind its neighbours."""
        first, last = self.want.piece(hunk.start), self.want.piece(hunk.end - 1)
        end = self.want.starts[last] + self._size(last)
        added = (
            self.want.text[self.want.starts[first] : hunk.start]
            + self.have.text[hunk.at : hunk.to]
            + self.want.text[hunk.end : end]
        )
        return last > first and whole in added

    def _added(self, hunk: Hunk) -> Iterator[Found]:
        text = self.have.text[hunk.at : hunk.to]
        if any(whole in text for whole in self.moved):
            return
        message = f"“{told(text)}” is no part of the document"
        yield Found("VFY004", self._place(hunk.at), message)

    def _is_title(self, heading: str, hunk: Hunk) -> bool:
        """Whether a slide that begins in a hunk has a heading as its title."""
        return any(
            heading in option.texts
            for option in self.have.options
            if option.title and hunk.at <= option.at <= hunk.to
        )

    def _size(self, at: int) -> int:
        ends = self.want.starts[at + 1] if at + 1 < len(self.want.starts) else len(self.want.text)
        return ends - self.want.starts[at]

    def _place(self, at: int) -> str:
        if not self.segments:
            return ""
        return self.segments[max(min(self.have.piece(at), len(self.segments) - 1), 0)].place
