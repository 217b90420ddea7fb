"""What differs between two texts, paragraph by paragraph and then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from publish.regex import regex
from publish.review.passages import Passage, Remark

TOKEN = regex(r"[A-Za-z0-9_]+(?:['’][A-Za-z]+)*|\s+|.", re.DOTALL)
ALIKE = 0.4  # how much of a paragraph has to stay for it to be the same one
SEARCHED = 60  # paragraphs of one place that are compared with each other
WORK = 100_000_000  # pairs of letters that are compared in all; long paragraphs beyond that are other ones


class Difference(NamedTuple):
    """Words of the old passage ``at`` that became others; ``start`` counts its characters.

    ``old`` is None for a paragraph that came in before it, ``new`` for one that went.
    """

    at: int
    start: int
    old: str | None
    new: str | None
    author: str = ""  # who suggests it; empty where it is done


class Comment(NamedTuple):
    """A comment on words of the old passage ``at``, from ``start``."""

    at: int
    start: int
    said: Remark
    about: str


def differences(
    old: Sequence[Passage], new: Sequence[Passage]
) -> tuple[list[Difference], list[Comment]]:
    """All that changed from ``old`` to ``new``, and the comments in ``new``, in the order of ``old``."""
    found: list[Difference] = []
    comments: list[Comment] = []
    for left, right, at in _pairs(old, new):
        if right is None:
            assert left is not None
            found.append(Difference(at, 0, left.text, None))
            continue
        if left is None:
            found.append(Difference(at, 0, None, right.text, _author(right, 0, len(right.text))))
        elif _plain(left.text) != _plain(right.text):
            found += _words(at, left.text, right)
        for said in right.remarks:
            start = _back(left.text, right.text, said.start) if left else 0
            comments.append(Comment(at, start, said, right.text[said.start : said.end]))
    return found, comments


def _pairs(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[Passage | None, Passage | None, int]]:
    """Passages that belong together, with the number of the old one (or of the next, if there is none)."""
    matcher = SequenceMatcher(
        None, [_plain(it.text) for it in old], [_plain(it.text) for it in new], autojunk=False
    )
    work = WORK
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[first:last], new[start:end], range(first, last), strict=True)
            continue
        at = first
        for right in new[start:end]:
            best, work = _most_alike(old[at : min(last, at + SEARCHED)], right, work)
            if best is None:
                yield None, right, min(at, len(old) - 1)
                continue
            yield from ((old[gone], None, gone) for gone in range(at, at + best))
            yield old[at + best], right, at + best
            at += best + 1
        yield from ((old[gone], None, gone) for gone in range(at, last))


def _most_alike(
    candidates: Sequence[Passage], wanted: Passage, work: int
) -> tuple[int | None, int]:
    """The number of the passage that ``wanted`` was, if any of them can be; and what is left of the
    pairs of letters that may be compared."""
    best, found = ALIKE, None
    for number, each in enumerate(candidates):
        pairs = len(each.text) * len(wanted.text)
        if pairs > work:
            continue
        matcher = SequenceMatcher(None, each.text, wanted.text, autojunk=False)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio, work = matcher.ratio(), work - pairs
            if ratio > best:
                best, found = ratio, number
    return found, work


def _words(at: int, old: str, new: Passage) -> Iterator[Difference]:
    """The words that differ; one that came in or went stands with the word beside it."""
    left, right = TOKEN.findall(old), TOKEN.findall(new.text)
    changed: list[list[int]] = []
    for kind, *ends in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        close = changed and len(left[changed[-1][1] : ends[0]]) <= 1
        if close:
            changed[-1][1], changed[-1][3] = ends[1], ends[3]
        else:
            changed.append(ends)
    for first, last, start, end in changed:
        after = sum(map(len, right[:start]))
        author = _author(new, after, after + sum(map(len, right[start:end])))
        if not "".join(left[first:last]).strip() or not "".join(right[start:end]).strip():
            if last < len(left) and end < len(right) and not left[last].isspace():
                last, end = last + 1, end + 1
            while first and start and not "".join(right[start:end]).strip():
                first, start = first - 1, start - 1
            while first and start and not "".join(left[first:last]).strip():
                first, start = first - 1, start - 1
        yield Difference(
            at,
            sum(map(len, left[:first])),
            "".join(left[first:last]),
            "".join(right[start:end]),
            author,
        )


def _author(passage: Passage, start: int, end: int) -> str:
    """Who suggests a piece of a passage; empty where it is no suggestion."""
    return next(
        (
            author
            for first, last, author in passage.suggested
            if first <= end and last >= start and (last > start or first == last)
        ),
        "",
    )


def _back(old: str, new: str, at: int) -> int:
    """The place in ``old`` of a place in ``new``."""
    for kind, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if start <= at < end:
            return first + (at - start) if kind == "equal" else min(first, last)
    return len(old)


def _plain(text: str) -> str:
    """Text without what programs change in it by themselves."""
    return " ".join(text.replace("\u00a0", " ").split())
