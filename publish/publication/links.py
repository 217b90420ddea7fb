"""Links: every local address becomes an anchor of the publication, a file beside it, or plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from publish.ast import Attr, Blocks, Inline, Inlines, Link, Span
from publish.attributes import with_attributes
from publish.publication.identity import Identity, Place, find, is_external
from publish.walk import rewrite, same_block

Address = Callable[[Place], str | None]


def relink(
    blocks: Blocks,
    source: str,
    table: Mapping[str, Identity],
    address: Address,
    lost: Callable[[str], None],
) -> Blocks:
    """``blocks`` of the post ``source`` with resolved links.

    ``address`` says where a place stands in the publication being made, or None where it is not to
    be had; such a link keeps its text and loses its target, and ``lost`` hears the address.
    """

    def inlines(content: Inlines) -> Inlines:
        return tuple(result for node in content for result in link(node))

    def link(node: Inline) -> Inlines:
        match node:
            case Link(c=(attr, text, (target, title))) if not is_external(target):
                place = find(target, source, table) if target else None
                new = address(place) if place is not None else None
                if new is not None:
                    return (replace(node, c=(attr, text, (new, title))),)
                lost(target)
                return (Span((Attr(attr.id, ("lost-link",)), text)),)
            case _:
                return (node,)

    return rewrite(blocks, same_block, inlines)


def prefixed(blocks: Blocks, rename: Callable[[str], str]) -> Blocks:
    """``blocks`` with every id, and every alias, passed through ``rename``."""

    def new(attr: Attr) -> Attr:
        alias = " ".join(rename(name) for name in attr.get("alias").split())
        named = attr.with_id(rename(attr.id)) if attr.id else attr
        return named.with_pairs(alias=alias) if alias else named

    return with_attributes(blocks, new)
