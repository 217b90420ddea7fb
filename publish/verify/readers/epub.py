"""An EPUB, read back: package, spine, contents."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from publish.verify.model import (
    Beside,
    Damage,
    Facts,
    Line,
    Reading,
    Unreadable,
)
from publish.verify.readers.archive import Archive, archive
from publish.verify.readers.markup import (
    OPS,
    XHTML,
    Element,
    Page,
    fragment,
    ids,
    page,
    twice,
    xml,
)

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FRONT = {"cover", "titlepage"}


class _Book(NamedTuple):
    """The package, its folder, and the trees of its documents by their names in the archive."""

    files: Archive
    package: Element
    folder: str
    trees: Mapping[str, Element]


def read(data: bytes, _beside: Beside) -> Reading:
    """The pages of the spine but for cover, title page and contents. Raises Unreadable."""
    files = archive(data)
    damage: list[Damage] = []
    book = _opened(files, damage)
    damage += _gaps(book)
    known = {name: ids(tree) for name, tree in book.trees.items()}
    pages = []
    for name in _spine(book, damage):
        tree = book.trees.get(name)
        if tree is None:
            continue
        if _is_front(tree):
            damage += _speechless(tree, _short(name))
            continue
        damage += twice(tree, _short(name))
        damage += _untold(tree, _short(name))
        pages.append(_page(tree, name, files, known))
    return Reading(
        segments=tuple(each for found in pages for each in found.segments),
        notes=tuple(each for found in pages for each in found.notes),
        facts=_facts(book.package),
        contents=_contents(book, known),
        links=tuple(each for found in pages for each in found.links),
        tables=tuple(each for found in pages for each in found.tables),
        numbers=tuple(each for found in pages for each in found.numbers),
        damage=tuple(damage),
    )


def _page(tree: Element, name: str, files: Archive, known: Mapping[str, frozenset[str]]) -> Page:
    found = page(tree.find(f"{XHTML}body"), _short(name), lambda to: _leads(to, name, files, known))
    if not any(segment.kind == "heading" for segment in found.segments) or not found.notes:
        return found
    # The page of all notes: its own heading is that of no section.
    own = tuple(segment for segment in found.segments if segment.kind != "heading")
    return found._replace(segments=own) if not own else found


def _opened(files: Archive, damage: list[Damage]) -> _Book:
    try:
        container = xml(files["META-INF/container.xml"])
        name = container.find(".//{*}rootfile").get("full-path")
        package = xml(files[name])
    except (KeyError, AttributeError, etree.XMLSyntaxError) as error:
        raise Unreadable("the package of the book cannot be read") from error
    folder = posixpath.dirname(name)
    trees = {}
    for item in package.iter(f"{_OPF}item"):
        path = _joined(folder, item.get("href") or "")
        if item.get("media-type") == "application/xhtml+xml" and path in files:
            try:
                trees[path] = xml(files[path])
            except etree.XMLSyntaxError as error:
                damage.append(Damage("VFY015", _short(path), f"is no XML: {error.msg}"))
    return _Book(files, package, folder, trees)


def _gaps(book: _Book) -> Iterator[Damage]:
    """What the package names and does not hold, or holds and does not name."""
    named = {}
    for item in book.package.iter(f"{_OPF}item"):
        path = _joined(book.folder, item.get("href") or "")
        named[path] = item
        if path not in book.files:
            yield Damage("VFY012", "", f"the package lacks “{item.get('href')}”")
    for name, tree in book.trees.items():
        for image in tree.iter(f"{XHTML}img"):
            path = _joined(posixpath.dirname(name), unquote(image.get("src") or ""))
            if path not in book.files:
                message = f"the picture “{image.get('src')}” is not in the package"
                yield Damage("VFY012", _short(name), message)
            elif path not in named:
                message = f"the picture “{image.get('src')}” is not in the manifest of the package"
                yield Damage("VFY012", _short(name), message)


def _spine(book: _Book, damage: list[Damage]) -> Iterator[str]:
    items = {item.get("id"): item for item in book.package.iter(f"{_OPF}item")}
    for step in book.package.iter(f"{_OPF}itemref"):
        item = items.get(step.get("idref"))
        if item is None:
            message = f"the spine names “{step.get('idref')}”, which the package does not hold"
            damage.append(Damage("VFY012", "", message))
        elif "nav" not in (item.get("properties") or "").split():
            yield _joined(book.folder, item.get("href") or "")


def _is_front(tree: Element) -> bool:
    """Whether this is the cover or the title page."""
    kinds = {
        kind for each in tree.iter(f"{XHTML}section", f"{XHTML}body")
        for kind in (each.get(f"{OPS}type") or "").split()
    }  # fmt: skip
    return bool(kinds & _FRONT)


def _speechless(tree: Element, where: str) -> Iterator[Damage]:
    """Pictures of the cover that say nothing to those who do not see them."""
    for image in tree.iter(f"{XHTML}img"):
        if not (image.get("alt") or "").strip():
            yield Damage("VFY010", where, "the picture of the cover has no alternative text")


def _untold(tree: Element, where: str) -> Iterator[Damage]:
    if not (tree.get("lang") or tree.get(_LANG)):
        yield Damage("VFY009", where, "the page does not say its language")


def _leads(address: str, name: str, files: Archive, known: Mapping[str, frozenset[str]]) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return True
    target = _joined(posixpath.dirname(name), unquote(parts.path)) if parts.path else name
    if not parts.fragment:
        return target in files
    return fragment(address) in known.get(target, frozenset())


def _contents(book: _Book, known: Mapping[str, frozenset[str]]) -> dict[str, tuple[Line, ...]]:
    """The contents that reading programs show, and those of older ones."""
    found: dict[str, tuple[Line, ...]] = {}
    for item in book.package.iter(f"{_OPF}item"):
        path = _joined(book.folder, item.get("href") or "")
        if path not in book.files:
            continue
        if "nav" in (item.get("properties") or "").split() and path in book.trees:
            found["nav"] = tuple(_nav(book.trees[path], path, book.files, known))
        elif item.get("media-type") == "application/x-dtbncx+xml":
            found["ncx"] = tuple(_ncx(xml(book.files[path]), path, book.files, known))
    return found


def _nav(
    tree: Element, path: str, files: Archive, known: Mapping[str, frozenset[str]]
) -> Iterator[Line]:
    for nav in tree.iter(f"{XHTML}nav"):
        if nav.get(f"{OPS}type") == "toc":
            for link in nav.iter(f"{XHTML}a"):
                address = link.get("href") or ""
                yield Line("".join(link.itertext()), _leads(address, path, files, known))


def _ncx(
    tree: Element, path: str, files: Archive, known: Mapping[str, frozenset[str]]
) -> Iterator[Line]:
    for point in tree.iter("{*}navPoint"):
        label, content = point.find("{*}navLabel"), point.find("{*}content")
        words = "".join(label.itertext()).strip() if label is not None else ""
        address = content.get("src") or "" if content is not None else ""
        yield Line(words, bool(address) and _leads(address, path, files, known))


def _facts(package: Element) -> Facts:
    refined = {
        meta.get("refines") for meta in package.iter(f"{_OPF}meta")
        if meta.get("property") == "title-type"
    }  # fmt: skip
    titles = [
        each.text or ""
        for each in package.iter(f"{_DC}title")
        if f"#{each.get('id')}" not in refined
    ]
    lang = package.find(f".//{_DC}language")
    date, about = package.find(f".//{_DC}date"), package.find(f".//{_DC}description")
    return Facts(
        title=titles[0] if titles else None,
        authors=tuple(each.text or "" for each in package.iter(f"{_DC}creator")),
        lang=lang.text if lang is not None else None,
        date=date.text if date is not None else None,
        keywords=tuple(each.text or "" for each in package.iter(f"{_DC}subject")),
        description=about.text if about is not None else None,
    )


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(path)))


def _short(path: str) -> str:
    return posixpath.basename(path)
