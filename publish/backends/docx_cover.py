"""The pages of a template around the text: its cover, with what belongs to it, and the text in it."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Mapping

from publish.backends.docx_placeholders import content_place, fill, values_of
from publish.backends.ooxml import Element, parsed, style_of, w, written
from publish.publication.model import Publication

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OPENING = ("Title", "Subtitle", "Author", "Date")
APART = (w("footnoteReference"), w("endnoteReference"), w("commentReference"), w("commentRangeStart"),
         w("commentRangeEnd"), w("bookmarkStart"), w("bookmarkEnd"))  # fmt: skip


def with_cover(
    document: Element,
    files: dict[str, bytes],
    template: Mapping[str, bytes],
    publication: Publication,
) -> None:
    """Set the text of ``document`` into the pages of ``template``, if it leaves a place for anything.

    A template without placeholders gives styles, page and headers alone: what stands in it is a
    sample. ``files`` gets the parts that the pages need.
    """
    pages = parsed(template["word/document.xml"]).find(w("body"))
    filled = fill(pages, values_of(publication))
    place = content_place(pages)
    if not filled and place is None:
        return
    for last in pages.findall(w("sectPr")):
        pages.remove(last)
    for each in list(pages.iter(*APART)):
        each.getparent().remove(each)
    _bring_along(pages, files, template)
    body = document.find(w("body"))
    text = [each for each in body if each.tag != w("sectPr")]
    if "title" in filled:
        text = _without_opening(text)
    if place is None:
        before, after = list(pages), []
    else:
        at = pages.index(place)
        before, after = list(pages)[:at], list(pages)[at + 1 :]
    section = body.find(w("sectPr"))
    for each in list(body):
        body.remove(each)
    body.extend([*before, *text, *after])
    if section is not None:
        body.append(section)


def _without_opening(text: list[Element]) -> list[Element]:
    """The text without the title and what stands below it, which the cover shows already."""
    kept, opening = [], True
    for each in text:
        if opening and each.tag == w("p") and style_of(each) in OPENING:
            continue
        opening = opening and each.tag != w("p")
        kept.append(each)
    return kept


def _bring_along(pages: Element, files: dict[str, bytes], template: Mapping[str, bytes]) -> None:
    """The pictures, headers and links of the pages; what lies elsewhere and is no link is taken out."""
    theirs = _relations(template, RELATIONS)
    ours = parsed(files[RELATIONS])
    known = {each.get("Id"): each for each in ours}
    names: dict[str, str] = {}
    for element in list(pages.iter()):
        for key in [key for key in element.attrib if key.startswith(f"{{{R}}}")]:
            old = element.get(key)
            relation = theirs.get(old)
            outside = relation is not None and relation.get("TargetMode") == "External"
            if relation is None or (outside and not relation.get("Type").endswith("/hyperlink")):
                _take_out(element)
                break
            if old not in names:
                same = known.get(old)
                if same is not None and same.get("Target") == relation.get("Target"):
                    names[old] = old
                else:
                    names[old] = f"rIdPage{len(names) + 1}"
                    made = copy.deepcopy(relation)
                    made.set("Id", names[old])
                    ours.append(made)
                if not outside:
                    _copy(posixpath.normpath("word/" + relation.get("Target")), files, template)
            element.set(key, names[old])
    files[RELATIONS] = written(ours)


def _copy(name: str, files: dict[str, bytes], template: Mapping[str, bytes]) -> None:
    """A part of the template with all that it needs itself."""
    name = name.removeprefix("word//")
    if name in files or name not in template:
        return
    files[name] = template[name]
    _declare(name, files, template)
    folder, base = posixpath.split(name)
    relations = f"{folder}/_rels/{base}.rels"
    if relations in template:
        files[relations] = template[relations]
        for each in _relations(template, relations).values():
            if each.get("TargetMode") != "External":
                _copy(posixpath.normpath(f"{folder}/{each.get('Target')}"), files, template)


def _declare(name: str, files: dict[str, bytes], template: Mapping[str, bytes]) -> None:
    types, theirs = parsed(files[TYPES]), parsed(template[TYPES])
    extension = name.rpartition(".")[2].lower()
    for each in theirs:
        if each.get("PartName") == f"/{name}" or (
            each.get("Extension", "").lower() == extension
            and not any(own.get("Extension", "").lower() == extension for own in types)
        ):
            if each.get("Extension"):
                types.insert(0, copy.deepcopy(each))
            else:
                types.append(copy.deepcopy(each))
    files[TYPES] = written(types)


def _relations(files: Mapping[str, bytes], name: str) -> dict[str, Element]:
    return {each.get("Id"): each for each in parsed(files[name])} if name in files else {}


def _take_out(element: Element) -> None:
    """The run or the reference that shows what is not to be had."""
    found = element
    while found.getparent() is not None and found.tag not in (w("r"), w("headerReference")):
        if found.tag in (w("p"), w("body")):
            found = element
            break
        found = found.getparent()
    if found.getparent() is not None:
        found.getparent().remove(found)
