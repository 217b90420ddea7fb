"""Addresses and attributes that run scripts or fetch leave the tree, whoever brought them."""

from __future__ import annotations

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
from publish.attributes import with_attributes
from publish.reader.html_inlines import ADDRESSES, Report, unsafe_address
from publish.walk import bearers, rewrite, same_block

# What browsers fetch, or tell somebody, where it is said of an element of a page.
_FETCHED = ADDRESSES | {"srcdoc", "formaction", "srcset", "imagesrcset", "ping", "manifest"}
_LONGEST = 40  # characters of an address that a message shows


def safe_nodes(blocks: Blocks, report: Report) -> Blocks:
    """``blocks`` without such links, pictures and attributes; their words stay."""

    def safe(attr: Attr) -> Attr:
        refused = [key for key, _ in attr.pairs if _runs_or_fetches(key.lower())]
        for key in refused:
            report("SEC001", 0, f"the attribute {key}")
        return attr.without(*refused, "style") if attr.pairs else attr

    def refused(address: str, *, picture: bool = False) -> bool:
        if not unsafe_address(address, picture=picture):
            return False
        shown = " ".join(address.split())
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        report("SEC001", 0, f"the address {shown}")
        return True

    def on_inline(node: Inline) -> Inlines:
        match node:
            case Link(c=(attr, text, (address, _))) if refused(address):
                return (Span((attr, text)),)
            case Image(c=(_, text, (address, _))) if refused(address, picture=True):
                return text
            case _:
                return (node,)

    def on_inlines(content: Inlines) -> Inlines:
        return tuple(part for node in content for part in on_inline(node))

    new: list[Block] = []
    for block in blocks:
        suspect = any(map(_is_suspect, bearers((block,))))
        new += (
            with_attributes(rewrite((block,), same_block, on_inlines), safe)
            if suspect
            else (block,)
        )
    return tuple(new)


def _runs_or_fetches(attribute: str) -> bool:
    return attribute.startswith("on") or attribute in _FETCHED


def _is_suspect(node: Block | Inline) -> bool:
    """Whether a node may hold what has to go; hardly any does."""
    match node:
        case Link(c=(attr, _, (address, _))):
            return bool(attr.pairs) or unsafe_address(address)
        case Image(c=(attr, _, (address, _))):
            return bool(attr.pairs) or unsafe_address(address, picture=True)
        case Header(c=(_, attr, _)):
            return bool(attr.pairs)
        case Div() | Span() | Code() | CodeBlock() | Figure() | Table():
            return bool(node.c[0].pairs)
        case _:
            return False
