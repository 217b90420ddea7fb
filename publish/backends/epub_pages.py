"""The pages of an EPUB: chapters as XHTML, links between them, notes that pop up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from publish.backends.epub_breaks import place_breaks
from publish.backends.epub_files import cut, part_stems, stems
from publish.backends.epub_marks import set_closely, set_vertically
from publish.backends.fragment import fragment
from publish.backends.fragment_tree import labelled
from publish.backends.html import page_values
from publish.backends.kept import NOTHING, Kept
from publish.backends.templates import xhtml
from publish.layouts import Layout
from publish.publication.model import Chapter, Publication, Words

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
TITLE = "title.xhtml"  # where the title of an article stands, which its text does not repeat
ADDRESS = ":/?#@!$&'()*+,;=%~-._"


Held = Literal["formula", "drawing", "picture", "nameless picture", "reading", "page"]


class Page(NamedTuple):
    """A content document: file name, its XHTML, and what it holds that the package must know."""

    name: str
    content: bytes
    held: frozenset[Held] = frozenset()


class Text(NamedTuple):
    """The pages of parts and chapters in the order of the spine, the first of each chapter, the file
    of every id, and where the pages of the printed book begin: label, file, id."""

    pages: tuple[Page, ...]
    first: tuple[str, ...]
    places: Mapping[str, str]
    printed: tuple[tuple[str, str, str], ...] = ()


def title_pages(
    publication: Publication, layout: Layout, cover: str, *, vertical: bool = False
) -> tuple[Page, ...]:
    """The cover, where there is a picture for it, and the title page."""
    values = page_values(publication) | {"cover": cover}
    names = ("cover.xhtml", TITLE) if cover else (TITLE,)
    trees = {name: xhtml(layout, f"epub/{name}", values) for name in names}
    if vertical:
        set_vertically(trees[TITLE])
    return tuple(
        Page(name, _written(tree), frozenset(_held(tree, publication.words)))
        for name, tree in trees.items()
    )


def chapter_pages(
    publication: Publication,
    layout: Layout,
    addresses: Mapping[str, str],
    kept: Kept = NOTHING,
    *,
    vertical: bool = False,
) -> Text:
    """The text of parts and chapters, which may be ``kept``; ``addresses`` are those of pictures.

    The notes of a book follow on a page of their own, as they do in every other format.
    """
    named = dict(_named_trees(publication, layout, kept))
    names, trees = tuple(named), list(named.values())
    if publication.kind == "book" and (notes := _gathered(trees, publication, layout)) is not None:
        names, trees = (*names, "notes"), [*trees, notes]
    breaks = place_breaks(trees[: len(named)], publication.printed)
    for tree in trees:
        _mark_notes(tree)
        if tree.get("lang", "")[:2] in ("zh", "ja"):
            set_closely(tree)
        if vertical:
            set_vertically(tree)
    files = {name: cut(name, tree) for name, tree in zip(names, trees, strict=True)}
    places = {
        each.get("id"): name
        for file in files.values()
        for name, tree in file
        for each in tree.iter(etree.Element)
        if each.get("id")
    }
    places = {chapter.id: TITLE for chapter in publication.chapters} | places
    for file in files.values():
        for name, tree in file:
            _mend_links(tree, name, places)
            _mend_pictures(tree, addresses, publication.words)
    pages = [
        Page(name, _written(tree), frozenset(_held(tree, publication.words)))
        for file in files.values()
        for name, tree in file
    ]
    first = tuple(files[stem][0][0] for stem in stems(publication))
    printed = tuple((label, places[id], id) for label, id in breaks)
    return Text(tuple(pages), first, places, printed)


def _held(tree: Any, words: Words) -> Iterator[Held]:
    if tree.find(f".//{{{MATHML}}}math") is not None:
        yield "formula"
    if tree.find(f".//{{{SVG}}}svg") is not None:
        yield "drawing"
    for image in tree.iter(f"{{{XHTML}}}img"):
        yield "picture"
        if image.get("alt") == words.figure:
            yield "nameless picture"
    if tree.find(f".//{{{XHTML}}}ruby") is not None:
        yield "reading"
    if tree.find(f".//{{{XHTML}}}span[@role='doc-pagebreak']") is not None:
        yield "page"


def _named_trees(publication: Publication, layout: Layout, kept: Kept) -> Iterator[tuple[str, Any]]:
    """Parts and chapters as they follow each other, by the stems of their names."""
    begun = iter(part_stems(publication))
    for stem, chapter in zip(stems(publication), publication.chapters, strict=True):
        if part := chapter.part:
            values = page_values(publication) | {"part": part}
            yield next(begun), xhtml(layout, "epub/part.xhtml", values)
        yield stem, _tree(publication, chapter, layout, kept)


def _tree(publication: Publication, chapter: Chapter, layout: Layout, kept: Kept) -> Any:
    values = page_values(publication) | {
        "chapter": chapter,
        "gap": labelled(chapter.label, "")[len(chapter.label) :],
        "body": fragment(publication, chapter, form="xhtml", kept=kept),
    }
    return xhtml(layout, "epub/chapter.xhtml", values)


def _gathered(trees: list[Any], publication: Publication, layout: Layout) -> Any:
    """The page of all notes, taken out of the chapters; None where there are none."""
    found = [
        section
        for tree in trees
        for section in tree.iter(f"{{{XHTML}}}section")
        if section.get("role") == "doc-endnotes"
    ]
    if not found:
        return None
    tree = xhtml(layout, "epub/notes.xhtml", page_values(publication))
    body = tree.find(f".//{{{XHTML}}}section")
    for section in found:
        section.getparent().remove(section)
        body.append(section)
    return tree


def _mend_links(tree: Any, name: str, places: Mapping[str, str]) -> None:
    for link in list(tree.iter(f"{{{XHTML}}}a")):
        address = link.get("href")
        if address is None:
            continue
        new = _address(address, name, places)
        if new:
            link.set("href", new)
            if (link.text or "").startswith(("http://", "https://")):
                link.set("class", "uri")  # an address may break anywhere
        else:
            link.tag = f"{{{XHTML}}}span"
            for attribute in ("href", "title", "role"):
                link.attrib.pop(attribute, None)


def _address(address: str, name: str, places: Mapping[str, str]) -> str:
    """The address inside the book, of another site, or empty where there is nothing to lead to."""
    if address.startswith("#"):
        id = unquote(address[1:])
        target = places.get(id)
        if target is None or target == TITLE:
            return target or ""
        return ("" if target == name else target) + "#" + quote(id)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https")
    if (web and not re.fullmatch(r"[^\s<>\"{}|\\^`%\[\]]+", parts.netloc)) or not parts.scheme:
        return ""
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address), safe=ADDRESS)


def _mend_pictures(tree: Any, addresses: Mapping[str, str], words: Words) -> None:
    """Every picture is in the book and has words; one that stands alone is no indented text."""
    for image in list(tree.iter(f"{{{XHTML}}}img")):
        address = addresses.get(image.get("src", ""))
        if address is None:
            text = f"[{words.missing_image}] {image.get('alt') or ''}".strip()
            image.tag = f"{{{XHTML}}}span"
            image.attrib.clear()
            image.set("class", "missing")
            image.text = text
            continue
        image.set("src", address)
        if not image.get("alt"):
            image.set("alt", words.figure)
        parent = image.getparent()
        alone = (
            len(parent) == 1 and not (parent.text or "").strip() and not (image.tail or "").strip()
        )
        if alone and parent.tag == f"{{{XHTML}}}p":
            parent.set("class", "picture")


def _mark_notes(tree: Any) -> None:
    """Marks and notes as reading programs know them: a note pops up at its mark."""
    for link in tree.iter(f"{{{XHTML}}}a"):
        if link.get("role") == "doc-noteref":
            link.set(f"{{{OPS}}}type", "noteref")
    for section in tree.iter(f"{{{XHTML}}}section"):
        for notes in section.findall(f"{{{XHTML}}}ol"):
            if section.get("role") == "doc-endnotes":
                section.attrib.pop("role")
                section.set(f"{{{OPS}}}type", "footnotes")
                for number, note in enumerate(list(notes), 1):
                    section.append(_footnote(note, number))
                section.remove(notes)


def _footnote(note: Any, number: int) -> Any:
    note.tag = f"{{{XHTML}}}aside"
    note.set(f"{{{OPS}}}type", "footnote")
    note.set("role", "doc-footnote")
    first = note[0] if len(note) and note[0].tag == f"{{{XHTML}}}p" else None
    if first is None:
        first = etree.Element(f"{{{XHTML}}}p")
        note.insert(0, first)
    mark = etree.Element(f"{{{XHTML}}}span", {"class": "note-number"})
    mark.text, mark.tail, first.text = f"{number}.", f" {first.text or ''}", None
    first.insert(0, mark)
    return note


def _written(tree: Any) -> bytes:
    content: bytes = etree.tostring(
        tree, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>"
    )
    return content + b"\n"
