"""What an EPUB says of itself: its identity, its languages, and where it belongs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from publish.document import Date, Series
from publish.publication.model import Publication
from publish.regex import regex

_ISBN = regex(r"(?:97[89])?\d{9}[\dXx]")
_PLACE = regex(r"\d+(?:\.\d+)*")  # EPUB 3.3, D.3.5: group-position


class Statement(NamedTuple):
    """One ``<meta property=…>`` of the package; ``refines`` is the id of what it is about."""

    property: str
    value: str
    id: str = ""
    refines: str = ""


def identifier(publication: Publication) -> str:
    """A URN that stays with the publication from build to build.

    It is made from the ISBN or UUID that the metadata give; else from where the file stands in its
    bundle, so that a title may be mended; else from the title, the language and the authors.
    """
    metadata = publication.metadata
    if metadata.identifier:
        return _named(metadata.identifier)
    authors = ";".join(author.name for author in metadata.authors)
    alone = "\n".join((publication.name, metadata.title, metadata.lang, authors))
    return uuid.uuid5(uuid.NAMESPACE_URL, publication.origin or alone).urn


def _named(text: str) -> str:
    bare = re.sub(r"^(?:urn:)?isbn(?:-1[03])?[:\s]*|[-\s]", "", text, flags=re.IGNORECASE)
    if _ISBN.fullmatch(bare):
        return f"urn:isbn:{bare.upper()}"
    try:
        return uuid.UUID(text).urn
    except ValueError:
        return text


def languages(publication: Publication) -> tuple[str, ...]:
    """The language of the publication, then the others of its chapters."""
    chapters = (chapter.document.metadata.lang for chapter in publication.chapters)
    return tuple(dict.fromkeys((publication.metadata.lang, *chapters)))


def published(date: Date) -> str:
    """A date as W3CDTF: a time without its zone is left out."""
    if "T" in date.value:
        return f"{date.value}{date.zone}" if date.zone else date.value.partition("T")[0]
    return date.value


def belonging(publication: Publication) -> Iterable[Statement]:
    """The series of the publication with its place there, and the bundle that it is a part of."""
    if series := publication.metadata.series:
        yield from _collection("series", "series", series)
    if publication.collection:
        yield from _collection("bundle", "set", Series(publication.collection))


def _collection(id: str, kind: str, series: Series) -> Iterable[Statement]:
    yield Statement("belongs-to-collection", series.name, id=id)
    yield Statement("collection-type", kind, refines=id)
    if _PLACE.fullmatch(series.number):
        yield Statement("group-position", series.number, refines=id)
