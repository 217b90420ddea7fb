"""EPUB 3.3: XHTML chapters in a package that ebooklib writes, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from publish.backends.backend import Artifact
from publish.backends.epub_metadata import accessibility, identifier, published
from publish.backends.epub_pages import Page, chapter_names, chapter_pages, part_names, title_pages
from publish.backends.fragment_tree import labelled
from publish.backends.package import parts, repack
from publish.backends.raster import plain_picture
from publish.fonts.fit import address, fitted
from publish.fonts.own import EPUB_SHEETS
from publish.fonts.subset import suffix
from publish.layouts import Layout
from publish.publication.model import NavEntry, Publication, Resource

PACKAGE, NAVIGATION = "EPUB/content.opf", "EPUB/nav.xhtml"
CORE = ("image/png", "image/jpeg", "image/gif", "image/webp")  # EPUB 3.3, 3.2; and SVG
UNSAFE_SVG = (b"<!doctype", b"<!entity", b"<script", b"<foreignobject", b"@import", b'href="http')


class Epub:
    """``fonts = false`` leaves out the fonts that the manifest or the layout names. There is nothing
    else to set: a reader's own settings are the options of an EPUB."""

    suffix = ".epub"
    options: Mapping[str, Any] = {"fonts": True}

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError where the layout lacks a template or the style sheet."""
        settings = {**self.options, **options}
        pictures = {each.name: _usable(each) for each in publication.resources}
        addresses = {name: picture.name for name, picture in pictures.items()}
        pages = (
            *title_pages(publication, layout, addresses),
            *chapter_pages(publication, layout, addresses),
        )
        style, fonts = _style(layout, pages, wanted=settings["fonts"])
        data = _package(publication, pages, {**pictures, **fonts}, style)
        yield Artifact(publication.name + self.suffix, data)


BACKEND = Epub()


def _style(
    layout: Layout, pages: Iterable[Page], *, wanted: bool
) -> tuple[bytes, dict[str, Resource]]:
    """The style sheet, and the fonts that it brings."""
    own = [name for name in EPUB_SHEETS if name in layout.files]
    text = "".join(page.content.decode() for page in pages)
    style = "\n".join(map(layout.style, ("epub.css", *own)))
    files: dict[str, Resource] = {}

    def put(font: bytes) -> str:
        name = address(font, suffix(font))
        files[name] = Resource(name, f"font/{suffix(font)[1:]}", font)
        return name

    fonts = fitted(style, text, layout.files, system=False, wanted=wanted)
    return fonts.sheet(put).encode(), files


def _package(
    publication: Publication, pages: Sequence[Page], files: Mapping[str, Resource], style: bytes
) -> bytes:
    from ebooklib import epub

    book = epub.EpubBook()
    _describe(book, publication, pages)
    book.add_item(epub.EpubItem("style", "epub.css", "text/css", style))
    items = []
    for page in pages:
        item = epub.EpubItem(page.name[:-6], page.name, "application/xhtml+xml", page.content)
        item.properties = ["mathml"] if page.formulas else []
        book.add_item(item)
        items.append(item)
    for number, (name, file) in enumerate(files.items(), 1):
        item = epub.EpubItem(f"picture-{number}", file.name, file.media_type, file.content)
        item.properties = ["cover-image"] if name == publication.metadata.cover else []
        book.add_item(item)
    navigation = epub.EpubNav(title=publication.words.contents)
    navigation.add_link(href="epub.css")
    book.add_item(navigation)
    book.add_item(epub.EpubNcx())
    first = [page.name for page in pages].index(_beginning(publication))
    book.spine = [*items[:first], navigation, *items[first:]]
    book.toc = _contents(publication)
    book.guide = _landmarks(publication, pages)
    moment = datetime.fromtimestamp(publication.epoch, UTC)
    buffer = io.BytesIO()
    options = {"mtime": moment, "epub2_guide": False, "epub3_pages": False}
    epub.EpubWriter(buffer, book, options | {"landmark_title": publication.words.contents}).write()
    return _finished(buffer.getvalue(), publication)


def _describe(book: Any, publication: Publication, pages: Sequence[Page]) -> None:
    metadata = publication.metadata
    book.set_identifier(identifier(publication))
    book.set_title(metadata.title)
    book.set_language(metadata.lang)
    if metadata.subtitle:
        book.add_metadata("DC", "title", metadata.subtitle, {"id": "subtitle"})
        refines = {"refines": "#subtitle", "property": "title-type"}
        book.add_metadata(None, "meta", "subtitle", refines)
    for number, author in enumerate(metadata.authors, 1):
        book.add_metadata("DC", "creator", author.name, {"id": f"author-{number}"})
        role = {"refines": f"#author-{number}", "property": "role", "scheme": "marc:relators"}
        book.add_metadata(None, "meta", "aut", role)
    if metadata.date:
        book.add_metadata("DC", "date", published(metadata.date))
    if metadata.description:
        book.add_metadata("DC", "description", metadata.description)
    for keyword in metadata.keywords:
        book.add_metadata("DC", "subject", keyword)
    if metadata.rights:
        book.add_metadata("DC", "rights", metadata.rights)
    formulas = any(page.formulas for page in pages)
    for property, value in accessibility(publication, bool(publication.resources), formulas):
        book.add_metadata(None, "meta", value, {"property": property})


def _contents(publication: Publication) -> list[Any]:
    """The entries for nav and NCX, with the labels that every format prints."""
    from ebooklib import epub

    names, parts = chapter_names(publication), part_names(publication)
    count = iter(range(1, 1_000_000))

    def entry(nav: NavEntry) -> Any:
        whole = nav.id == publication.chapters[nav.chapter].id
        href = parts.get(nav.id) or names[nav.chapter] + ("" if whole else "#" + quote(nav.id))
        title = labelled(nav.label, nav.text)
        if nav.children:
            return (epub.Section(title, href), [entry(child) for child in nav.children])
        return epub.Link(href, title, f"nav-{next(count)}")

    if not publication.nav:
        return [epub.Link(names[0], publication.metadata.title, "nav-1")]
    return [entry(nav) for nav in publication.nav]


def _landmarks(publication: Publication, pages: Sequence[Page]) -> list[dict[str, str]]:
    title = publication.metadata.title
    cover = [("cover", "cover.xhtml", title)] if pages[0].name == "cover.xhtml" else []
    rows = [
        *cover,
        ("titlepage", "title.xhtml", title),
        ("toc", "nav.xhtml", publication.words.contents),
        ("bodymatter", _beginning(publication), title),
    ]
    return [{"type": kind, "href": href, "title": text} for kind, href, text in rows]


def _beginning(publication: Publication) -> str:
    """The page on which the text begins: that of the first part, or of the first chapter."""
    part = publication.chapters[0].part
    return part_names(publication)[part.id] if part else chapter_names(publication)[0]


def _finished(data: bytes, publication: Publication) -> bytes:
    """What ebooklib leaves out: the package's language, landmarks that readers do not see twice."""
    from lxml import etree

    files = parts(data)
    package = etree.fromstring(files[PACKAGE])
    package.set("{http://www.w3.org/XML/1998/namespace}lang", publication.metadata.lang)
    navigation = etree.fromstring(files[NAVIGATION])
    for nav in navigation.iter("{http://www.w3.org/1999/xhtml}nav"):
        title = nav[0]
        title.tag = "{http://www.w3.org/1999/xhtml}h1"
        if nav.get("{http://www.idpf.org/2007/ops}type") == "landmarks":
            nav.set("hidden", "hidden")
    changed = {
        name: etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        for name, root in ((PACKAGE, package), (NAVIGATION, navigation))
    }
    return repack(data, changed, publication.epoch)


def _usable(resource: Resource) -> Resource:
    """The picture, or a PNG of it where no reading program need know its kind or allow what it holds."""
    match resource.media_type:
        case "image/svg+xml":
            unsafe = any(mark in resource.content.lower() for mark in UNSAFE_SVG)
        case kind:
            unsafe = kind not in CORE
    return (plain_picture(resource) or resource) if unsafe else resource
