"""What a format cannot carry: told in every report, and no fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from publish.ast import Block, Header, Image, Inline, Link, Math, Span, Table
from publish.publication.model import Publication
from publish.verify.case import Case
from publish.verify.expected import Target
from publish.verify.model import PICTURE
from publish.walk import nodes

_WEB = ("http:", "https:", "mailto:", "tel:", "ftp:")


class Loss(NamedTuple):
    """How often a document has what some formats lack, and what becomes of it there."""

    formats: tuple[str, ...]
    what: str
    instead: str
    often: Callable[[Publication], int]


class Lost(NamedTuple):
    """A loss of one file."""

    what: str
    instead: str
    times: int

    def __str__(self) -> str:
        return f"{self.what} ({self.times}): {self.instead}"


def losses(publication: Publication, format: str) -> tuple[Lost, ...]:
    """What a file of the publication lacks, in the order of the table below."""
    counted = [(loss, loss.often(publication)) for loss in LOSSES if format in loss.formats]
    return tuple(Lost(loss.what, loss.instead, count) for loss, count in counted if count)


def keeps_link(case: Case, target: Target) -> bool:
    """Whether a format can carry a link."""
    match case.format:
        case "pdf":
            return PICTURE not in target.text
        case "epub":
            return target.address.startswith(("#", *_WEB))
        case "pptx":
            return PICTURE not in target.text and not target.in_heading
        case _:
            return True


def _nodes(publication: Publication) -> Iterator[Block | Inline]:
    for chapter in publication.chapters:
        yield from nodes(chapter.document.blocks)


def _formulas(publication: Publication) -> int:
    return sum(isinstance(node, Math) for node in _nodes(publication))


def _readings(publication: Publication) -> int:
    return sum(isinstance(node, Span) and node.c[0].has("ruby") for node in _nodes(publication))


def _abbreviations(publication: Publication) -> int:
    return sum(isinstance(node, Span) and node.c[0].has("abbr") for node in _nodes(publication))


def _linked_pictures(publication: Publication) -> int:
    return sum(
        isinstance(node, Link) and any(isinstance(part, Image) for part in nodes(node.c[1]))
        for node in _nodes(publication)
    )


def _links_beside(publication: Publication) -> int:
    return sum(
        isinstance(node, Link) and not node.c[2][0].startswith(("#", *_WEB))
        for node in _nodes(publication)
    )


def _links_in_headings(publication: Publication) -> int:
    return sum(
        isinstance(part, Link)
        for node in _nodes(publication)
        if isinstance(node, Header)
        for part in nodes(node.c[2])
    )


def _pictures_in_cells(publication: Publication) -> int:
    return sum(
        isinstance(part, Image)
        for node in _nodes(publication)
        if isinstance(node, Table)
        for part in nodes((node,))
    )


def _of_type(name: str) -> Callable[[Publication], int]:
    def count(publication: Publication) -> int:
        return sum(name in resource.media_type for resource in publication.resources)

    return count


def _rights(publication: Publication) -> int:
    return int(bool(publication.metadata.rights))


def _date(publication: Publication) -> int:
    return int(publication.metadata.date is not None)


LOSSES = (
    Loss(("pdf",), "formula", "drawn, with its TeX as alternative text", _formulas),
    Loss(("pptx",), "reading of a word", "set in brackets behind it", _readings),
    Loss(("pdf", "docx", "pptx"), "meaning of an abbreviation", "left out", _abbreviations),
    Loss(("pdf", "pptx"), "link of a picture", "the picture has no link", _linked_pictures),
    Loss(("epub",), "link to a file beside the book", "its words stand alone", _links_beside),
    Loss(("pptx",), "link in a heading", "its words stand alone", _links_in_headings),
    Loss(("pptx",), "picture in a table", "stands below it", _pictures_in_cells),
    Loss(("docx", "pptx"), "vector drawing", "a picture of points", _of_type("svg")),
    Loss(("pdf", "docx", "pptx"), "animated picture", "stands still", _of_type("gif")),
    Loss(("pptx",), "copyright notice", "left out", _rights),
    Loss(("docx", "pptx"), "date in the properties", "printed only", _date),
)
