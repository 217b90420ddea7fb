"""Images of a tree: addresses become names of resources, missing pictures a visible placeholder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from publish.ast import Attr, Blocks, Image, Inline, Inlines, Link, Space, Span, Str
from publish.diagnostics import Severity
from publish.publication.assets import Picture
from publish.publication.model import Resource
from publish.publication.picture_bytes import Lost
from publish.walk import nodes, plain_text, rewrite, same_block

_SITES = ("https:", "http:", "//")  # nothing else leads a reader anywhere

Find = Callable[[str], Picture | Lost]


def place_pictures(
    blocks: Blocks, find: Find, missing: str, report: Callable[[str, Sequence[Lost]], None]
) -> tuple[Blocks, tuple[Resource, ...]]:
    """``blocks`` whose images name resources, and those resources, each once.

    An image that is not to be had becomes ``Span.missing`` with the word ``missing`` and its
    alternative text; one on another site keeps a link to it. ``report`` hears, once for each image,
    the address and why there is no picture, or in what it is not quite what the address says.
    """
    resources: dict[str, Resource] = {}

    def image(node: Inline) -> Inline:
        match node:
            case Image(c=(attr, alt, (address, title))):
                found = find(address)
                if isinstance(found, Lost):
                    report(address, (found,))
                    return _placeholder(attr, alt, address, missing)
                if told := (*_doubtful(found.doubt), *found.changes):
                    report(address, told)
                resources[found.resource.name] = found.resource
                return replace(node, c=(attr, alt, (found.resource.name, title)))
            case Link(c=(attr, text, target)) if any(
                isinstance(each, Link) for each in nodes(text)
            ):
                return replace(node, c=(attr, _without_links(text), target))
            case _:
                return node

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(image, content))

    return rewrite(blocks, same_block, inlines, frozenset({Image})), tuple(
        resources[name] for name in sorted(resources)
    )


def _without_links(text: Inlines) -> Inlines:
    """The words of a link whose missing picture has become a link of its own."""
    return tuple(
        replace(node, c=(node.c[0], node.c[1][0].c[1]))
        if isinstance(node, Span) and node.c[0].has("missing") and isinstance(node.c[1][0], Link)
        else node
        for node in text
    )


def _doubtful(doubt: str) -> tuple[Lost, ...]:
    return (Lost("LNK016", doubt, "", Severity.NOTE),) if doubt else ()


def _placeholder(attr: Attr, alt: Inlines, address: str, missing: str) -> Span:
    text: Inlines = (Str(f"[{missing}]"),)
    if plain_text(alt):
        text = (*text, Space(), *alt)
    if address.lower().startswith(_SITES):
        text = (Link((Attr(), text, (address, ""))),)
    return Span((Attr(attr.id, ("missing",)), text))
