"""Ids of nodes other than headings, each of them once."""

from __future__ import annotations

from publish.ast import Attr, Blocks, Code, CodeBlock, Div, Figure, Image, Link, Span, Table
from publish.attributes import with_attributes
from publish.walk import bearers

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

    return with_attributes(blocks, fresh, headings=False)
