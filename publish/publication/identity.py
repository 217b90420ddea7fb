"""Who is who: the small table by which links between documents are resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from publish.ast import Attr, Code, CodeBlock, Div, Figure, Header, Image, Link, Span, Table
from publish.document import Document
from publish.rules.structure.anchors import slug as anchor_of
from publish.walk import nodes

POSTS = (".md", ".markdown", ".mdown", ".mkd")


class Identity(msgspec.Struct, frozen=True):
    """What other documents may know of one: its path, slug, title, and ids (aliases lead to ids)."""

    path: str
    slug: str
    title: str
    anchors: Mapping[str, str]


class Place(NamedTuple):
    """A document and an id in it (empty: its beginning)."""

    path: str
    id: str


def identity(document: Document, slug: str) -> Identity:
    """The identity of a document whose file is called ``slug``."""
    anchors: dict[str, str] = {}
    for attr in _attributes(document):
        if attr.id:
            anchors[attr.id] = attr.id
            for alias in attr.get("alias").split():
                anchors.setdefault(alias, attr.id)
    # A heading that said the title again is gone; links to it lead to the beginning.
    anchors.setdefault(anchor_of(document.metadata.title), "")
    return Identity(document.path, slug, document.metadata.title, anchors)


def _attributes(document: Document) -> Iterable[Attr]:
    for node in nodes(document.blocks):
        match node:
            case (
                Header(c=(_, attr, _))
                | Div(c=(attr, _))
                | Span(c=(attr, _))
                | Figure(c=(attr, _, _))
            ):
                yield attr
            case (
                Link(c=(attr, _, _))
                | Image(c=(attr, _, _))
                | Code(c=(attr, _))
                | CodeBlock(c=(attr, _))
            ):
                yield attr
            case Table(c=content):
                yield content.attr
            case _:
                continue


def is_external(address: str) -> bool:
    """Whether an address names another site, a mail box or the like."""
    parts = urlsplit(address) if "\n" not in address else None
    return bool(parts and (parts.scheme or parts.netloc))


def find(address: str, source: str, table: Mapping[str, Identity]) -> Place | None:
    """The document and id that a local address in the post ``source`` means, or None.

    Addresses are tried as written (relative to the post, then to the root), with a post's suffix,
    as a folder's index, and as a page whose last name is the slug of exactly one document.
    """
    path, _, fragment = unquote(address).partition("#")
    path = path.partition("?")[0]
    found = (
        source if not path else next((name for name in _names(path, source) if name in table), None)
    )
    if found is None:
        found = _by_slug(path, table)
    if found is None:
        return None
    if not fragment:
        return Place(found, "")
    anchors = table[found].anchors
    target = anchors.get(fragment, anchors.get(fragment.lower()))
    return Place(found, target) if target is not None else None


def _names(path: str, source: str) -> Iterable[str]:
    bases = (
        [path.lstrip("/")]
        if path.startswith("/")
        else [posixpath.join(posixpath.dirname(source), path), path]
    )
    for base in bases:
        name = posixpath.normpath(base)
        yield name
        stem = name.removesuffix(".html").removesuffix(".htm")
        for suffix in POSTS:
            yield stem + suffix
            yield f"{stem}/index{suffix}"
            yield f"{stem}/README{suffix}"


def _by_slug(path: str, table: Mapping[str, Identity]) -> str | None:
    name = posixpath.basename(path.rstrip("/")).removesuffix(".html").removesuffix(".htm")
    owners = [entry.path for entry in table.values() if entry.slug == name]
    return owners[0] if name and len(owners) == 1 else None
