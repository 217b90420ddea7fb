"""STR023: short paragraphs with a number that stand for headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Header,
    Image,
    Inlines,
    LineBreak,
    Para,
    SoftBreak,
    Str,
    Strong,
)
from publish.diagnostics import Applicability
from publish.document import Document
from publish.numbering import Number, order, parse
from publish.rules.lists.broken_run import HINT, are_sections, is_title
from publish.rules.lists.numbered_run import way
from publish.rules.rule import Choices, Revision, Rule, TreeFinding
from publish.rules.structure.hand_number import with_number, without_prefix
from publish.walk import plain_text

_NOT_ALONE = frozenset({"dotted", "letter-dot"})  # 1.2 counts in another row, A. is an initial too
_NO_TITLE = (SoftBreak, LineBreak, Image)
_FIRST = frozenset("0123456789零一二三四五六七八九十百千第（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


class Title(NamedTuple):
    """A paragraph that may be a heading: where it stands, its number, and its words without it."""

    at: int
    number: Number
    words: Inlines

    @property
    def value(self) -> int:
        """What it counts."""
        return order(self.number.value)[0]


Row = list[Title]  # of one style, rising from 1


def revise(document: Document, choices: Choices) -> Revision:
    """Paragraphs numbered 1, 2, … in one style, each above a paragraph, become headings.

    What stands below them must be as long as the text of sections, unless the manifest or the post
    says that they are headings.
    """
    wanted = way(document, choices)
    if wanted not in ("auto", "heading"):
        return Revision(document)
    rows = [
        row
        for row, end in _rows(document.blocks)
        if _are_headings(document.blocks, row, end, sure=wanted == "heading")
    ]
    if not rows:
        return Revision(document)
    findings = tuple(
        TreeFinding(
            document.blocks[title.at].line, f"“{title.number.label}” begins a heading", HINT
        )
        for title in sorted(title for row in rows for title in row)
    )
    return Revision(replace(document, blocks=_with_headings(document.blocks, rows)), findings)


def _rows(blocks: Blocks) -> Iterator[tuple[Row, int]]:
    """Rows of titles, each with the index of the block at which its last section ends."""
    growing: list[Row] = []  # each lies in the last section of the one before it
    for at, block in enumerate(blocks):
        if isinstance(block, Header):
            yield from ((row, at) for row in growing)
            growing = []
            continue
        title = _title(at, block)
        if title is None:
            continue
        depth = next((i for i, row in enumerate(growing) if _continues(row, title)), len(growing))
        yield from ((row, at) for row in growing[depth + 1 :])
        del growing[depth + 1 :]
        if depth < len(growing):
            growing[depth].append(title)
        elif title.value == 1:
            growing.append([title])
    yield from ((row, len(blocks)) for row in growing)


def _title(at: int, block: Block) -> Title | None:
    """A numbered paragraph of one line; words that are bold throughout are not so in a heading."""
    match block:
        case (
            Para(c=(Strong(c=(Str(c=first), *_) as text),)) | Para(c=(Str(c=first), *_) as text)
        ) if first[:1] in _FIRST and not any(isinstance(node, _NO_TITLE) for node in text):
            whole = plain_text(text)
        case _:
            return None
    number = parse(whole)
    if number is None or number.style in _NOT_ALONE:
        return None
    words = without_prefix(text, len(whole) - len(number.rest))
    return Title(at, number, words) if words else None


def _continues(row: Row, title: Title) -> bool:
    last = row[-1]
    return last.number.style == title.number.style and last.value + 1 == title.value


def _are_headings(blocks: Blocks, row: Row, end: int, *, sure: bool) -> bool:
    ends = [*(title.at for title in row[1:]), end]
    texts = [blocks[title.at + 1 : after] for title, after in zip(row, ends, strict=True)]
    return (
        len(row) > 1
        and all(text and isinstance(text[0], Para) for text in texts)
        and all(is_title(title.number.rest) for title in row)
        and (sure or are_sections(texts))
    )


def _with_headings(blocks: Blocks, rows: list[Row]) -> Blocks:
    """The blocks with headings in the place of titles, as deep as their rows lie in each other."""
    titles = {title.at: (title, number) for number, row in enumerate(rows) for title in row}
    done: list[Block] = []
    level, around = 1, list[int]()
    for at, block in enumerate(blocks):
        if isinstance(block, Header):
            level, around = block.c[0], []
        elif at in titles:
            title, row = titles[at]
            around = [*around[: around.index(row)], row] if row in around else [*around, row]
            attr = with_number(Attr(), title.number)
            block = Header((min(level + len(around), 6), attr, title.words), line=block.line)
        done.append(block)
    return tuple(done)


_LEAVES = "茶叶采下来，先要晾上半天，等叶子变软，才能放进锅里炒，炒的时候火候很要紧，不能焦。"
_WATER = "泡茶的水要用山泉，烧到冒小泡的时候离开炉火，等上一小会儿再倒进壶里，茶味才会出来。"
RULE = Rule(
    code="STR023",
    name="numbered-title",
    summary="Short paragraphs with a number stand where headings belong.",
    why=(
        "They are in no contents and no outline, and a screen reader cannot jump to them. Rows of two or "
        "more are taken for headings when paragraphs as long as sections stand below them. Where that is "
        "wrong, `numbered_run` in the manifest, or in the post `lint: {numbered_run: keep}`, says so."
    ),
    before=f"---\ntitle: 茶\nlang: zh\n---\n\n一、叶\n\n{_LEAVES}\n\n二、水\n\n{_WATER}\n",
    after=f"## 一、叶\n\n{_LEAVES}\n\n## 二、水\n\n{_WATER}\n",
    applicability=Applicability.UNSAFE,
    by_choice=revise,
)
