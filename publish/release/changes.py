"""What changed between two editions, document by document and paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

import msgspec

from publish.engine.edition import Text
from publish.review.differences import Difference, differences
from publish.review.passages import Passage

ALIKE = 0.6  # how much of a document has to stay for it to be the same under another name
COMPARED = 5  # documents that share the most paragraphs with one that is new
MOST_EQUAL = 4_000_000  # pairs of equal paragraphs; with more, as in a table of noughts, none is laid on another
COMMON = 50  # a paragraph of more documents than these says of none which it is


class Piece(NamedTuple):
    """Words that stayed, then what stood after them, then what stands there now."""

    kept: str
    old: str
    new: str


class Change(msgspec.Struct, frozen=True):
    """A paragraph that came in, went, or is worded anew, as pieces in order."""

    kind: Literal["added", "removed", "changed"]
    pieces: tuple[Piece, ...]


class Revised(msgspec.Struct, frozen=True):
    """A document that is in both editions; ``was`` and ``titled`` are its former path and title, empty
    where they are the same."""

    path: str
    title: str
    was: str
    titled: str
    changes: tuple[Change, ...]


class Changes(msgspec.Struct, frozen=True):
    """Documents by path and title: those that are new, gone, and revised."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    revised: tuple[Revised, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.revised)


def changes(old: Sequence[Text], new: Sequence[Text]) -> Changes:
    """What came, went and changed from one edition to the next."""
    before, after = {it.path: it for it in old}, {it.path: it for it in new}
    gone = [it for it in old if it.path not in after]
    come = [it for it in new if it.path not in before]
    moved = dict(_moved(gone, come))
    pairs = [(before[it.path], it) for it in new if it.path in before]
    pairs += [(moved[it.path], it) for it in come if it.path in moved]
    left = {it.path for it in moved.values()}
    return Changes(
        tuple((it.path, it.title) for it in come if it.path not in moved),
        tuple((it.path, it.title) for it in gone if it.path not in left),
        tuple(sorted(_revised(pairs), key=lambda it: it.path)),
    )


def _moved(gone: Iterable[Text], come: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """New paths of documents that were there under another, each with what it was."""
    left = {text.path: text for text in gone}
    holders: dict[str, list[str]] = {}
    for text in left.values():
        for paragraph in set(text.paragraphs):
            holders.setdefault(paragraph, []).append(text.path)
    for text in come:
        near = Counter(
            path
            for paragraph in set(text.paragraphs)
            if len(holders.get(paragraph, ())) <= COMMON
            for path in holders.get(paragraph, ())
            if path in left
        )
        best, found = 0.0, ""
        for path, _ in near.most_common(COMPARED):
            if _equal_pairs(left[path].paragraphs, text.paragraphs) > MOST_EQUAL:
                continue
            matcher = SequenceMatcher(None, left[path].paragraphs, text.paragraphs, autojunk=False)
            if (ratio := matcher.ratio()) >= ALIKE and ratio > best:
                best, found = ratio, path
        if found:
            yield text.path, left.pop(found)


def _revised(pairs: Iterable[tuple[Text, Text]]) -> Iterator[Revised]:
    for old, new in pairs:
        if (old.path, old.title, old.paragraphs) == (new.path, new.title, new.paragraphs):
            continue
        yield Revised(
            new.path,
            new.title,
            old.path if old.path != new.path else "",
            old.title if old.title != new.title else "",
            tuple(_changes(old.paragraphs, new.paragraphs)),
        )


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    if _equal_pairs(old, new) > MOST_EQUAL:
        before, after = {*old}, {*new}
        yield from (Change("removed", (Piece("", it, ""),)) for it in old if it not in after)
        yield from (Change("added", (Piece("", "", it),)) for it in new if it not in before)
        return
    found, _ = differences([Passage(it) for it in old], [Passage(it) for it in new])
    worded: dict[int, list[Difference]] = {}
    for each in found:
        if each.old is not None and each.new is not None:
            worded.setdefault(each.at, []).append(each)
    told: set[int] = set()
    for each in found:
        if each.old is None:
            yield Change("added", (Piece("", "", each.new or ""),))
        elif each.new is None:
            yield Change("removed", (Piece("", each.old, ""),))
        elif each.at not in told:
            told.add(each.at)
            yield _worded(old[each.at], worded[each.at])


def _equal_pairs(old: Iterable[str], new: Iterable[str]) -> int:
    """Of how many pairs of paragraphs a matcher has to think: those that are equal."""
    before, after = Counter(old), Counter(new)
    return sum(number * after[paragraph] for paragraph, number in before.items())


def _worded(old: str, found: Sequence[Difference]) -> Change:
    """A paragraph of which some words differ."""
    pieces, at = [], 0
    for each in found:
        pieces.append(Piece(old[at : each.start], each.old or "", each.new or ""))
        at = each.start + len(each.old or "")
    if at < len(old):
        pieces.append(Piece(old[at:], "", ""))
    return Change("changed", tuple(pieces))
