"""Numbers of figures, tables, listings and formulas: counted once, so that every format prints the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Caption,
    CodeBlock,
    Div,
    Figure,
    Inline,
    Inlines,
    Link,
    Para,
    Plain,
    Str,
    Table,
)
from publish.attributes import attributes
from publish.publication import references
from publish.publication.diagrams import UNDRAWN
from publish.publication.formulas import with_formula_numbers
from publish.publication.identity import Named, named
from publish.publication.model import Chapter
from publish.publication.words import caption, chapter_reference, number
from publish.publication.words import words as spoken
from publish.rules.canonical import words
from publish.rules.references.captions import PREFIXES, kind, typed
from publish.rules.references.cross_references import captioned, numbered, with_links
from publish.walk import bearers, plain_text, rewrite

_NUMBERED = frozenset({Figure, Table})


def with_numbers(
    spine: Sequence[Chapter], numbers: Sequence[int], *, in_book: bool = False
) -> tuple[Chapter, ...]:
    """The chapters with a label before each caption and behind each formula that has one, in the
    references to them, and links where the text names what has a label.

    ``numbers`` are those of the chapters; where it is 0, figures and formulas are counted through. Where an
    author labels figures, tables or listings himself, no others of that kind get a number in
    that document.
    """
    seen: Counter[tuple[int, str]] = Counter()
    called = dict(_chapters(spine))
    done = [
        _Numbering(chapter, count, seen, called, f"{chapter.id}--" if in_book else "").labelled()
        for chapter, count in zip(spine, numbers, strict=True)
    ]
    done = [_with_labels(chapter, called) for chapter in done] if called else done
    own = [numbered(chapter.document.blocks) for chapter in done]
    often = Counter(key for known in own for key in known)
    unique = {key: id for known in own for key, id in known.items() if often[key] == 1}
    return tuple(
        _with_blocks(chapter, with_links(chapter.document.blocks, {**unique, **known}))
        for chapter, known in zip(done, own, strict=True)
    )


def _chapters(spine: Iterable[Chapter]) -> Iterator[tuple[str, tuple[Named, str]]]:
    """What the titles of chapters with a number are called, by their ids and those that their authors
    gave them."""
    for chapter in spine:
        metadata = chapter.document.metadata
        if label := chapter_reference(metadata.lang, chapter.label):
            place = (Named("section", "", metadata.title), label)
            yield chapter.id, place
            for node in bearers(chapter.document.blocks):
                if isinstance(node, Div) and node.c[0].has("title-place"):
                    yield node.c[0].id, place


class _Numbering:
    """The numbering of one chapter, which goes on counting in ``seen``; ``prefix`` begins its ids.

    ``called`` gets what each id was called before, and its label.
    """

    def __init__(
        self,
        chapter: Chapter,
        count: int,
        seen: Counter[tuple[int, str]],
        called: dict[str, tuple[Named, str]],
        prefix: str,
    ) -> None:
        self.chapter = chapter
        self.count = count
        self.seen = seen
        self.called = called
        self.prefix = prefix
        self.lang = chapter.document.metadata.lang
        self.by_author = set(_labels(chapter.document.blocks))

    @cached_property
    def taken(self) -> set[str]:
        """The ids of the chapter."""
        nodes = bearers(self.chapter.document.blocks)
        return {attr.id for node in nodes if (attr := attributes(node))}

    def labelled(self) -> Chapter:
        blocks = rewrite(self.chapter.document.blocks, self._block, only=_NUMBERED)
        blocks, formulas = with_formula_numbers(blocks, lambda: self._next("formula"))
        title = self.chapter.document.metadata.title
        self.called |= {id: (Named("formula", "", title), said) for id, said in formulas.items()}
        return _with_blocks(self.chapter, blocks)

    def _block(self, block: Block) -> Blocks:
        match block:
            case Figure(c=(attr, said, content)) if self._is_counted(block):
                attr, text = self._numbered(block, attr, said)
                return (replace(block, c=(attr, text, content)),)
            case Table(c=content) if self._is_counted(block):
                attr, text = self._numbered(block, content.attr, content.caption)
                return (replace(block, c=content._replace(attr=attr, caption=text)),)
            case _:
                return (block,)

    def _is_counted(self, block: Figure | Table) -> bool:
        undrawn = isinstance(block, Figure) and block.c[0].has(UNDRAWN)
        return bool(_words(block)) and not undrawn and _kind(block) not in self.by_author

    def _numbered(self, block: Figure | Table, attr: Attr, said: Caption) -> tuple[Attr, Caption]:
        kind = _kind(block)
        value = self._next(kind)
        label, front = caption(self.lang, kind, value)
        first, *rest = said.long
        assert isinstance(first, Plain | Para)
        text = replace(first, c=words((Str(front), *first.c)))
        attr = attr.with_id(attr.id or self._free(f"{PREFIXES[kind]}-{value.replace('.', '-')}"))
        attr = attr.with_pairs(number_label=label, number_value=value)
        if name := named(block, ""):
            self.called[attr.id] = (name, label)
        return attr, Caption(said.short, (text, *rest))

    def _next(self, kind: str) -> str:
        self.seen[self.count, kind] += 1
        return number(self.lang, self.count, self.seen[self.count, kind])

    def _free(self, name: str) -> str:
        id = self.prefix + name
        while id in self.taken:
            id += "-1"
        self.taken.add(id)
        return id


def _with_labels(chapter: Chapter, called: Mapping[str, tuple[Named, str]]) -> Chapter:
    """The chapter with labels in the references that had to do without when they were resolved."""
    vocabulary = spoken(chapter.document.metadata.lang)

    def reference(node: Inline) -> Inline:
        match node:
            case Link(c=(attr, text, (address, title))) if attr.has("reference"):
                name, label = called.get(address.removeprefix("#"), (None, ""))
                if name and plain_text(text) == plain_text(references.said(name, vocabulary)):
                    return replace(node, c=(attr, words((Str(label),)), (address, title)))
        return node

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(reference, content))

    blocks = rewrite(chapter.document.blocks, inlines=inlines, only=frozenset({Link}))
    return _with_blocks(chapter, blocks)


def _with_blocks(chapter: Chapter, blocks: Blocks) -> Chapter:
    document = chapter.document
    if blocks is document.blocks:
        return chapter
    return replace(chapter, document=replace(document, blocks=blocks))


def _labels(blocks: Blocks) -> Iterator[str]:
    """What the author numbers himself: the kinds of the captions that he labelled."""
    for node in captioned(blocks):
        if label := typed(_words(node)):
            yield kind(label)
            yield _kind(node)


def _words(block: Figure | Table) -> Inlines:
    """The first words of a caption, to which a label can be added; empty where there are none."""
    said = block.c[1] if isinstance(block, Figure) else block.c.caption
    match said.long:
        case (Plain(c=text) | Para(c=text), *_):
            return text
        case _:
            return ()


def _kind(block: Figure | Table) -> str:
    match block:
        case Table() | Figure(c=(_, _, (Table(), *_))):
            return "table"
        case Figure(c=(_, _, (CodeBlock(), *_))):
            return "listing"
        case _:
            return "figure"
