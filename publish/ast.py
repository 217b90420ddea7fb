"""The Pandoc AST, typed: 14 blocks, 20 inlines, and the ways to walk them.

The nodes are pandoc's own (pandoc-types 1.23), one frozen struct each, so that pandoc reads and
writes the canonical form without a conversion layer. ``c`` holds a node's content exactly as
pandoc's JSON does; a malformed tree fails in :func:`decode` with the path of the fault.

The one thing added is ``line``: while a post is being normalized a block remembers the line of its
source (1-based, 0 for unknown). It is left out of the JSON when 0 and is moved to a side table
before a document leaves the normalizer.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias, Union

import msgspec

API_VERSION = (1, 23, 1)


class Attr(NamedTuple):
    """Identifier, classes and key-value pairs of a node."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The value of ``key``, or ``default``."""
        return next((value for name, value in self.pairs if name == key), default)

    def has(self, name: str) -> bool:
        """Whether ``name`` is one of the classes."""
        return name in self.classes

    def with_id(self, id: str) -> Attr:
        return self._replace(id=id)

    def with_class(self, *names: str) -> Attr:
        """The same attributes with these classes too, each once."""
        return self._replace(classes=tuple(dict.fromkeys((*self.classes, *names))))

    def with_pairs(self, **pairs: str) -> Attr:
        """The same attributes with these pairs set; ``_`` in a name stands for ``-``."""
        new = {key.replace("_", "-"): value for key, value in pairs.items()}
        return self._replace(pairs=tuple((dict(self.pairs) | new).items()))

    def without(self, *keys: str) -> Attr:
        """The same attributes without the pairs named."""
        return self._replace(pairs=tuple(pair for pair in self.pairs if pair[0] not in keys))


NO_ATTR = Attr()


class Enum(msgspec.Struct, frozen=True):
    """A pandoc constant such as ``{"t": "Decimal"}``."""

    t: str


class Leaf(msgspec.Struct, frozen=True, tag_field="t"):
    """An inline node."""


class Node(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True, kw_only=True):
    """A block node with the source line it began on (0: unknown)."""

    line: int = 0


# ------------------------------------------------------------------------------------- inlines


class Str(Leaf, frozen=True, tag="Str"):
    """Text without spaces."""

    c: str


class Emph(Leaf, frozen=True, tag="Emph"):
    c: Inlines


class Underline(Leaf, frozen=True, tag="Underline"):
    c: Inlines


class Strong(Leaf, frozen=True, tag="Strong"):
    c: Inlines


class Strikeout(Leaf, frozen=True, tag="Strikeout"):
    c: Inlines


class Superscript(Leaf, frozen=True, tag="Superscript"):
    c: Inlines


class Subscript(Leaf, frozen=True, tag="Subscript"):
    c: Inlines


class SmallCaps(Leaf, frozen=True, tag="SmallCaps"):
    c: Inlines


class Quoted(Leaf, frozen=True, tag="Quoted"):
    c: tuple[Enum, Inlines]


class Citation(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of a :class:`Cite`; field names are pandoc's."""

    citation_id: str
    citation_prefix: Inlines
    citation_suffix: Inlines
    citation_mode: Enum
    citation_note_num: int
    citation_hash: int


class Cite(Leaf, frozen=True, tag="Cite"):
    c: tuple[tuple[Citation, ...], Inlines]


class Code(Leaf, frozen=True, tag="Code"):
    c: tuple[Attr, str]


class Space(Leaf, frozen=True, tag="Space"):
    """Space between words."""


class SoftBreak(Leaf, frozen=True, tag="SoftBreak"):
    """A line break in the source that is no line break in the output."""


class LineBreak(Leaf, frozen=True, tag="LineBreak"):
    """A line break that the author asked for."""


class Math(Leaf, frozen=True, tag="Math"):
    c: tuple[Enum, str]


class RawInline(Leaf, frozen=True, tag="RawInline"):
    c: tuple[str, str]


class Link(Leaf, frozen=True, tag="Link"):
    """Attributes, text, and ``(address, title)``."""

    c: tuple[Attr, Inlines, tuple[str, str]]


class Image(Leaf, frozen=True, tag="Image"):
    """Attributes, alternative text, and ``(address, title)``."""

    c: tuple[Attr, Inlines, tuple[str, str]]


class Note(Leaf, frozen=True, tag="Note"):
    """Footnote or endnote."""

    c: Blocks


class Span(Leaf, frozen=True, tag="Span"):
    c: tuple[Attr, Inlines]


Inline: TypeAlias = Union[
    Str, Emph, Underline, Strong, Strikeout, Superscript, Subscript, SmallCaps, Quoted, Cite,
    Code, Space, SoftBreak, LineBreak, Math, RawInline, Link, Image, Note, Span,
]  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]

# -------------------------------------------------------------------------------------- blocks


class Plain(Node, frozen=True, tag="Plain", kw_only=False):
    """Inlines that are no paragraph (a tight list item, a table cell)."""

    c: Inlines


class Para(Node, frozen=True, tag="Para", kw_only=False):
    c: Inlines


class LineBlock(Node, frozen=True, tag="LineBlock", kw_only=False):
    c: tuple[Inlines, ...]


class CodeBlock(Node, frozen=True, tag="CodeBlock", kw_only=False):
    c: tuple[Attr, str]


class RawBlock(Node, frozen=True, tag="RawBlock", kw_only=False):
    c: tuple[str, str]


class BlockQuote(Node, frozen=True, tag="BlockQuote", kw_only=False):
    c: Blocks


class OrderedList(Node, frozen=True, tag="OrderedList", kw_only=False):
    """``(start, number style, delimiter)`` and the items."""

    c: tuple[tuple[int, Enum, Enum], tuple[Blocks, ...]]


class BulletList(Node, frozen=True, tag="BulletList", kw_only=False):
    c: tuple[Blocks, ...]


class DefinitionList(Node, frozen=True, tag="DefinitionList", kw_only=False):
    c: tuple[tuple[Inlines, tuple[Blocks, ...]], ...]


class Header(Node, frozen=True, tag="Header", kw_only=False):
    """Level, attributes and text."""

    c: tuple[int, Attr, Inlines]


class HorizontalRule(Node, frozen=True, tag="HorizontalRule", kw_only=False):
    pass


class Caption(NamedTuple):
    """Short caption (or None) and caption."""

    short: Inlines | None
    long: Blocks


class ColWidth(msgspec.Struct, frozen=True, tag_field="t", tag="ColWidth"):
    c: float


class ColWidthDefault(msgspec.Struct, frozen=True, tag_field="t", tag="ColWidthDefault"):
    pass


class Cell(NamedTuple):
    attr: Attr
    align: Enum
    rows: int
    columns: int
    content: Blocks


class Row(NamedTuple):
    attr: Attr
    cells: tuple[Cell, ...]


class TableHead(NamedTuple):
    attr: Attr
    rows: tuple[Row, ...]


class TableBody(NamedTuple):
    attr: Attr
    row_head_columns: int
    head: tuple[Row, ...]
    rows: tuple[Row, ...]


class TableFoot(NamedTuple):
    attr: Attr
    rows: tuple[Row, ...]


class TableContent(NamedTuple):
    """All of a table, in pandoc's order."""

    attr: Attr
    caption: Caption
    columns: tuple[tuple[Enum, ColWidth | ColWidthDefault], ...]
    head: TableHead
    bodies: tuple[TableBody, ...]
    foot: TableFoot


class Table(Node, frozen=True, tag="Table", kw_only=False):
    c: TableContent


class Figure(Node, frozen=True, tag="Figure", kw_only=False):
    c: tuple[Attr, Caption, Blocks]


class Div(Node, frozen=True, tag="Div", kw_only=False):
    c: tuple[Attr, Blocks]


Block: TypeAlias = Union[
    Plain, Para, LineBlock, CodeBlock, RawBlock, BlockQuote, OrderedList, BulletList,
    DefinitionList, Header, HorizontalRule, Table, Figure, Div,
]  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


class Pandoc(msgspec.Struct, frozen=True):
    """A whole pandoc document, as its JSON reader and writer see it."""

    blocks: Blocks
    meta: dict[str, Any] = {}
    api_version: tuple[int, ...] = msgspec.field(name="pandoc-api-version", default=API_VERSION)


_DECODER = msgspec.json.Decoder(Pandoc)
_ENCODER = msgspec.json.Encoder()


def decode(data: bytes) -> Pandoc:
    """Pandoc's JSON as typed nodes. Raises ``msgspec.ValidationError`` with the path of a fault."""
    return _DECODER.decode(data)


def encode(pandoc: Pandoc) -> bytes:
    """Pandoc's JSON, UTF-8; equal trees give equal bytes."""
    return _ENCODER.encode(pandoc)
