"""What a backend is given: documents in reading order, and everything resolved that they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from publish.document import Document, Metadata


class Resource(msgspec.Struct, frozen=True):
    """A picture or another file that the documents use.

    ``name`` is its POSIX path inside the publication (``images/figure-3f2a.png``) and the address
    by which ``Image`` nodes name it; sizes are in pixels, 0 where unknown.
    """

    name: str
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0


class NavEntry(msgspec.Struct, frozen=True):
    """One line of the contents: a part, a chapter or a section, with the label every format prints.

    ``chapter`` is the index of the chapter that it is or lies in; of a part, of its first.
    """

    id: str
    label: str
    text: str
    level: int
    chapter: int
    children: tuple[NavEntry, ...] = ()
    kind: Literal["part", "chapter", "section"] = "section"


class Part(msgspec.Struct, frozen=True):
    """A heading above chapters, on a page of its own: its anchor and its words."""

    id: str
    title: str


class Chapter(msgspec.Struct, frozen=True):
    """One document of the spine, ready to be set.

    Its sections start at level 2 as in the canonical form; ids are unique in the publication;
    links to other chapters are ``#id``, links to other documents are addresses of their files in the
    same format, images name resources. ``id`` is the anchor of the chapter's title, ``label`` its
    printed number in the book (``第一章`` or empty) and ``number`` the same as figures (``1``,
    ``2.1``). ``part`` is the part of the book that begins with it.
    """

    id: str
    label: str
    document: Document
    number: str = ""
    part: Part | None = None


class PrintedPage(msgspec.Struct, frozen=True):
    """A page of the book's PDF: its number as printed, its first words, and the ids that stand on it
    from its top to its foot."""

    label: str
    opening: str
    places: tuple[str, ...]


class Words(msgspec.Struct, frozen=True):
    """The words that formats print by themselves, in the publication's language."""

    contents: str
    pages: str
    notes: str
    figure: str
    table: str
    listing: str
    formula: str
    chapter_number: str  # {} is the number: “Chapter 3”
    section_number: str
    references: str
    continued: str
    published: str
    updated: str
    author: str
    keywords: str
    skip_to_text: str
    back_to_text: str
    note: str
    tip: str
    important: str
    warning: str
    caution: str
    list_separator: str
    missing_image: str
    slide: str
    previous_slide: str
    next_slide: str
    all_slides: str
    speaker_notes: str


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """An article (one chapter, whose metadata are its own) or a book (a spine of chapters).

    ``name`` is the file name without suffix. ``epoch`` is SOURCE_DATE_EPOCH in seconds, the only
    clock a backend may read. ``url`` is the address at which the page will stand, empty where the
    manifest names none. ``origin`` tells the file from all others, whatever becomes of its title
    (empty: nothing is known of it but itself); ``collection`` is the title of the bundle that an
    article belongs to. ``printed`` are the pages of the book's PDF, where one is made with it.
    """

    name: str
    kind: Literal["article", "book"]
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    nav: tuple[NavEntry, ...]
    words: Words
    resources: tuple[Resource, ...] = ()
    epoch: int = 0
    url: str = ""
    origin: str = ""
    collection: str = ""
    printed: tuple[PrintedPage, ...] = ()

    def __reduce__(self) -> tuple[Callable[[bytes], Publication], tuple[bytes]]:
        """On its way to a worker; node by node it would take several times as long."""
        return _unpacked, (msgspec.msgpack.encode(self),)


def _unpacked(content: bytes) -> Publication:
    return msgspec.msgpack.decode(content, type=Publication)
