"""A publication as sections: what one heading holds, in reading order, with the notes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec.structs import replace

from publish.ast import Attr, Block, Blocks, Div, Header, HorizontalRule, Link, Str
from publish.backends.fragment_tree import labelled
from publish.backends.plain_formulas import plain_formulas
from publish.backends.ruby import in_brackets
from publish.backends.slide_hints import LEVEL, hints
from publish.backends.slide_items import Items
from publish.backends.slide_model import WHOLE, Item, Room, Section, Text
from publish.backends.slide_pages import pages
from publish.publication.model import Chapter, NavEntry, Publication, Resource

SMALL = 20.0  # a section that fits one slide in this type keeps its subsections on it


def sections(
    publication: Publication, pictures: Mapping[str, Resource], room: Room = WHOLE
) -> list[Section]:
    """Every section of every chapter (of a book, the chapter's title first), then all notes."""
    chapters = [
        _chapter(publication, chapter, number, pictures, room)
        for number, chapter in enumerate(publication.chapters)
    ]
    texts = [section for text, _ in chapters for section in text]
    return texts + [section for _, notes in chapters for section in notes]


def contents(publication: Publication) -> Section:
    """The contents: chapters of a book, sections of an article, each a link."""
    items = tuple(_entry(entry, at) for at, entry in enumerate(publication.nav, 1))
    return Section(
        title=publication.words.contents,
        within="",
        lang=publication.metadata.lang,
        ids=(),
        items=items,
        overview=True,
    )


def _entry(entry: NavEntry, at: int) -> Text:
    words = labelled(entry.label, entry.text)
    link = Link((Attr(), (Str(words),), ("#" + entry.id, "")))
    return Text(inlines=(link,), words=words, block=-at, style="entry")


def _chapter(
    publication: Publication,
    chapter: Chapter,
    number: int,
    pictures: Mapping[str, Resource],
    room: Room,
) -> tuple[list[Section], list[Section]]:
    """The sections of a chapter, and that of its notes."""
    metadata = chapter.document.metadata
    title = labelled(chapter.label, metadata.title)
    words = publication.words
    asked = hints(metadata)
    text = in_brackets(chapter.document.blocks)
    if not asked.breaks:
        text = tuple(block for block in text if not isinstance(block, HorizontalRule))
    formulas = plain_formulas([text])
    reader = Items(pictures, formulas, words, f"{number}-")

    def section(name: str, within: str, ids: tuple[str, ...], items: Iterable[Item]) -> Section:
        return Section(title=name, within=within, lang=metadata.lang, ids=ids, items=tuple(items))

    made: list[Section] = []
    start, parts = _split(_unfolded(text), 2)
    if chapter.part:
        part = Section(
            title=chapter.part.title,
            within="",
            lang=publication.metadata.lang,
            ids=(chapter.part.id,),
            items=(),
        )
        made.append(part)
    if publication.kind == "book":
        made.append(section(title, "", (chapter.id, *_title_places(text)), ()))
    else:
        reader.places = _title_places(text)
    opening = reader.of(start)
    if opening:
        made.append(replace(section(title, "", (), opening), opening=True))
    for head, blocks in parts:
        name, ids = _name(head, reader)
        noted = len(reader.notes)
        items = reader.of(blocks)
        first, below = _split(blocks, asked.level or LEVEL)
        if not below or (not asked.level and len(pages(items, (SMALL,), room)) <= 1):
            made.append(section(name, title, ids, items))
            continue
        del reader.notes[noted:]  # read again, in parts
        reader.taken_places()
        made.append(replace(section(name, title, ids, reader.of(first)), divided=True))
        for subhead, inside in below:
            subname, subids = _name(subhead, reader)
            made.append(section(subname, name, subids, reader.of(inside)))
    notes = reader.noted()
    return made, [section(words.notes, title, (), notes)] if notes else []


def _title_places(blocks: Blocks) -> tuple[str, ...]:
    """The ids that the author gave to the title of a chapter."""
    return tuple(
        block.c[0].id
        for block in blocks
        if isinstance(block, Div) and block.c[0].has("title-place")
    )


def _split(blocks: Blocks, level: int) -> tuple[Blocks, list[tuple[Header, Blocks]]]:
    """What stands before the first heading of a level, and each heading with what follows it."""
    at = [
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Header) and block.c[0] <= level
    ]
    parts = []
    for start, end in pairwise((*at, len(blocks))):
        head = blocks[start]
        assert isinstance(head, Header)
        parts.append((head, blocks[start + 1 : end]))
    return blocks[: at[0]] if at else blocks, parts


def _name(head: Header, reader: Items) -> tuple[str, tuple[str, ...]]:
    _, attr, text = head.c
    words = " ".join(labelled(attr.get("number-label"), reader.heading(text)).split())
    return words or attr.id, tuple(id for id in (*reader.taken_places(), attr.id) if id)


def _unfolded(blocks: Blocks) -> Blocks:
    """Without the divisions that only group blocks."""
    return tuple(inner for block in blocks for inner in _inside(block))


def _inside(block: Block) -> Blocks:
    match block:
        case Div(c=(attr, content)) if any(isinstance(each, Header) for each in content):
            if not (attr.has("callout") or attr.has("bibentry")):
                return _unfolded(content)
    return (block,)
