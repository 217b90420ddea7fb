"""Images of a tree: addresses become names of resources, missing pictures a visible placeholder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from publish.ast import Attr, Blocks, Image, Inline, Inlines, Link, Space, Span, Str
from publish.diagnostics import Severity
from publish.publication.addresses import is_external
from publish.publication.assets import Picture
from publish.publication.model import Resource
from publish.publication.picture_bytes import Lost
from publish.walk import plain_text, rewrite, same_block

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
            case _:
                return node

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(image, content))

    return rewrite(blocks, same_block, inlines, frozenset({Image})), tuple(
        resources[name] for name in sorted(resources)
    )


def _doubtful(doubt: str) -> tuple[Lost, ...]:
    return (Lost("LNK016", doubt, "", Severity.NOTE),) if doubt else ()


def _placeholder(attr: Attr, alt: Inlines, address: str, missing: str) -> Span:
    text: Inlines = (Str(f"[{missing}]"),)
    if plain_text(alt):
        text = (*text, Space(), *alt)
    if is_external(address) and not address.startswith("data:"):
        text = (Link((Attr(), text, (address, ""))),)
    return Span((Attr(attr.id, ("missing",)), text))
