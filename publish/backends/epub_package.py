"""The package of an EPUB: what ebooklib writes, and what it leaves out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from publish.backends.epub_access import accessibility
from publish.backends.epub_marks import set_vertically
from publish.backends.epub_metadata import Statement, belonging, identifier, languages, published
from publish.backends.epub_pages import Held, Page, Text
from publish.backends.fragment_tree import labelled
from publish.backends.package import parts, repack
from publish.publication.model import NavEntry, Publication, Resource

PROPERTIES: Mapping[Held, str] = {"formula": "mathml", "drawing": "svg"}
PACKAGE, NAVIGATION, NCX = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
DAISY = "{http://www.daisy.org/z3986/2005/ncx/}"


class Content(NamedTuple):
    """The parts of an EPUB: what stands before the contents, the text, pictures and fonts by name,
    the style sheet, the name of the cover (empty: none), and the direction of writing."""

    front: tuple[Page, ...]
    text: Text
    files: Mapping[str, Resource]
    style: bytes
    cover: str
    vertical: bool


def package(publication: Publication, content: Content) -> bytes:
    """The file."""
    from ebooklib import epub

    book = epub.EpubBook()
    _describe(book, publication, content)
    book.add_item(epub.EpubItem("style", "epub.css", "text/css", content.style))
    items = []
    for page in (*content.front, *content.text.pages):
        item = epub.EpubItem(page.name[:-6], page.name, "application/xhtml+xml", page.content)
        item.properties = [name for held, name in PROPERTIES.items() if held in page.held]
        book.add_item(item)
        items.append(item)
    for number, file in enumerate(content.files.values(), 1):
        item = epub.EpubItem(f"file-{number}", file.name, file.media_type, file.content)
        item.properties = ["cover-image"] if file.name == content.cover else []
        book.add_item(item)
    navigation = epub.EpubNav(title=publication.words.contents)
    navigation.add_link(href="epub.css")
    book.add_item(navigation)
    book.add_item(epub.EpubNcx())
    first = len(content.front)
    book.spine = [*items[:first], navigation, *items[first:]]
    book.direction = "rtl" if content.vertical else None
    book.toc = _contents(publication, content.text)
    book.guide = _landmarks(publication, content)
    buffer = io.BytesIO()
    options = {
        "compresslevel": 0,  # it is packed once, when it is finished
        "mtime": datetime.fromtimestamp(publication.epoch, UTC),
        "epub2_guide": False,
        "epub3_pages": False,
        "landmark_title": publication.words.contents,
    }
    epub.EpubWriter(buffer, book, options).write()
    return _finished(buffer.getvalue(), publication, content)


def _describe(book: Any, publication: Publication, content: Content) -> None:
    metadata = publication.metadata
    book.set_identifier(identifier(publication))
    book.set_title(metadata.title)
    main, *others = languages(publication)
    book.set_language(main)
    for language in others:
        book.add_metadata("DC", "language", language)
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
    held: frozenset[Held] = frozenset().union(*(page.held for page in content.text.pages))
    for statement in (*belonging(publication), *accessibility(publication, held)):
        book.add_metadata(None, "meta", statement.value, _attributes(statement))


def _attributes(statement: Statement) -> dict[str, str]:
    return {
        "property": statement.property,
        **({"id": statement.id} if statement.id else {}),
        **({"refines": f"#{statement.refines}"} if statement.refines else {}),
    }


def _contents(publication: Publication, text: Text) -> list[Any]:
    """The entries for nav and NCX, with the labels that every format prints."""
    from ebooklib import epub

    count = iter(range(1, 1_000_000))

    def entry(nav: NavEntry) -> Any:
        file = text.places.get(nav.id, text.first[nav.chapter])
        whole = nav.kind != "section" or nav.id not in text.places
        href = file if whole else f"{file}#{quote(nav.id)}"
        title = labelled(nav.label, nav.text)
        if nav.children:
            return (epub.Section(title, href), [entry(child) for child in nav.children])
        return epub.Link(href, title, f"nav-{next(count)}")

    if not publication.nav:
        return [epub.Link(text.first[0], publication.metadata.title, "nav-1")]
    return [entry(nav) for nav in publication.nav]


def _landmarks(publication: Publication, content: Content) -> list[dict[str, str]]:
    title = publication.metadata.title
    cover = [("cover", "cover.xhtml", title)] if content.cover else []
    rows = [
        *cover,
        ("titlepage", "title.xhtml", title),
        ("toc", "nav.xhtml", publication.words.contents),
        ("bodymatter", content.text.pages[0].name, title),
    ]
    return [{"type": kind, "href": href, "title": text} for kind, href, text in rows]


def _finished(data: bytes, publication: Publication, content: Content) -> bytes:
    """What ebooklib leaves out: languages, the list of pages, the figures of the NCX."""
    from lxml import etree

    files = parts(data)
    trees = {name: etree.fromstring(files[name]) for name in (PACKAGE, NAVIGATION, NCX)}
    for tree in trees.values():
        tree.set(XML_LANG, publication.metadata.lang)
    _finish_navigation(trees[NAVIGATION], publication, content)
    _finish_ncx(trees[NCX], publication, content)
    changed = {
        name: etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        for name, tree in trees.items()
    }
    return repack(data, changed, publication.epoch)


def _finish_navigation(tree: Any, publication: Publication, content: Content) -> None:
    """Landmarks and pages are for programs: readers do not see them twice."""
    from lxml import etree

    if content.vertical:
        set_vertically(tree)
    for nav in tree.iter(f"{HTML}nav"):
        nav[0].tag = f"{HTML}h1"
        if nav.get(EPUB_TYPE) == "landmarks":
            nav.set("hidden", "hidden")
    if not content.text.printed:
        return
    pages = etree.SubElement(tree.find(f"{HTML}body"), f"{HTML}nav", {EPUB_TYPE: "page-list"})
    pages.set("role", "doc-pagelist")
    pages.set("hidden", "hidden")
    etree.SubElement(pages, f"{HTML}h1").text = publication.words.pages
    rows = etree.SubElement(pages, f"{HTML}ol")
    for label, file, id in content.text.printed:
        row = etree.SubElement(rows, f"{HTML}li")
        etree.SubElement(row, f"{HTML}a", {"href": f"{file}#{id}"}).text = label


def _finish_ncx(tree: Any, publication: Publication, content: Content) -> None:
    from lxml import etree

    printed = content.text.printed
    figures = {
        "dtb:depth": str(max(_depth(publication.nav), 1)),
        "dtb:totalPageCount": str(len(printed)),
        "dtb:maxPageNumber": printed[-1][0] if printed else "0",
    }
    for meta in tree.iter(f"{DAISY}meta"):
        meta.set("content", figures.get(meta.get("name"), meta.get("content")))
    if not printed:
        return
    pages = etree.SubElement(tree, f"{DAISY}pageList")
    label = etree.SubElement(pages, f"{DAISY}navLabel")
    etree.SubElement(label, f"{DAISY}text").text = publication.words.pages
    for number, file, id in printed:
        names = {"id": f"ncx-{id}", "type": "normal", "value": number}
        target = etree.SubElement(pages, f"{DAISY}pageTarget", names)
        label = etree.SubElement(target, f"{DAISY}navLabel")
        etree.SubElement(label, f"{DAISY}text").text = number
        etree.SubElement(target, f"{DAISY}content", {"src": f"{file}#{id}"})


def _depth(entries: tuple[NavEntry, ...]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)
