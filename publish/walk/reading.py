"""Walks that read the AST."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from publish.ast import (
    Block,
    BlockQuote,
    BulletList,
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

Kinds = frozenset[type]
Found = TypeVar("Found")
# The nodes that hold no other; most of a tree are such.
LEAVES = frozenset({Str, Code, Space, SoftBreak, LineBreak, Math, RawInline})
_WORDS = LEAVES - {Code}


def block_parts(block: Block) -> Sequence[Block | Inline]:
    """The nodes directly inside a block, in reading order (a table's caption comes first)."""
    match block:
        case Plain(c=content) | Para(c=content) | Header(c=(_, _, content)):
            return content
        case LineBlock(c=lines):
            return [node for line in lines for node in line]
        case BlockQuote(c=blocks) | Div(c=(_, blocks)):
            return blocks
        case BulletList(c=items) | OrderedList(c=(_, items)):
            return [node for item in items for node in item]
        case DefinitionList(c=entries):
            parts: list[Block | Inline] = []
            for term, texts in entries:
                parts += term
                parts += (node for text in texts for node in text)
            return parts
        case Table(c=content):
            cells = (cell for row in table_rows(content) for cell in row.cells)
            return [*content.caption.long, *(node for cell in cells for node in cell.content)]
        case Figure(c=(_, caption, blocks)):
            return (*blocks, *caption.long)
        case CodeBlock() | RawBlock() | HorizontalRule():
            return ()


def inline_parts(inline: Inline) -> Sequence[Block | Inline]:
    """The nodes directly inside an inline."""
    match inline:
        case Str() | Code() | Space() | SoftBreak() | LineBreak() | Math() | RawInline():
            return ()
        case Note(c=blocks):
            return blocks
        case Quoted(c=(_, content)) | Span(c=(_, content)) | Cite(c=(_, content)):
            return content
        case Link(c=(_, content, _)) | Image(c=(_, content, _)):
            return content
        case (
            Emph(c=content) | Underline(c=content) | Strong(c=content) | Strikeout(c=content)
            | Superscript(c=content) | Subscript(c=content) | SmallCaps(c=content)
        ):  # fmt: skip
            return content


def parts(node: Block | Inline) -> Sequence[Block | Inline]:
    """The nodes directly inside a node, in reading order."""
    if type(node) in LEAVES:
        return ()
    return block_parts(node) if isinstance(node, Node) else inline_parts(node)


def table_rows(table: TableContent) -> Iterator[Row]:
    """Every row of a table: head, bodies, foot."""
    yield from table.head.rows
    for body in table.bodies:
        yield from body.head
        yield from body.rows
    yield from table.foot.rows


def nodes(inside: Iterable[Block | Inline]) -> Iterator[Block | Inline]:
    """Every node in reading order, parents before children."""
    waiting = [iter(inside)]
    while waiting:
        for node in waiting[-1]:
            yield node
            content = parts(node)
            if LEAVES.issuperset(map(type, content)):
                yield from content
            else:
                waiting.append(iter(content))
                break
        else:
            waiting.pop()


def bearers(inside: Iterable[Block | Inline]) -> Iterator[Block | Inline]:
    """Every node that has attributes or content, in reading order: all but words and gaps."""
    waiting = [iter(inside)]
    while waiting:
        for node in waiting[-1]:
            if type(node) in _WORDS:
                continue
            yield node
            content = parts(node)
            if not _WORDS.issuperset(map(type, content)):
                waiting.append(iter(content))
                break
        else:
            waiting.pop()


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


@lru_cache(maxsize=1024)  # rule after rule asks of the same blocks; a block's hash is cheap
def kinds(block: Block) -> Kinds:
    """The kinds of nodes that a block holds, its own too."""
    found: set[type] = {type(block)}
    waiting = [parts(block)]
    while waiting:
        content = waiting.pop()
        here = set(map(type, content))
        found |= here
        if not LEAVES.issuperset(here):
            waiting += (parts(node) for node in content if type(node) not in LEAVES)
    return frozenset(found)


def each(blocks: Iterable[Block], kind: type[Found]) -> Iterator[tuple[Block, Found]]:
    """Every node of a kind in reading order, with the block of ``blocks`` that it lies in."""
    for block in blocks:
        if kind in kinds(block):
            yield from ((block, node) for node in nodes((block,)) if isinstance(node, kind))
