"""Ids of nodes other than headings, each of them once."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Div,
    Figure,
    Image,
    Inline,
    Inlines,
    Link,
    Span,
    Table,
)
from publish.walk import bearers, rewrite

Bearer = Div | Span | CodeBlock | Code | Figure | Table | Link | Image


def own_ids(blocks: Blocks) -> list[str]:
    """The ids of all nodes that are no headings, in reading order."""
    return [node.c[0].id for node in bearers(blocks) if isinstance(node, Bearer) and node.c[0].id]


def single_ids(blocks: Blocks) -> Blocks:
    """The blocks with every such id once: the first node keeps it, as a link would find it."""
    ids = own_ids(blocks)
    if len(set(ids)) == len(ids):
        return blocks
    seen: set[str] = set()

    def fresh(attr: Attr) -> Attr:
        if not attr.id or attr.id not in seen:
            seen.add(attr.id)
            return attr
        return attr.with_id("")

    def on_block(node: Block) -> Blocks:
        match node:
            case Div(c=(attr, content)):
                return (replace(node, c=(fresh(attr), content)),)
            case CodeBlock(c=(attr, code)):
                return (replace(node, c=(fresh(attr), code)),)
            case Figure(c=(attr, caption, content)):
                return (replace(node, c=(fresh(attr), caption, content)),)
            case Table(c=content):
                return (replace(node, c=content._replace(attr=fresh(content.attr))),)
            case _:
                return (node,)

    def on_inlines(inlines: Inlines) -> Inlines:
        return tuple(map(on_inline, inlines))

    def on_inline(node: Inline) -> Inline:
        match node:
            case Span(c=(attr, content)):
                return Span((fresh(attr), content))
            case Code(c=(attr, code)):
                return Code((fresh(attr), code))
            case Link(c=(attr, content, target)):
                return Link((fresh(attr), content, target))
            case Image(c=(attr, content, target)):
                return Image((fresh(attr), content, target))
            case _:
                return node

    return rewrite(blocks, on_block, on_inlines)
