"""What every format must hold, taken from the publication itself and from no other format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from publish.ast import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    Node,
    Note,
    OrderedList,
    Para,
    Plain,
    Quoted,
    RawInline,
    SoftBreak,
    Space,
    Span,
    Str,
    Table,
)
from publish.backends.dates import date_in_words
from publish.publication.model import Chapter, Publication
from publish.publication.nav import depths
from publish.publication.places import placed
from publish.regex import regex
from publish.verify.model import END, FORMULA, PICTURE, Kind
from publish.verify.texts import labelled
from publish.walk import block_parts, inline_parts, plain_text, table_rows

_NUMBERED = regex(r"(.*)\\qquad\s*\\text\{(\([^(){}]*\))\}\s*", re.DOTALL)
CALLED: Mapping[str, str] = {"heading": "heading", "code": "code", "cell": "table cell"}


class Passage(NamedTuple):
    """A block with text, as every format says it, and where its post has it."""

    text: str
    kind: Kind
    path: str
    line: int
    level: int = 0


class Target(NamedTuple):
    """A link that the document has: its words and its address."""

    text: str
    address: str
    path: str
    line: int
    in_heading: bool


class Size(NamedTuple):
    """A table: its rows, and those of its head."""

    rows: int
    heads: int
    path: str
    line: int


class Expected(msgspec.Struct, frozen=True):
    """``front`` is what may stand before the text; ``numbers`` are those of the items of lists."""

    publication: Publication
    front: tuple[str, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Passage, ...]
    links: tuple[Target, ...]
    tables: tuple[Size, ...]
    numbers: tuple[int, ...]


Lines = Mapping[str, tuple[int, ...]]


class Saying(NamedTuple):
    """How a format says what all say: the numbers of notes are text in it, those of formulas too, and
    chapters are headings as deep as they stand in the contents."""

    note_marks: bool = True
    formula_numbers: bool = False
    nested: bool = False


def expected(publication: Publication, lines: Lines, saying: Saying) -> Expected:
    """What a file of the publication holds. ``lines`` are those of the blocks of each post."""
    texts = [
        _Text(chapter, lines.get(chapter.document.path, ()), saying)
        for chapter in publication.chapters
    ]
    below = depths(publication.nav) if saying.nested else {}
    passages: list[Passage] = []
    for chapter, text in zip(publication.chapters, texts, strict=True):
        depth = below.get(chapter.id, 1)
        if publication.kind == "book":
            passages += _headings(chapter, depth)
        passages += (each._replace(level=each.level + depth - 1) for each in text.passages)
    return Expected(
        publication=publication,
        front=tuple(_front(publication)),
        passages=tuple(passages),
        notes=tuple(note for text in texts for note in text.notes),
        links=tuple(link for text in texts for link in text.links),
        tables=tuple(table for text in texts for table in text.tables),
        numbers=tuple(number for text in texts for number in text.numbers),
    )


def _front(publication: Publication) -> Iterator[str]:
    """The words of the title page, and of the cover, which is a picture."""
    metadata = publication.metadata
    yield f"{PICTURE}{metadata.title}{END}"
    yield metadata.title
    yield metadata.subtitle
    names = [author.name for author in metadata.authors]
    yield from names
    yield publication.words.list_separator.join(names)
    for date in (metadata.date, metadata.updated):
        if date:
            yield date_in_words(date.value, metadata.lang)
    yield metadata.rights
    yield publication.words.contents


def _headings(chapter: Chapter, depth: int) -> Iterator[Passage]:
    """The title of a chapter of a book, and above it that of the part that begins with it."""
    path = chapter.document.path
    if chapter.part:
        yield Passage(chapter.part.title, "heading", path, 0, 1)
    title = labelled(chapter.label, chapter.document.metadata.title)
    yield Passage(title, "heading", path, 0, depth)


class _Text:
    """The passages of a chapter and of its notes, and what they hold."""

    def __init__(self, chapter: Chapter, lines: Iterable[int], saying: Saying) -> None:
        document = chapter.document
        self.path = document.path
        self.saying = saying
        found = placed(document.blocks, lines)
        self.lines = {id(node): line for node, line in found if isinstance(node, Node)}
        self.waiting: list[Note] = []
        self.count = 0
        self.in_heading = self.in_notes = False
        self.links: list[Target] = []
        self.tables: list[Size] = []
        self.numbers: list[int] = []
        self.passages = [*self._blocks(document.blocks)]
        self.notes: list[Passage] = []
        self.in_notes = True
        while self.waiting:
            note = self.waiting.pop(0)
            self.notes += self._blocks(note.c)

    def _blocks(self, blocks: Blocks, kind: Kind = "text") -> Iterator[Passage]:
        for block in blocks:
            yield from self._block(block, kind)

    def _block(self, block: Block, kind: Kind) -> Iterator[Passage]:
        line = self.lines.get(id(block), 0)
        match block:
            case Header(c=(level, attr, text)):
                self.in_heading = True
                words = labelled(attr.get("number-label"), self._said(text, line))
                self.in_heading = False
                yield Passage(words, "heading", self.path, line, level)
            case Plain(c=text) | Para(c=text):
                yield Passage(self._said(text, line), kind, self.path, line)
            case LineBlock(c=rows):
                yield Passage(
                    " ".join(self._said(row, line) for row in rows), kind, self.path, line
                )
            case CodeBlock(c=(_, code)):
                yield Passage(code, "code", self.path, line)
            case Table(c=table):
                count = sum(1 for _ in table_rows(table))
                heads = len(table.head.rows)
                self.tables.append(Size(count, heads, self.path, line))
                yield from self._blocks(table.caption.long, "caption")
                for row in table_rows(table):
                    for cell in row.cells:
                        yield from self._blocks(cell.content, "cell")
            case Figure(c=(_, caption, content)):
                yield from self._blocks(content, kind)
                yield from self._blocks(caption.long, "caption")
            case OrderedList(c=((start, _, _), items)):
                for number, item in enumerate(items, start):
                    if not self.in_notes:
                        self.numbers.append(number)
                    yield from self._blocks(item, kind)
            case DefinitionList(c=entries):
                for term, meanings in entries:
                    yield Passage(self._said(term, line), kind, self.path, line)
                    for meaning in meanings:
                        yield from self._blocks(meaning, kind)
            case Div(c=(attr, _)) if attr.has("contents") or attr.has("excerpt-end"):
                return
            case _:
                yield from self._blocks(_blocks_of(block), kind)

    def _said(self, text: Inlines, line: int) -> str:
        return "".join(self._inline(node, line) for node in text)

    def _inline(self, node: Inline, line: int) -> str:
        match node:
            case Str(c=text):
                return text
            case Space() | SoftBreak() | LineBreak():
                return " "
            case Code(c=(attr, text)):
                return f"{FORMULA}{text}{END}" if attr.has("math") else text
            case Math(c=(_, tex)):
                found = _NUMBERED.fullmatch(tex) if self.saying.formula_numbers else None
                return f"{FORMULA}{found[1]}{END}{found[2]}" if found else f"{FORMULA}{tex}{END}"
            case Note():
                self.waiting.append(node)
                self.count += 1
                return str(self.count) if self.saying.note_marks else ""
            case Image(c=(_, alt, _)):
                return f"{PICTURE}{plain_text(alt)}{END}"
            case Quoted(c=(kind, text)):
                opening, closing = "‘’" if kind.t == "SingleQuote" else "“”"
                return opening + self._said(text, line) + closing
            case Span(c=(attr, text)) if attr.has("ruby") and attr.get("rt"):
                return f"{self._said(text, line)}（{attr.get('rt')}）"
            case Link(c=(_, text, (address, _))):
                words = self._said(text, line)
                self.links.append(Target(words, address, self.path, line, self.in_heading))
                return words
            case RawInline():
                return ""
            case _:
                inside = inline_parts(node)
                return "".join(
                    self._inline(each, line) for each in inside if not isinstance(each, Node)
                )


def _blocks_of(block: Block) -> Blocks:
    return tuple(part for part in block_parts(block) if isinstance(part, Node))
