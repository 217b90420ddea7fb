"""The attributes of nodes, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable

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
    Inlines,
    Link,
    Span,
    Table,
)
from publish.walk import rewrite


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

    def block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)) if headings:
                return (replace(node, c=(level, change(attr), text)),)
            case Div(c=(attr, content)):
                return (replace(node, c=(change(attr), content)),)
            case CodeBlock(c=(attr, code)):
                return (replace(node, c=(change(attr), code)),)
            case Figure(c=(attr, caption, content)):
                return (replace(node, c=(change(attr), caption, content)),)
            case Table(c=content):
                return (replace(node, c=content._replace(attr=change(content.attr))),)
            case _:
                return (node,)

    def inlines(content: Inlines) -> Inlines:
        return tuple(
            replace(node, c=(change(node.c[0]), *node.c[1:]))
            if isinstance(node, Span | Link | Image | Code)
            else node
            for node in content
        )

    return rewrite(blocks, block, inlines)
