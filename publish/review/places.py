"""Where in the Markdown the passages of its Word file come from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from publish.ast import CodeBlock, Header, Para, Plain
from publish.document import Document
from publish.publication.places import placed
from publish.review.passages import Passage
from publish.text import Lines
from publish.walk import plain_text

NEAR = 10  # characters at an end of a passage by which its source is known
AHEAD = 60  # blocks that are looked through for a passage that none holds as it is
LONGEST = 4000  # characters of a source that are compared one by one


class Source(NamedTuple):
    """A post: its document, the lines of its blocks, and its text."""

    document: Document
    lines: tuple[int, ...]
    text: str


class Place(NamedTuple):
    """Path, line and column (from 1, code points)."""

    path: str
    line: int
    column: int


class _Leaf(NamedTuple):
    """A block without blocks inside: its words squeezed, and from where to where it is written."""

    source: int
    words: str
    start: int
    end: int


class Places:
    """The places of passages that were built from some sources, in the same order."""

    def __init__(self, sources: Sequence[Source], passages: Sequence[Passage]) -> None:
        self._sources = sources
        self._lines = [Lines(source.text) for source in sources]
        self._passages = passages
        self._leaves = _assigned(passages, _leaves(sources))

    def place(self, at: int, start: int) -> Place:
        """Where the character ``start`` of the passage ``at`` is written, as near as can be told."""
        leaf, passage = self._leaves[at], self._passages[at]
        source = self._sources[leaf.source]
        first = leaf.start
        written = source.text[first : leaf.end]
        if (
            passage.note and passage.text not in written
        ):  # it is written far from where it is called
            known = source.text.find(passage.text[:NEAR])
            if known >= 0:
                first, written = known, source.text[known : known + 2 * len(passage.text)]
        line, column = self._lines[leaf.source].place(first + _offset(passage.text, written, start))
        return Place(source.document.path, line, column)


def _leaves(sources: Sequence[Source]) -> list[_Leaf]:
    return [leaf for number, source in enumerate(sources) for leaf in _of(number, source)]


def _of(number: int, source: Source) -> Iterator[_Leaf]:
    lines = Lines(source.text)
    title = source.document.metadata.title
    blocks = [
        (line, plain_text((node,)))
        for node, line in placed(source.document.blocks, source.lines)
        if isinstance(node, Para | Plain | Header | CodeBlock)
    ]
    first = lines.start(blocks[0][0]) if blocks and blocks[0][0] else len(source.text)
    yield _Leaf(number, _squeezed(title), max(source.text.find(title), 0), first)
    for at, (line, words) in enumerate(blocks):
        if line:
            after = next((later for later, _ in blocks[at + 1 :] if later > line), 0)
            end = lines.start(after) if after else len(source.text)
            yield _Leaf(number, _squeezed(words), lines.start(line), end)


def _assigned(passages: Sequence[Passage], leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """The leaf of each passage; where none is known, that of the passage before it."""
    found: list[_Leaf] = []
    exact: dict[str, list[int]] = {}
    for place, leaf in enumerate(leaves):
        exact.setdefault(leaf.words, []).append(place)
    at = 0
    for passage in passages:
        words = _squeezed(passage.text)
        number: int | None = next((each for each in exact.get(words, ()) if each >= at), None)
        if number is None:
            near = range(0 if passage.note else at, len(leaves))
            number = next((each for each in near[:AHEAD] if _holds(leaves[each], words)), None)
        if number is None and passage.note:
            number = next(
                (each for each in range(len(leaves)) if _holds(leaves[each], words)), None
            )
        if number is None:
            found.append(found[-1] if found else leaves[0])
        else:
            found.append(leaves[number])
            at = at if passage.note else number
    return found


def _holds(leaf: _Leaf, words: str) -> bool:
    if len(words) < NEAR:
        return bool(words) and leaf.words.endswith(words)
    return bool(leaf.words) and (words[:NEAR] in leaf.words or words[-NEAR:] in leaf.words)


def _squeezed(text: str) -> str:
    """Letters and digits alone: what no rule, label or format adds or takes."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(each for each in folded if each.isalnum())


def _offset(text: str, written: str, start: int) -> int:
    """The offset in the source ``written`` of a character of ``text``."""
    written = written[:LONGEST]
    exact = written.find(text)
    if exact >= 0:
        return exact + start
    last = 0
    for block in SequenceMatcher(
        None, text[:LONGEST], written, autojunk=False
    ).get_matching_blocks():
        if block.a <= start < block.a + block.size:
            return block.b + start - block.a
        if block.size and block.a + block.size <= start:
            last = block.b + block.size
    return min(last, max(len(written) - 1, 0))
