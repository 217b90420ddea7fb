"""Walks that rewrite the AST and share what did not change."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_

from msgspec.structs import replace

from publish.ast import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Caption,
    Cell,
    Cite,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Emph,
    Figure,
    Header,
    HorizontalRule,
    Image,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    Note,
    OrderedList,
    Para,
    Plain,
    Quoted,
    RawBlock,
    RawInline,
    Row,
    SmallCaps,
    SoftBreak,
    Space,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableBody,
    TableContent,
    Underline,
)
from publish.walk.reading import LEAVES, Kinds, kinds

BlockRewrite = Callable[[Block], Blocks]
InlinesRewrite = Callable[[Inlines], Inlines]


def same_block(block: Block) -> Blocks:
    """The rewrite that changes no block."""
    return (block,)


def same_inlines(inlines: Inlines) -> Inlines:
    """The rewrite that changes no inlines."""
    return inlines


def rewrite(
    blocks: Blocks,
    block: BlockRewrite = same_block,
    inlines: InlinesRewrite = same_inlines,
    only: Kinds = frozenset(),
) -> Blocks:
    """``blocks`` rewritten from the leaves up.

    ``inlines`` sees every list of inlines (so that it can join, split and drop neighbours), ``block``
    sees every block after its content and gives back the blocks to put in its place. A node whose
    content did not change is the same object afterwards; a changed one keeps its line. ``only`` names
    kinds of nodes without which a block of ``blocks`` is left as it is, which is quick.
    """
    walk = _Rewrite(block, inlines)
    if not only:
        return walk.on_blocks(blocks)
    new: list[Block] = []
    for node in blocks:
        new += (node,) if only.isdisjoint(kinds(node)) else walk.on_blocks((node,))
    return blocks if _identical(blocks, tuple(new)) else tuple(new)


class _Rewrite:
    """The walk of :func:`rewrite`."""

    __slots__ = ("block", "inlines")

    def __init__(self, block: BlockRewrite, inlines: InlinesRewrite) -> None:
        self.block = block
        self.inlines = inlines

    def on_blocks(self, old: Blocks) -> Blocks:
        new: list[Block] = []
        changed = False
        for node in old:
            results = self.block(self.on_block(node))
            changed = changed or len(results) != 1 or results[0] is not node
            new += results
        return tuple(new) if changed else old

    def on_inlines(self, old: Inlines) -> Inlines:
        if LEAVES.issuperset(map(type, old)):
            return self.inlines(old)
        new = tuple(node if type(node) in LEAVES else self.on_inline(node) for node in old)
        return self.inlines(old if _identical(old, new) else new)

    def on_inline(self, node: Inline) -> Inline:
        match node:
            case Str() | Code() | Space() | SoftBreak() | LineBreak() | Math() | RawInline():
                return node
            case Note(c=content):
                changed_blocks = self.on_blocks(content)
                return node if changed_blocks is content else Note(changed_blocks)
            case Quoted(c=(kind, content)) | Span(c=(kind, content)) | Cite(c=(kind, content)):
                changed = self.on_inlines(content)
                return node if changed is content else replace(node, c=(kind, changed))
            case Link(c=(attr, content, target)) | Image(c=(attr, content, target)):
                changed = self.on_inlines(content)
                return node if changed is content else replace(node, c=(attr, changed, target))
            case (
                Emph(c=content) | Underline(c=content) | Strong(c=content) | Strikeout(c=content)
                | Superscript(c=content) | Subscript(c=content) | SmallCaps(c=content)
            ):  # fmt: skip
                changed = self.on_inlines(content)
                return node if changed is content else replace(node, c=changed)

    def on_caption(self, old: Caption) -> Caption:
        short = None if old.short is None else self.on_inlines(old.short)
        long = self.on_blocks(old.long)
        return old if short is old.short and long is old.long else Caption(short, long)

    def on_row(self, old: Row) -> Row:
        new = tuple(map(self.on_cell, old.cells))
        return old if _identical(old.cells, new) else old._replace(cells=new)

    def on_cell(self, old: Cell) -> Cell:
        new = self.on_blocks(old.content)
        return old if new is old.content else old._replace(content=new)

    def on_rows(self, old: tuple[Row, ...]) -> tuple[Row, ...]:
        new = tuple(map(self.on_row, old))
        return old if _identical(old, new) else new

    def on_body(self, old: TableBody) -> TableBody:
        head, rows = self.on_rows(old.head), self.on_rows(old.rows)
        return (
            old if (head is old.head and rows is old.rows) else old._replace(head=head, rows=rows)
        )

    def on_table(self, old: TableContent) -> TableContent:
        caption = self.on_caption(old.caption)
        head, foot = self.on_rows(old.head.rows), self.on_rows(old.foot.rows)
        bodies = tuple(map(self.on_body, old.bodies))
        same = caption is old.caption and head is old.head.rows and foot is old.foot.rows
        if same and _identical(old.bodies, bodies):
            return old
        return old._replace(
            caption=caption,
            head=old.head._replace(rows=head),
            bodies=bodies,
            foot=old.foot._replace(rows=foot),
        )

    def on_block(self, node: Block) -> Block:
        match node:
            case CodeBlock() | RawBlock() | HorizontalRule():
                return node
            case Plain(c=content) | Para(c=content):
                changed = self.on_inlines(content)
                return node if changed is content else replace(node, c=changed)
            case LineBlock(c=lines):
                changed_lines = tuple(map(self.on_inlines, lines))
                return node if _identical(lines, changed_lines) else replace(node, c=changed_lines)
            case BlockQuote(c=content):
                changed_blocks = self.on_blocks(content)
                return node if changed_blocks is content else replace(node, c=changed_blocks)
            case Div(c=(attr, content)):
                changed_blocks = self.on_blocks(content)
                return (
                    node if changed_blocks is content else replace(node, c=(attr, changed_blocks))
                )
            case BulletList(c=items):
                changed_items = tuple(map(self.on_blocks, items))
                return node if _identical(items, changed_items) else replace(node, c=changed_items)
            case OrderedList(c=(numbers, items)):
                changed_items = tuple(map(self.on_blocks, items))
                if _identical(items, changed_items):
                    return node
                return replace(node, c=(numbers, changed_items))
            case DefinitionList(c=entries):
                changed_entries = tuple(
                    (self.on_inlines(term), tuple(map(self.on_blocks, texts)))
                    for term, texts in entries
                )
                return node if changed_entries == entries else replace(node, c=changed_entries)
            case Header(c=(level, attr, content)):
                changed = self.on_inlines(content)
                return node if changed is content else replace(node, c=(level, attr, changed))
            case Table(c=content):
                changed_table = self.on_table(content)
                return node if changed_table is content else replace(node, c=changed_table)
            case Figure(c=(attr, caption, content)):
                new = (attr, self.on_caption(caption), self.on_blocks(content))
                return node if new == (attr, caption, content) else replace(node, c=new)


def _identical(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(map(is_, old, new))
