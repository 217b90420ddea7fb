"""Who is who: what other documents may know of one, and the names by which posts link to it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import msgspec

from publish.ast import Div, Figure, Header, Image, Span, Table
from publish.attributes import attributes
from publish.document import Document, Metadata
from publish.publication.addresses import fold, page
from publish.publication.anchors import heading_anchors
from publish.publication.formulas import FORMULA
from publish.regex import regex
from publish.rules.structure.anchors import slug as slugified
from publish.walk import bearers, plain_text

_DAY = regex(r"(?P<year>\d{4})[-_]?(?P<month>\d{1,2})[-_]?(?P<day>\d{1,2})[-_]+(?=.)")
_LANGUAGE = regex(r"\.(?:en|zh|ja|ko|de|fr|es|ru|pt)(?:[-_][a-z]{2,4})?$")


class Named(NamedTuple):
    """What a place is called: what it is, its printed number (empty: none), and its title or caption."""

    kind: Literal["section", "figure", "table", "formula"]
    number: str
    words: str


class Identity(msgspec.Struct, frozen=True):
    """What other documents may know of one.

    ``anchors`` leads from ids and aliases to ids, ``headings`` from squeezed headings; ``named`` says
    what references by label are to say of an id. ``pages`` are
    its path as a page, and the addresses at which its author says that it stands or has stood;
    ``names`` are the last parts of addresses that may mean it, the surest first; ``words`` are what
    may stand before a name: its folders, its date, its categories.
    """

    path: str
    slug: str
    title: str
    anchors: Mapping[str, str]
    headings: Mapping[str, str]
    named: Mapping[str, Named]
    lang: str
    pages: tuple[str, ...]
    names: tuple[str, ...]
    words: frozenset[str]


class Place(NamedTuple):
    """A document and an id in it (empty: its beginning)."""

    path: str
    id: str


def identity(document: Document, slug: str) -> Identity:
    """The identity of a document whose file is called ``slug``."""
    metadata = document.metadata
    anchors: dict[str, str] = {}
    headings: list[tuple[str, str, str]] = []
    called: dict[str, Named] = {}
    for node in bearers(document.blocks):
        attr = attributes(node)
        if attr is None or not attr.id:
            continue
        anchors[attr.id] = attr.id
        for alias in attr.get("alias").split():
            anchors.setdefault(alias, attr.id)
        if found := named(node, metadata.title):
            called[attr.id] = found
        if isinstance(node, Header):
            headings.append((attr.id, attr.get("number-label"), plain_text(node.c[2])))
    # A heading that said the title again is gone; links to it lead to the beginning.
    anchors.setdefault(slugified(metadata.title), "")
    pages = _pages(document.path, metadata)
    return Identity(
        path=document.path,
        slug=slug,
        title=metadata.title,
        anchors=anchors,
        headings=heading_anchors(headings),
        named=called,
        lang=metadata.lang,
        pages=pages,
        names=tuple(dict.fromkeys(filter(None, _names(pages, slug, metadata)))),
        words=frozenset(_words(document.path, metadata)),
    )


def named(node: object, title: str) -> Named | None:
    """What a node is called that references may name; ``title`` is that of its document."""
    match node:
        case Header(c=(_, attr, text)):
            return Named("section", attr.get("number-label").rstrip("、.．,，"), plain_text(text))
        case Figure(c=(attr, caption, content)):
            words = plain_text(caption.long) or plain_text(content)
            return Named("figure", attr.get("number-label"), words)
        case Image(c=(_, alternative, _)):
            return Named("figure", "", plain_text(alternative))
        case Table(c=content):
            words = plain_text(content.caption.long)
            return Named("table", content.attr.get("number-label"), words)
        case Div(c=(attr, _)) if attr.has("title-place"):
            return Named("section", "", title)
        case Span(c=(attr, _)) if attr.has(FORMULA):
            return Named("formula", attr.get("number-label"), title)
        case _:
            return None


def _pages(path: str, metadata: Metadata) -> tuple[str, ...]:
    own = page(path)
    given = (metadata.permalink, *(alias for alias in metadata.aliases if "/" in alias))
    plain = page(_LANGUAGE.sub("", own))
    return tuple(dict.fromkeys((own, plain, *filter(None, map(page, given)))))


def _names(pages: tuple[str, ...], slug: str, metadata: Metadata) -> Iterable[str]:
    for name in map(posixpath.basename, pages):
        yield name
        yield _DAY.sub("", name, count=1) if _DAY.match(name) else name
    yield fold(slug)
    yield fold(metadata.slug.strip("/").rpartition("/")[2])
    yield from map(fold, metadata.aliases)
    yield fold(metadata.title)
    yield slugified(metadata.title)


def _words(path: str, metadata: Metadata) -> Iterable[str]:
    yield from fold(posixpath.dirname(path)).split("/")
    for category in metadata.categories:
        for name in category.path:
            yield from (fold(name), slugified(name))
    yield from (fold(metadata.lang), fold(metadata.lang).partition("-")[0])
    named = _DAY.match(posixpath.basename(path))
    dates = [named.groups()] if named else []
    if metadata.date:
        dates.append(tuple(metadata.date.value.partition("T")[0].split("-")))
    for parts in dates:
        yield from parts
        yield from (part.lstrip("0") for part in parts)
        yield from ("-".join(parts), "".join(parts))
