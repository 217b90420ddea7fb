"""Callouts: each says what it is, in the language of its document."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Attr, Block, Blocks, Div, Plain, Str
from publish.publication.model import Words
from publish.walk import rewrite, same_inlines


def titled(blocks: Blocks, words: Words) -> Blocks:
    """``blocks`` whose callouts begin with a title: their own, or the word for their kind."""

    def block(node: Block) -> Blocks:
        match node:
            case Div(c=(attr, content)) if attr.has("callout") and not _has_title(content):
                word: str = getattr(words, attr.classes[1])
                title = Div((Attr("", ("callout-title",)), (Plain((Str(word),)),)))
                return (replace(node, c=(attr, (title, *content))),)
            case _:
                return (node,)

    return rewrite(blocks, block, same_inlines, frozenset({Div}))


def _has_title(content: Blocks) -> bool:
    match content:
        case (Div(c=(attr, _)), *_):
            return attr.has("callout-title")
        case _:
            return False
