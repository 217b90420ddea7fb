"""One function over the attributes of all nodes."""

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


def with_attributes(blocks: Blocks, change: Callable[[Attr], Attr]) -> Blocks:
    """``blocks`` with ``change`` applied to the attributes of each node that has some."""

    def block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)):
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
