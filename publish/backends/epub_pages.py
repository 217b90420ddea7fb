"""The pages of an EPUB: chapters as XHTML, links between them, notes that pop up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from publish.backends.fragment import fragment
from publish.backends.fragment_tree import labelled
from publish.backends.html import page_values
from publish.backends.templates import xhtml
from publish.layouts import Layout
from publish.publication.model import Chapter, Publication, Words

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
ADDRESS = ":/?#[]@!$&'()*+,;=%~-._"


class Page(NamedTuple):
    """A content document: file name, its XHTML, and whether it holds formulas."""

    name: str
    content: bytes
    formulas: bool = False


def title_pages(
    publication: Publication, layout: Layout, addresses: Mapping[str, str]
) -> tuple[Page, ...]:
    """The cover, where there is a picture for it, and the title page."""
    cover = addresses.get(publication.metadata.cover)
    values = page_values(publication) | {"cover": cover}
    names = ("cover.xhtml", "title.xhtml") if cover else ("title.xhtml",)
    return tuple(Page(name, _written(xhtml(layout, f"epub/{name}", values))) for name in names)


def chapter_pages(
    publication: Publication, layout: Layout, addresses: Mapping[str, str]
) -> tuple[Page, ...]:
    """One page for each part and each chapter, in the order of the spine; ``addresses`` are those of
    pictures.

    The notes of a book follow on a page of their own, as they do in every other format.
    """
    named = dict(_named_trees(publication, layout))
    names, trees = tuple(named), list(named.values())
    if publication.kind == "book" and (notes := _gathered(trees, publication, layout)) is not None:
        names, trees = (*names, "notes.xhtml"), [*trees, notes]
    places = {
        each.get("id"): name
        for name, tree in zip(names, trees, strict=True)
        for each in tree.iter()
        if each.get("id")
    }
    for name, tree in zip(names, trees, strict=True):
        _mend_links(tree, name, places)
        _mend_pictures(tree, addresses, publication.words)
        _mark_notes(tree)
    return tuple(
        Page(name, _written(tree), tree.find(f".//{{{MATHML}}}math") is not None)
        for name, tree in zip(names, trees, strict=True)
    )


def chapter_names(publication: Publication) -> tuple[str, ...]:
    """``chapter-01.xhtml`` and so on."""
    count = len(publication.chapters)
    digits = max(2, len(str(count)))
    return tuple(f"chapter-{number:0{digits}}.xhtml" for number in range(1, count + 1))


def part_names(publication: Publication) -> Mapping[str, str]:
    """``part-01.xhtml`` and so on, by the ids of the parts."""
    ids = [chapter.part.id for chapter in publication.chapters if chapter.part]
    return {id: f"part-{number:02}.xhtml" for number, id in enumerate(ids, 1)}


def _named_trees(publication: Publication, layout: Layout) -> Iterator[tuple[str, Any]]:
    names, parts = chapter_names(publication), part_names(publication)
    for name, chapter in zip(names, publication.chapters, strict=True):
        if part := chapter.part:
            values = page_values(publication) | {"part": part}
            yield parts[part.id], xhtml(layout, "epub/part.xhtml", values)
        yield name, _tree(publication, chapter, layout)


def _tree(publication: Publication, chapter: Chapter, layout: Layout) -> Any:
    values = page_values(publication) | {
        "chapter": chapter,
        "gap": labelled(chapter.label, "")[len(chapter.label) :],
        "body": fragment(publication, chapter, form="xhtml"),
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
        if target is None:
            return ""
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
