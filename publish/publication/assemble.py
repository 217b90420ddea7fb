"""From canonical documents to a publication: an article of one, or a book of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from publish.ast import Blocks, Link
from publish.diagnostics import Diagnostic
from publish.document import Author, Document, Metadata, Series
from publish.publication import nav
from publish.publication.assets import Picture
from publish.publication.callouts import titled
from publish.publication.diagrams import Drawings, place_diagrams
from publish.publication.findings import Findings
from publish.publication.identity import Place
from publish.publication.index import Posts
from publish.publication.links import Meant, prefixed, relink
from publish.publication.model import Chapter, Publication, Resource
from publish.publication.numbers import with_numbers
from publish.publication.outline import Position, counts, parts, settled
from publish.publication.picture_bytes import Lost
from publish.publication.pictures import place_pictures
from publish.publication.references import meant
from publish.publication.words import chapter_labels, words


class Surroundings(NamedTuple):
    """What documents are assembled in: who else is there, the pictures, and the clock.

    ``picture`` gives the picture that an address in a post means;
    ``elsewhere`` gives the address of a place in another publication of the same target, or None;
    ``lines`` holds, for each path, the source line of every block, parents before children;
    ``drawings`` are the diagrams that a program was to draw;
    ``source`` gives the text of a post, for the places of what is found in it.
    """

    posts: Posts
    picture: Callable[[str, str], Picture | Lost]
    elsewhere: Callable[[Place], str | None]
    epoch: int
    lines: Mapping[str, tuple[int, ...]]
    drawings: Drawings
    source: Callable[[str], str]


class Assembly(NamedTuple):
    """A publication, and what was found while its links and pictures were resolved."""

    publication: Publication
    diagnostics: tuple[Diagnostic, ...]


class BookPlan(msgspec.Struct, frozen=True):
    """What a book says of itself beyond its chapters; ``outline`` is where each of them stands, by the
    path of its post (empty: one after the other)."""

    name: str
    title: str
    subtitle: str
    lang: str
    authors: tuple[Author, ...]
    description: str
    keywords: tuple[str, ...]
    rights: str
    cover: str
    numbered: bool
    series: Series | None = None
    identifier: str = ""
    outline: Mapping[str, Position] = {}


def article(name: str, document: Document, around: Surroundings) -> Assembly:
    """One post as a publication called ``name``."""
    work = _Chapter(document, around, "")
    chapter = Chapter(work.anchor, "", work.finished(_inside_article(document, around)))
    (chapter,) = with_numbers([chapter], [0])
    cover, resources = work.cover(document.metadata.cover)
    publication = Publication(
        name=name,
        kind="article",
        metadata=replace(document.metadata, cover=cover),
        chapters=(chapter,),
        nav=nav.sections(chapter.document.blocks, 0),
        words=words(document.metadata.lang),
        resources=resources,
        epoch=around.epoch,
    )
    return Assembly(publication, tuple(work.findings.diagnostics))


def book(plan: BookPlan, documents: Sequence[Document], around: Surroundings) -> Assembly:
    """Posts in reading order as one publication; ids of a chapter are prefixed with its slug."""
    metadata = _book_metadata(plan, documents)
    anchors = {
        document.path: _anchor(around.posts.entry(document.path).slug) for document in documents
    }
    work = [_Chapter(document, around, anchors[document.path]) for document in documents]

    def address(place: Place) -> str | None:
        if place.path in anchors:
            return "#" + _joined(anchors[place.path], place.id)
        return around.elsewhere(place)

    positions = settled(plan.outline.get(document.path, Position()) for document in documents)
    numbers = counts(positions) if plan.numbered else [()] * len(work)
    labels = chapter_labels(metadata.lang, numbers)
    begun = parts(positions, [each.anchor for each in work])
    spine = tuple(
        Chapter(each.anchor, label, each.finished(address), ".".join(map(str, number)), part)
        for each, label, number, part in zip(work, labels, numbers, begun, strict=True)
    )
    spine = with_numbers(spine, [sum(number[:1]) for number in numbers], in_book=True)
    resources = tuple({item.name: item for each in work for item in each.resources}.values())
    found = around.picture(plan.cover, "") if plan.cover else None
    cover, resources = _with_cover(found, resources)
    publication = Publication(
        name=plan.name,
        kind="book",
        metadata=replace(metadata, cover=cover),
        chapters=spine,
        nav=nav.chapters(spine, positions),
        words=words(metadata.lang),
        resources=resources,
        epoch=around.epoch,
    )
    diagnostics = [item for each in work for item in each.findings.diagnostics]
    amiss: tuple[Lost, ...] = found.changes if isinstance(found, Picture) else ()
    if isinstance(found, Lost):
        amiss = (found._replace(message=f"the cover of “{plan.title}”: {found.message}"),)
    diagnostics += [
        Diagnostic(plan.cover, 0, 0, each.code, each.message, each.hint, each.severity)
        for each in amiss
    ]
    return Assembly(publication, tuple(diagnostics))


class _Chapter:
    """One document on its way into a publication, with the findings on the way."""

    def __init__(self, document: Document, around: Surroundings, prefix: str) -> None:
        self.document = document
        self.around = around
        self.prefix = prefix
        self.anchor = prefix or _free(document, around)
        self.resources: tuple[Resource, ...] = ()
        lines = around.lines.get(document.path, ())
        self.findings = Findings(document, lines, around.source)

    def finished(self, address: Callable[[Place], str | None]) -> Document:
        blocks = relink(
            self.document.blocks,
            self._meant,
            address,
            self.findings.link,
        )
        spoken = words(self.document.metadata.lang)
        blocks, pictures = place_pictures(
            blocks,
            lambda target: self.around.picture(target, self.document.path),
            spoken.missing_image,
            self.findings.picture,
        )
        blocks, drawn = place_diagrams(
            blocks, self.around.drawings, spoken.figure, self.findings.undrawn
        )
        self.resources = (*pictures, *drawn)
        blocks = titled(blocks, spoken)
        return replace(self.document, blocks=self._prefixed(blocks))

    def _meant(self, link: Link) -> Meant | None:
        path, posts = self.document.path, self.around.posts
        if link.c[0].has("reference"):
            return meant(link, path, posts, words(self.document.metadata.lang))
        found = posts.find(link.c[2][0], path)
        return Meant(*found) if found else None

    def _prefixed(self, blocks: Blocks) -> Blocks:
        return prefixed(blocks, lambda id: _joined(self.prefix, id)) if self.prefix else blocks

    def cover(self, address: str) -> tuple[str, tuple[Resource, ...]]:
        """The name of the cover, and all resources; one that is not there is told, not drawn."""
        found = self.around.picture(address, self.document.path) if address else None
        self.findings.cover(address, found)
        return _with_cover(found, self.resources)


def _anchor(slug: str) -> str:
    """A chapter's anchor: its slug, which must begin with a letter to be an id everywhere."""
    return slug if slug[:1].isalpha() else f"chapter-{slug}"


def _joined(prefix: str, id: str) -> str:
    return f"{prefix}--{id}" if id else prefix


def _inside_article(document: Document, around: Surroundings) -> Callable[[Place], str | None]:
    start = _free(document, around)

    def address(place: Place) -> str | None:
        if place.path == document.path:
            return f"#{place.id or start}"
        return around.elsewhere(place)

    return address


def _free(document: Document, around: Surroundings) -> str:
    """The anchor of an article's title: an id that no other node has."""
    taken = around.posts.entry(document.path).anchors
    name = "title"
    while name in taken:
        name += "-1"
    return name


def _with_cover(
    cover: Picture | Lost | None, resources: tuple[Resource, ...]
) -> tuple[str, tuple[Resource, ...]]:
    if not isinstance(cover, Picture):
        return "", resources
    every = {item.name: item for item in (*resources, cover.resource)}
    return cover.resource.name, tuple(every.values())


def _book_metadata(plan: BookPlan, documents: Iterable[Document]) -> Metadata:
    metadata = [document.metadata for document in documents]
    languages = Counter(item.lang for item in metadata)
    authors = plan.authors or tuple(
        dict.fromkeys(author for item in metadata for author in item.authors)
    )
    return Metadata(
        title=plan.title,
        subtitle=plan.subtitle,
        lang=plan.lang or (languages.most_common(1)[0][0] if languages else "en"),
        authors=authors,
        description=plan.description,
        keywords=plan.keywords,
        rights=plan.rights,
        series=plan.series,
        identifier=plan.identifier,
    )
