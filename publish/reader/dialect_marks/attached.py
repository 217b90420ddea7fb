"""Attributes that travelled in comments reach the blocks beside which they stood."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    OrderedList,
    Para,
    Plain,
    RawBlock,
    RawInline,
    Space,
    Span,
    Table,
)
from publish.reader.block_lists import with_lists
from publish.reader.dialect_marks.attributes import Carried, Carrier, merged
from publish.walk import rewrite


def attached(blocks: Blocks, carrier: Carrier) -> Blocks:
    """``blocks`` with the attributes of the comments, and without these."""
    if not carrier.carried:
        return blocks

    def siblings(found: Blocks) -> Blocks:
        return _siblings(found, carrier)

    def on_block(node: Block) -> Blocks:
        return (with_lists(node, siblings),)

    return siblings(rewrite(blocks, on_block, lambda text: _inlines(text, carrier)))


def _siblings(blocks: Blocks, carrier: Carrier) -> Blocks:
    done: list[Block] = []
    waiting: list[Carried] = []  # for the block that comes next
    for block in blocks:
        carried = carrier.found(block.c[1]) if isinstance(block, RawBlock) else None
        if carried is None:
            for item in waiting:
                block = _with(block, item)
            waiting = []
            done.append(block)
        elif carried.contents:
            last = done.pop() if done and carried.after else Div((Attr(), ()), line=block.line)
            done += _contents(last, carried.attr)
        elif carried.after and done:
            done.append(_with(done.pop(), carried))
        else:
            waiting.append(carried)
    return tuple(done)


def _contents(block: Block, attr: Attr) -> list[Block]:
    """The contents in the place of a list's last item, which is there for their mark only."""
    contents = Div((Attr(attr.id, ("contents",)), ()), line=block.line)
    match block:
        case Div(c=(Attr(), ())):
            return [contents]
        case BulletList(c=(*items, (Plain() | Para(),))):
            return [replace(block, c=tuple(items)), contents] if items else [contents]
        case OrderedList(c=(numbers, (*items, (Plain() | Para(),)))):
            return [replace(block, c=(numbers, tuple(items))), contents] if items else [contents]
        case _:
            return [block, contents]


def _with(block: Block, carried: Carried) -> Block:
    attr = carried.attr
    if attr == Attr():
        return block
    match block:
        case Header(c=(level, own, text)):
            return replace(block, c=(level, merged(own, attr), text))
        case CodeBlock(c=(own, code)):
            return replace(block, c=(merged(own, attr), code))
        case Div(c=(own, inside)):
            return replace(block, c=(merged(own, attr), inside))
        case Figure(c=(own, caption, inside)):
            return replace(block, c=(merged(own, attr), caption, inside))
        case Table(c=content):
            return replace(block, c=content._replace(attr=merged(content.attr, attr)))
        case Para(c=(Image(c=(own, alt, target)),)) | Plain(c=(Image(c=(own, alt, target)),)):
            return replace(block, c=(Image((merged(own, attr), alt, target)),))
        case Plain(c=text):
            return replace(block, c=(Span((attr, text)),))
        case _:
            return Div((attr, (block,)), line=block.line)


def _inlines(text: Inlines, carrier: Carrier) -> Inlines:
    """A comment at the end of a paragraph speaks of all its words."""
    if not any(isinstance(node, RawInline) for node in text):
        return text
    attr, kept = Attr(), list[Inline]()
    for node in text:
        carried = carrier.found(node.c[1]) if isinstance(node, RawInline) else None
        if carried is None:
            kept.append(node)
        else:
            attr = merged(attr, carried.attr)
    if attr == Attr():
        return tuple(kept)
    return (Span((attr, _trimmed(kept))),)


def _trimmed(text: Sequence[Inline]) -> Inlines:
    return tuple(text[:-1] if text and isinstance(text[-1], Space) else text)
