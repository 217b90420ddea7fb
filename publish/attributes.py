"""The attributes of nodes, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import TypeVar

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    Link,
    Span,
    Table,
)
from publish.walk import rewrite

Bearer = TypeVar("Bearer", bound=Block | Inline)
_BLOCKS = frozenset({Header, Div, CodeBlock, Figure, Table})
_INLINES = frozenset({Span, Link, Image, Code})


def attributes(node: object) -> Attr | None:
    """The attributes of a node, or None where its kind has none."""
    match node:
        case Header(c=(_, attr, _)) | Div(c=(attr, _)) | Span(c=(attr, _)) | Figure(c=(attr, _, _)):
            return attr
        case (
            Link(c=(attr, _, _))
            | Image(c=(attr, _, _))
            | Code(c=(attr, _))
            | CodeBlock(c=(attr, _))
        ):
            return attr
        case Table(c=content):
            return content.attr
        case _:
            return None


def with_attributes(
    blocks: Blocks, change: Callable[[Attr], Attr], *, headings: bool = True
) -> Blocks:
    """``blocks`` with ``change`` applied to the attributes of each node that has some, or of each but
    the headings."""

    def changed(node: Bearer) -> Bearer:
        attr = attributes(node)
        if attr is None or (isinstance(node, Header) and not headings):
            return node
        new = change(attr)
        return node if new is attr else _with(node, new)

    def inlines(content: Inlines) -> Inlines:
        if _INLINES.isdisjoint(map(type, content)):
            return content
        new = tuple(map(changed, content))
        return content if all(map(is_, content, new)) else new

    return rewrite(blocks, lambda node: (changed(node),), inlines, _BLOCKS | _INLINES)


def _with(node: Bearer, attr: Attr) -> Bearer:
    """A node that has attributes, with others."""
    match node:
        case Header(c=(level, _, text)):
            return replace(node, c=(level, attr, text))
        case Table(c=content):
            return replace(node, c=content._replace(attr=attr))
        case Div() | CodeBlock() | Figure() | Span() | Link() | Image() | Code():
            return replace(node, c=(attr, *node.c[1:]))
        case _:
            return node
