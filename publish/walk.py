"""Walks over the AST: read every node, or rewrite the tree and share what did not change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from publish.ast import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Caption,
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
    Node,
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
    TableContent,
    Underline,
)

BlockRewrite = Callable[[Block], Blocks]
InlinesRewrite = Callable[[Inlines], Inlines]


def same_block(block: Block) -> Blocks:
    """The rewrite that changes no block."""
    return (block,)


def same_inlines(inlines: Inlines) -> Inlines:
    """The rewrite that changes no inlines."""
    return inlines


def rewrite(
    blocks: Blocks, block: BlockRewrite = same_block, inlines: InlinesRewrite = same_inlines
) -> Blocks:
    """``blocks`` rewritten from the leaves up.

    ``inlines`` sees every list of inlines (so that it can join, split and drop neighbours), ``block``
    sees every block after its content and gives back the blocks to put in its place. A node whose
    content did not change is the same object afterwards; a changed one keeps its line.
    """

    def on_blocks(old: Blocks) -> Blocks:
        new = tuple(result for node in old for result in block(on_block(node)))
        return old if _identical(old, new) else new

    def on_inlines(old: Inlines) -> Inlines:
        new = tuple(on_inline(node) for node in old)
        return inlines(old if _identical(old, new) else new)

    def on_inline(node: Inline) -> Inline:
        match node:
            case Str() | Code() | Space() | SoftBreak() | LineBreak() | Math() | RawInline():
                return node
            case Note(c=content):
                changed_blocks = on_blocks(content)
                return node if changed_blocks is content else Note(changed_blocks)
            case Quoted(c=(kind, content)) | Span(c=(kind, content)) | Cite(c=(kind, content)):
                changed = on_inlines(content)
                return node if changed is content else replace(node, c=(kind, changed))
            case Link(c=(attr, content, target)) | Image(c=(attr, content, target)):
                changed = on_inlines(content)
                return node if changed is content else replace(node, c=(attr, changed, target))
            case (
                Emph(c=content) | Underline(c=content) | Strong(c=content) | Strikeout(c=content)
                | Superscript(c=content) | Subscript(c=content) | SmallCaps(c=content)
            ):  # fmt: skip
                changed = on_inlines(content)
                return node if changed is content else replace(node, c=changed)

    def on_caption(old: Caption) -> Caption:
        short = None if old.short is None else on_inlines(old.short)
        long = on_blocks(old.long)
        return old if short is old.short and long is old.long else Caption(short, long)

    def on_rows(old: tuple[Row, ...]) -> tuple[Row, ...]:
        new = tuple(
            row._replace(
                cells=tuple(cell._replace(content=on_blocks(cell.content)) for cell in row.cells)
            )
            for row in old
        )
        return old if new == old else new

    def on_table(old: TableContent) -> TableContent:
        new = old._replace(
            caption=on_caption(old.caption),
            head=old.head._replace(rows=on_rows(old.head.rows)),
            bodies=tuple(
                body._replace(head=on_rows(body.head), rows=on_rows(body.rows))
                for body in old.bodies
            ),
            foot=old.foot._replace(rows=on_rows(old.foot.rows)),
        )
        return old if new == old else new

    def on_block(node: Block) -> Block:
        match node:
            case CodeBlock() | RawBlock() | HorizontalRule():
                return node
            case Plain(c=content) | Para(c=content):
                changed = on_inlines(content)
                return node if changed is content else replace(node, c=changed)
            case LineBlock(c=lines):
                changed_lines = tuple(map(on_inlines, lines))
                return node if _identical(lines, changed_lines) else replace(node, c=changed_lines)
            case BlockQuote(c=content):
                changed_blocks = on_blocks(content)
                return node if changed_blocks is content else replace(node, c=changed_blocks)
            case Div(c=(attr, content)):
                changed_blocks = on_blocks(content)
                return (
                    node if changed_blocks is content else replace(node, c=(attr, changed_blocks))
                )
            case BulletList(c=items):
                changed_items = tuple(map(on_blocks, items))
                return node if _identical(items, changed_items) else replace(node, c=changed_items)
            case OrderedList(c=(numbers, items)):
                changed_items = tuple(map(on_blocks, items))
                if _identical(items, changed_items):
                    return node
                return replace(node, c=(numbers, changed_items))
            case DefinitionList(c=entries):
                changed_entries = tuple(
                    (on_inlines(term), tuple(map(on_blocks, texts))) for term, texts in entries
                )
                return node if changed_entries == entries else replace(node, c=changed_entries)
            case Header(c=(level, attr, content)):
                changed = on_inlines(content)
                return node if changed is content else replace(node, c=(level, attr, changed))
            case Table(c=content):
                changed_table = on_table(content)
                return node if changed_table is content else replace(node, c=changed_table)
            case Figure(c=(attr, caption, content)):
                new = (attr, on_caption(caption), on_blocks(content))
                return node if new == (attr, caption, content) else replace(node, c=new)

    return on_blocks(blocks)


def _identical(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))


def block_parts(block: Block) -> Iterator[Block | Inline]:
    """The nodes directly inside a block, in reading order (a table's caption comes first)."""
    match block:
        case Plain(c=content) | Para(c=content) | Header(c=(_, _, content)):
            yield from content
        case LineBlock(c=lines):
            for line in lines:
                yield from line
        case BlockQuote(c=blocks) | Div(c=(_, blocks)):
            yield from blocks
        case BulletList(c=items) | OrderedList(c=(_, items)):
            for item in items:
                yield from item
        case DefinitionList(c=entries):
            for term, texts in entries:
                yield from term
                for text in texts:
                    yield from text
        case Table(c=content):
            yield from content.caption.long
            for row in table_rows(content):
                for cell in row.cells:
                    yield from cell.content
        case Figure(c=(_, caption, blocks)):
            yield from blocks
            yield from caption.long
        case CodeBlock() | RawBlock() | HorizontalRule():
            return


def inline_parts(inline: Inline) -> Iterator[Block | Inline]:
    """The nodes directly inside an inline."""
    match inline:
        case Note(c=blocks):
            yield from blocks
        case Quoted(c=(_, content)) | Span(c=(_, content)) | Cite(c=(_, content)):
            yield from content
        case Link(c=(_, content, _)) | Image(c=(_, content, _)):
            yield from content
        case (
            Emph(c=content) | Underline(c=content) | Strong(c=content) | Strikeout(c=content)
            | Superscript(c=content) | Subscript(c=content) | SmallCaps(c=content)
        ):  # fmt: skip
            yield from content
        case Str() | Code() | Space() | SoftBreak() | LineBreak() | Math() | RawInline():
            return


def table_rows(table: TableContent) -> Iterator[Row]:
    """Every row of a table: head, bodies, foot."""
    yield from table.head.rows
    for body in table.bodies:
        yield from body.head
        yield from body.rows
    yield from table.foot.rows


def nodes(parts: Iterable[Block | Inline]) -> Iterator[Block | Inline]:
    """Every node in reading order, parents before children."""
    for part in parts:
        yield part
        inside = block_parts(part) if isinstance(part, Node) else inline_parts(part)
        yield from nodes(inside)


def plain_text(parts: Iterable[Block | Inline]) -> str:
    """The visible words of some nodes; blocks end with a line feed, notes and raw code are left out."""
    pieces: list[str] = []
    _write_text(parts, pieces)
    return "".join(pieces).strip()


def _write_text(parts: Iterable[Block | Inline], pieces: list[str]) -> None:
    for part in parts:
        match part:
            case Str(c=text):
                pieces.append(text)
            case Code(c=(_, text)) | Math(c=(_, text)):
                pieces.append(text)
            case Space() | SoftBreak():
                pieces.append(" ")
            case LineBreak():
                pieces.append("\n")
            case Quoted(c=(kind, content)):
                opening, closing = "‘’" if kind.t == "SingleQuote" else "“”"
                pieces.append(opening)
                _write_text(content, pieces)
                pieces.append(closing)
            case CodeBlock(c=(_, text)):
                pieces.append(text + "\n")
            case Note() | RawInline() | RawBlock():
                continue
            case (
                Emph() | Underline() | Strong() | Strikeout() | Superscript() | Subscript()
                | SmallCaps() | Span() | Cite() | Link() | Image()
            ):  # fmt: skip
                _write_text(inline_parts(part), pieces)
            case _:
                _write_text(block_parts(part), pieces)
                pieces.append("\n")
