"""One shape for what can be written in several: words and spaces, paragraphs, edges of text."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from publish.ast import (
    NO_ATTR,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    DefinitionList,
    Div,
    Emph,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Para,
    Plain,
    Quoted,
    SoftBreak,
    Space,
    Span,
    Str,
    Strong,
)
from publish.regex import regex
from publish.walk import LEAVES, rewrite, same_block

_ESCAPED = regex(r"\\([!-/:-@\[-`{-~])")
_SPACES = regex(r"([ \t\n]+)")
_GAPS = frozenset({Space, SoftBreak})
# What stands between words as it is; not links, which hold no others, and spans, which may go.
_APART = LEAVES | {Emph, Strong, Image, Note, Quoted}


def canonical(blocks: Blocks) -> Blocks:
    """Words are whole and hold no space, spaces are single and lie between words, no link holds
    another; text of the top level, of boxes, of quotations and beside other text stands in
    paragraphs."""
    return _paragraphs(rewrite(blocks, _block, words))


def words(inlines: Inlines) -> Inlines:
    """The inlines with every word in one ``Str``, and one ``Space`` between two words."""
    if _are_words(inlines):
        return inlines
    done: list[Inline] = []
    for node in inlines:
        for part in _parts(node):
            last = done[-1] if done else None
            match last, part:
                case Str(c=before), Str(c=after):
                    done[-1] = Str(before + after)
                case ((Space() | SoftBreak()), Space()):
                    continue
                case Space(), SoftBreak():
                    done[-1] = part
                case _:
                    done.append(part)
    new = tuple(done)
    return inlines if new == inlines else new


def _are_words(inlines: Inlines) -> bool:
    """A quick look that nearly every text passes."""
    last: type = Space
    for node in inlines:
        kind = type(node)
        if isinstance(node, Str):
            if last is Str or not node.c or _SPACES.search(node.c):
                return False
        elif kind not in _APART or (kind in _GAPS and last in _GAPS):
            return False
        last = kind
    return True


def _parts(node: Inline) -> list[Inline]:
    if isinstance(node, Span) and node.c[0] == NO_ATTR:
        return list(node.c[1])
    if isinstance(node, Link):
        return [_link(node)]
    if not isinstance(node, Str):
        return [node]
    if not _SPACES.search(node.c):
        return [node] if node.c else []
    return [
        Space() if part.isspace() else Str(part) for part in _SPACES.split(node.c) if part != ""
    ]


def _link(link: Link) -> Link:
    """Without links in its text, and without the escapes of an address that stands for itself."""
    attr, text, (address, title) = link.c
    if "\\" in address and text == (Str(address),):
        plain = _ESCAPED.sub(r"\1", address)
        return Link((attr, (Str(plain),), (plain, title)))
    while text and isinstance(text[-1], LineBreak):
        text = text[:-1]
    (inside,) = rewrite((Plain(text),), same_block, _unlinked)
    text = words(inside.c) if isinstance(inside, Plain) else text
    return link if text == link.c[1] else Link((attr, text, (address, title)))


def _unlinked(inlines: Inlines) -> Inlines:
    if not any(isinstance(node, Link) for node in inlines):
        return inlines
    return tuple(
        part for node in inlines for part in (node.c[1] if isinstance(node, Link) else (node,))
    )


def _block(block: Block) -> Blocks:
    match block:
        case Para(c=text) | Plain(c=text):
            trimmed = _trimmed(text)
            return (block if trimmed is text else replace(block, c=trimmed),) if trimmed else ()
        case Div(c=(attr, content)) if attr == NO_ATTR:
            return content  # a box of nothing says nothing
        case Div(c=(attr, content)):
            return (replace(block, c=(attr, _paragraphs(content))),)
        case BlockQuote(c=content):
            return (replace(block, c=_paragraphs(content)),)
        case BulletList(c=items):
            return (replace(block, c=tuple(map(_item, items))),)
        case OrderedList(c=(numbers, items)):
            return (replace(block, c=(numbers, tuple(map(_item, items)))),)
        case DefinitionList(c=entries):
            defined = tuple((term, tuple(map(_item, texts))) for term, texts in entries)
            return (replace(block, c=defined),)
        case _:
            return (block,)


def _trimmed(text: Inlines) -> Inlines:
    start, end = 0, len(text)
    while start < end and isinstance(text[start], Space | SoftBreak):
        start += 1
    while start < end and isinstance(text[end - 1], Space | SoftBreak):
        end -= 1
    return text if (start, end) == (0, len(text)) else text[start:end]


def _item(blocks: Blocks) -> Blocks:
    """Text beside other text is told apart as paragraphs are."""
    beside = any(isinstance(a, Plain) and isinstance(b, Plain | Para) for a, b in pairwise(blocks))
    return _paragraphs(blocks) if beside else blocks


def _paragraphs(blocks: Blocks) -> Blocks:
    return tuple(
        Para(block.c, line=block.line) if isinstance(block, Plain) else block for block in blocks
    )
