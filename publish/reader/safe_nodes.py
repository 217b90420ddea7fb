"""Addresses and attributes that run scripts leave the tree, whether HTML or Markdown brought them."""

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
    Header,
    Image,
    Inline,
    Inlines,
    Link,
    Span,
    Table,
)
from publish.reader.html_inlines import Report, unsafe_address
from publish.walk import rewrite

_LONGEST = 40  # characters of an address that a message shows


def safe_nodes(blocks: Blocks, report: Report) -> Blocks:
    """``blocks`` without such links, pictures and attributes; their words stay."""

    def safe(attr: Attr) -> Attr:
        scripts = [key for key, _ in attr.pairs if key.lower().startswith("on") or key == "srcdoc"]
        for key in scripts:
            report("SEC001", 0, f"the attribute {key}")
        return attr.without(*scripts, "style") if attr.pairs else attr

    def refused(address: str, *, picture: bool = False) -> bool:
        if not unsafe_address(address, picture=picture):
            return False
        shown = " ".join(address.split())
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        report("SEC001", 0, f"the address {shown}")
        return True

    def on_block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)):
                return (replace(node, c=(level, safe(attr), text)),)
            case CodeBlock(c=(attr, code)):
                return (replace(node, c=(safe(attr), code)),)
            case Div(c=(attr, inside)):
                return (replace(node, c=(safe(attr), inside)),)
            case Figure(c=(attr, caption, inside)):
                return (replace(node, c=(safe(attr), caption, inside)),)
            case Table(c=content):
                return (replace(node, c=content._replace(attr=safe(content.attr))),)
            case _:
                return (node,)

    def on_inline(node: Inline) -> Inlines:
        match node:
            case Link(c=(attr, text, target)):
                if refused(target[0]):
                    return (Span((safe(attr), text)),)
                return (Link((safe(attr), text, target)),)
            case Image(c=(attr, text, target)):
                refused_picture = refused(target[0], picture=True)
                return text if refused_picture else (Image((safe(attr), text, target)),)
            case Span(c=(attr, text)):
                return (Span((safe(attr), text)),)
            case Code(c=(attr, code)):
                return (Code((safe(attr), code)),)
            case _:
                return (node,)

    def on_inlines(content: Inlines) -> Inlines:
        return tuple(part for node in content for part in on_inline(node))

    return rewrite(blocks, on_block, on_inlines)
