"""Links: every local address becomes an anchor of the publication, a file beside it, or plain text."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from publish.ast import Attr, Blocks, Image, Inline, Inlines, Link, Span
from publish.attributes import with_attributes
from publish.publication.identity import Place
from publish.publication.index import Found
from publish.walk import rewrite, same_block

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")
Address = Callable[[Place], str | None]


def relink(
    blocks: Blocks,
    find: Callable[[str], Found | None],
    address: Address,
    doubtful: Callable[[str, str], None],
) -> Blocks:
    """``blocks`` of a post with resolved links.

    ``find`` says what an address means, ``address`` where a place stands in the publication being
    made, or None where it is not to be had; such a link keeps its text and loses its target.
    ``doubtful`` hears of the address, and what is doubtful (empty: it leads nowhere).
    """

    def inlines(content: Inlines) -> Inlines:
        return tuple(result for node in content for result in link(node))

    def link(node: Inline) -> Inlines:
        match node:
            case Link(c=(attr, text, (target, title))):
                found = find(target) if target else Found(None)
                if found is None:
                    return (node,)
                new = address(found.place) if found.place is not None else None
                if new is None:
                    if not _is_enlargement(text, target):
                        doubtful(target, "")
                    return (Span((Attr(attr.id, ("lost-link",)), text)),)
                if found.doubt:
                    doubtful(target, found.doubt)
                return (replace(node, c=(attr, text, (new, title))),)
            case _:
                return (node,)

    return rewrite(blocks, same_block, inlines, frozenset({Link}))


def _is_enlargement(text: Inlines, target: str) -> bool:
    """Whether a picture leads to a picture, as blogs let their readers see it larger."""
    match text:
        case (Image(c=(_, _, (shown, _))),):
            return bool(shown) and target.lower().endswith(_PICTURES)
        case _:
            return False


def prefixed(blocks: Blocks, rename: Callable[[str], str]) -> Blocks:
    """``blocks`` with every id, and every alias, passed through ``rename``."""

    def new(attr: Attr) -> Attr:
        alias = " ".join(rename(name) for name in attr.get("alias").split())
        named = attr.with_id(rename(attr.id)) if attr.id else attr
        return named.with_pairs(alias=alias) if alias else named

    return with_attributes(blocks, new)
