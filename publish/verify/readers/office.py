"""What Word files and presentations have in common: parts, relationships, properties."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from publish.verify.model import Facts, Unreadable
from publish.verify.readers.archive import Archive
from publish.verify.readers.markup import Element, xml

MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS = "{http://purl.org/dc/terms/}"


class Relation(NamedTuple):
    """What an id of a part leads to: a part of the package (empty: it is not there), or an address."""

    part: str
    address: str
    kind: str


def part(files: Archive, name: str) -> Element:
    """A part of the package as a tree. Raises Unreadable where it is not there, or is no XML."""
    if name not in files:
        raise Unreadable(f"the package lacks {name}")
    try:
        return xml(files[name])
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is no XML: {error.msg}") from error


def relations(files: Archive, name: str) -> Mapping[str, Relation]:
    """The relationships of a part by their ids."""
    folder, base = posixpath.split(name)
    source = f"{folder}/_rels/{base}.rels"
    if source not in files:
        return {}
    found = {}
    for each in part(files, source):
        target = each.get("Target") or ""
        kind = (each.get("Type") or "").rpartition("/")[2]
        if each.get("TargetMode") == "External":
            found[each.get("Id")] = Relation("", target, kind)
            continue
        path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        found[each.get("Id")] = Relation(path if path in files else "", target, kind)
    return found


def facts(files: Archive) -> Facts:
    """What the core properties say."""
    if "docProps/core.xml" not in files:
        return Facts()
    core = part(files, "docProps/core.xml")

    def said(name: str) -> str | None:
        found = core.find(name)
        return found.text if found is not None else None

    keywords, creators = said(f"{_CP}keywords"), said(f"{_DC}creator")
    return Facts(
        title=said(f"{_DC}title"),
        authors=(creators,) if creators else (),
        lang=said(f"{_DC}language"),
        date=said(f"{_TERMS}created"),
        keywords=(keywords,) if keywords else (),
        description=said(f"{_DC}description"),
    )
