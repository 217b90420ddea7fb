"""The canonical form: typed metadata, the Pandoc AST, and where what was inferred came from.

What the product adds to the AST lives in classes and attributes. This vocabulary has the version
``VERSION``; a change that breaks its readers raises it.

=========================  =====================================================================
node                       meaning
=========================  =====================================================================
``Header``                 sections start at level 2 (the title is metadata) and never skip a level;
                           every header has an id that is unique in the document
``Header[number-style]``   numbering style of a hand-typed number: ``cjk-dun`` 一、 ``cjk-paren`` （一）
                           ``cjk-chapter`` 第一章 ``arabic-dot`` 1. ``arabic-paren`` 1) ``arabic-dun`` 1、
                           ``arabic-parens`` (1) ``arabic-wide-parens`` （1） ``dotted`` 1.2
                           ``circled`` ① ``letter-dot`` A. ``arabic-chapter`` 第1章; other parts by
                           name: section, division, piece, lesson, lecture, round
``Header[number-value]``   the number (``dotted``: all numbers, with dots)
``Header[number-label]``   the label as every format prints it, with the marks that were typed (``一、``,
                           ``一.``); the text does not hold it
``Header.unnumbered``      the section has no number; ``Header[role]`` says why: ``abstract preface
                           contents summary conclusion acknowledgements appendix bibliography``
``Header[alias]``          other ids that links may use, separated by spaces
``Div.bibliography``       reference list; holds ``Div.bibentry``
``Div.bibentry``           one entry, id ``ref-N``, attribute ``label`` (``[1]``); its paragraph begins
                           with ``Span.biblabel`` and then holds the text verbatim. Attributes named
                           as in CSL say what was understood of it: ``type author issued title
                           container-title publisher publisher-place volume issue page URL DOI
                           accessed``; authors are separated by ``; ``. ``csl`` says that a
                           style set the entry, and not the author
``Figure``                 a picture, or a listing: a ``CodeBlock`` with its caption
``Figure[number-label]``   label of a numbered caption as typed (``图 1-1``), and ``number-value`` its number
                           (``1-1``); the caption holds the label too. ``Table`` likewise. Their ids
                           are ``fig-1-1``, ``tbl-1-1`` and, of a listing, ``lst-1-1``. In a
                           publication captions without a label have got one
``Link.cross-reference``   the place in the text that names such a figure or table
``Link.reference``         a place that is named by its label (``#label``), here or in another document; words
                           that only say the label become its number or title when documents are put together
``Span.formula``           a formula that has a label, which is its id; it is numbered in a publication.
                           ``number-label`` is the number that its author gave it, which the
                           formula holds too
``Div.title-place``        the id that an author gave to the heading that was the title (empty)
``Div.tab``                one of several tabs; begins with its name in bold
``Span.cited``             keys of a citation by a role (``[@lu2019]``), where no rule has set them
``Link.citation``          a number in the text that cites an entry
``Div.callout``            admonition; a second class is its kind (``note tip important warning
                           caution``); first child ``Div.callout-title`` when it has a title
``Div.details``            text that readers unfold; begins with its summary in bold, if it has one
``CodeBlock.diagram``      the source of a diagram; another class is its language (``mermaid plantuml
                           dot echarts …``)
``Code.math``              the TeX of a formula that nobody understood; ``CodeBlock.latex`` where it stood
                           alone
``Div.contents``           the place where the author asked for a table of contents (empty)
``Div.excerpt-end``        the end of the teaser (empty)
``Span.missing``           placeholder for an image or a file that is not there; holds its alternative
                           text or its name
``Span.unknown-tag``       placeholder for a template tag that nobody understood; holds its name
``Span.ruby[rt]``          words, and their reading (``rt``)
``Span.mark``              highlighted words
``Span.abbr[title]``       an abbreviation, and what it means
``Span[lang]``             words of another language
=========================  =====================================================================

No ``RawBlock`` or ``RawInline`` of HTML is left: it became nodes, or a finding.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from publish.ast import API_VERSION, Blocks

VERSION = 1


class Date(msgspec.Struct, frozen=True, omit_defaults=True):
    """A moment as precisely as the author gave it.

    ``value`` is ISO 8601 cut at ``precision`` (``2019``, ``2019-03``, ``2019-03-01``,
    ``2019-03-01T08:30``, ``2019-03-01T08:30:00``); ``zone`` is ``Z``, an offset such as ``+08:00``,
    or None when the author gave none.
    """

    value: str
    precision: Literal["year", "month", "day", "minute", "second"]
    zone: str | None = None


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or body that wrote the document."""

    name: str
    email: str = ""
    url: str = ""


class Category(msgspec.Struct, frozen=True):
    """One category as a path from the widest to the narrowest name."""

    path: tuple[str, ...]


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """A series to which a document belongs, and its place there (``2``; empty: it has none)."""

    name: str
    number: str = ""


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is known about a document; only ``title`` and ``lang`` are always there.

    ``lang`` is a BCP 47 tag (``zh-Hans``, ``zh-Hant``, ``ja``, ``en``). ``permalink`` is the path at
    which the author says that the page stands, ``aliases`` are its other names. ``identifier`` is an
    ISBN, a UUID or another name that the work has in the world. ``extra`` keeps every key of the front
    matter that the schema does not know, as read.
    """

    title: str
    lang: str
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    date: Date | None = None
    updated: Date | None = None
    description: str = ""
    keywords: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    tags: tuple[str, ...] = ()
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    cover: str = ""
    source: str = ""
    rights: str = ""
    series: Series | None = None
    identifier: str = ""
    extra: dict[str, Any] = {}


class Provenance(msgspec.Struct, frozen=True):
    """A value that the author did not write: which field, what, and on what evidence."""

    field: str
    value: str
    evidence: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One post in canonical form. ``path`` is POSIX, relative to the root of its sources."""

    path: str
    metadata: Metadata
    blocks: Blocks
    provenance: tuple[Provenance, ...] = ()
    dialect: str = "commonmark"
    version: int = msgspec.field(name="publish-document", default=VERSION)
    api_version: tuple[int, ...] = msgspec.field(name="pandoc-api-version", default=API_VERSION)


def to_json(document: Document) -> bytes:
    """The document as UTF-8 JSON, indented; :func:`from_json` gives back an equal one."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def from_json(data: bytes) -> Document:
    """Raises ``msgspec.ValidationError``, which names the path of the fault, on any other JSON."""
    return msgspec.json.decode(data, type=Document)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the canonical form."""
    return msgspec.json.schema(Document)
