"""Markdown to blocks through pandoc, each with the line of the source on which it began."""

from __future__ import annotations

from msgspec.structs import replace

from publish import ast, pandoc
from publish.ast import (
    NO_ATTR,
    Attr,
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Div,
    Header,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Para,
    Plain,
    RawInline,
    SoftBreak,
    Space,
    Span,
    Str,
    Table,
)
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.reader.mail_addresses import with_short_addresses
from publish.reader.marks import with_marks
from publish.reader.picture_sizes import with_sizes
from publish.regex import regex
from publish.walk import LEAVES, parts, rewrite, same_block

_POSITION = "data-pos"
_WRAPPER = "wrapper"  # a node that is there only to bear attributes, such as its position
_WRAPPED = b'["wrapper","1"]'
MAX_DEPTH = 60  # nodes in each other; walks recurse
_TOO_DEEP = Diagnostic(
    path="",
    line=0,
    column=0,
    code="SEC003",
    message="the post is nested too deeply (lists in lists, quotations in quotations)",
    hint="write it flatter",
    severity=Severity.ERROR,
)
# A word or a space in its wrapper, which has no use for it. Most of a tree that tells positions are
# such, and a quotation mark inside a string of JSON is escaped, so that this matches nothing else.
_LEAF = regex(
    rb'\{"t":"Span","c":\[\["",\[\],\[\["wrapper","1"\],\["data-pos","[^"]*"\]\]\],'
    rb'\[(\{"t":"(?:Space|SoftBreak)"\}|\{"t":"Str","c":"(?:[^"\\]|\\.)*"\})\]\]\}'
)
# Where one word of the JSON ends and the next begins: what stood in wrappers of its own.
_PARTED = regex(
    rb'"\},\{"t":"Str","c":"(?<!"t":"Space"\},\{"t":"Str","c":")'
    rb'(?<!"t":"SoftBreak"\},\{"t":"Str","c":")(?<!"t":"LineBreak"\},\{"t":"Str","c":")'
)
_LINE = regex(r"(?:[^@]*@)?(\d+):")
_MAIL = b'"mailto:'
# The nodes of a text that bear no position.
_BARE = LEAVES - {Code}


def blocks(text: str, format: str, first: int = 0, *, span_tags: bool = False) -> Blocks:
    """The blocks of a Markdown text in one of pandoc's CommonMark formats.

    ``first`` is the line of the source file on which ``text`` begins; with 0 the blocks have no
    lines, which is faster. ``span_tags``: a tag such as ``<span>`` alone on its line does not begin a
    block of HTML. Raises PublishError when pandoc fails.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marked, mark = with_marks(with_sizes(text), span_tags=span_tags)
    source = f"{format}+sourcepos" if first else format
    data = pandoc.json_of(marked, source)
    if first:
        data = _PARTED.sub(b"", b"".join(_LEAF.split(data)))
    if mark:
        data = data.replace(mark.encode(), b"")
    try:
        found = ast.decode(data).blocks
        if first or _WRAPPED in data:
            found = _with_lines(found, first - 1)
        if _depth(found) > MAX_DEPTH:
            raise RecursionError
        if _MAIL in data:
            found = rewrite(found, same_block, with_short_addresses, frozenset({Link}))
        return rewrite(found, same_block, _without_empty) if mark else found
    except RecursionError:
        raise PublishError(_TOO_DEEP) from None


def _depth(blocks: Blocks) -> int:
    """How many nodes that can hold others lie in each other at most."""
    depth = 0
    level: list[Block | Inline] = list(blocks)
    while level:
        depth += 1
        level = [part for node in level for part in parts(node) if type(part) not in LEAVES]
    return depth


def _with_lines(found: Blocks, before: int) -> Blocks:
    """The tree without the wrappers and attributes that tell positions, which become lines.

    On 478 real posts the result is the tree that pandoc reads without positions (but for one link
    inside a link).
    """

    def on_block(node: Block) -> Blocks:
        match node:
            case Div(c=(attr, inside)) if attr.get(_WRAPPER):
                line, own = _line(attr, before), attr.without(_POSITION, _WRAPPER)
                found = tuple(
                    block if block.line else replace(block, line=line) for block in inside
                )
                return found if own == NO_ATTR else (Div((own, found), line=line),)
            case (
                Header(c=(_, attr, _))
                | Div(c=(attr, _))
                | CodeBlock(c=(attr, _))
                | Table(c=(attr, *_))
            ):
                return (replace(_plain_block(node), line=_line(attr, before)),)
            case BulletList(c=items):
                return (replace(node, c=tuple(map(_task, items))),)
            case _:
                return (node,)

    return rewrite(found, on_block, _plain_inlines)


def _task(item: Blocks) -> Blocks:
    """With positions the box of a task stands before its text; it belongs to it."""
    match item:
        case (
            Plain(c=(Str(c="☐" | "☒") as box,)),
            (Plain(c=text) | Para(c=text)) as first,
            *rest,
        ):
            return (replace(first, c=(box, Space(), *text)), *rest)
        case _:
            return item


def _without_empty(inlines: Inlines) -> Inlines:
    """Without the words of which a mark was all."""
    return tuple(node for node in inlines if not (isinstance(node, Str) and not node.c))


def _line(attr: Attr, before: int) -> int:
    """The first of the lines that a position names (a table's come in any order)."""
    numbers = [
        int(found[1]) for part in attr.get(_POSITION).split(";") if (found := _LINE.match(part))
    ]
    return before + min(numbers) if numbers else 0


def _owned(attr: Attr, inside: Inlines) -> Inlines:
    """Words with the attributes behind them; behind a space there are none, and braces are words."""
    match inside:
        case (Space(),):
            return (*inside, Str(_braced(attr))) if attr != NO_ATTR else inside
        case (SoftBreak() | LineBreak() | RawInline(),):  # a tag alone, such as <br>, owns nothing
            return inside
        case _:
            return inside if attr == NO_ATTR else (Span((attr, inside)),)


def _braced(attr: Attr) -> str:
    parts = [f"#{attr.id}"] if attr.id else []
    parts += [f".{name}" for name in attr.classes]
    return "{" + " ".join([*parts, *(f'{key}="{value}"' for key, value in attr.pairs)]) + "}"


def _plain_block(node: Block) -> Block:
    match node:
        case Header(c=(level, attr, text)):
            return replace(node, c=(level, attr.without(_POSITION), text))
        case Div(c=(attr, inside)):
            return replace(node, c=(attr.without(_POSITION), inside))
        case CodeBlock(c=(attr, code)):
            return replace(node, c=(attr.without(_POSITION), code))
        case Table(c=content):
            return replace(node, c=content._replace(attr=content.attr.without(_POSITION)))
        case _:
            return node


def _plain_inlines(inlines: Inlines) -> Inlines:
    """Without wrappers; words that these kept apart are one again."""
    if _BARE.issuperset(map(type, inlines)):
        return inlines
    plain: list[Inline] = []
    for node in inlines:
        match node:
            case Span(c=(attr, inside)) if attr.get(_WRAPPER):
                own = attr.without(_POSITION, _WRAPPER)
                new = _owned(own, inside)
            case Span(c=(attr, inside)):
                new = (Span((attr.without(_POSITION), inside)),)
            case Link(c=(attr, inside, target)):
                new = (Link((attr.without(_POSITION), inside, target)),)
            case Image(c=(attr, inside, target)):
                new = (Image((attr.without(_POSITION), inside, target)),)
            case Code(c=(attr, code)):
                new = (Code((attr.without(_POSITION), code)),)
            case _:
                new = (node,)
        for part in new:
            if plain and isinstance(part, Str) and isinstance(last := plain[-1], Str):
                plain[-1] = Str(last.c + part.c)
            else:
                plain.append(part)
    return tuple(plain)
