"""The tree of a chapter as pandoc's HTML writer should see it: labels printed, bookkeeping gone."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Div,
    Emph,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    Link,
    Space,
    Span,
    Str,
    Table,
)
from publish.backends.columns import by_content
from publish.publication.formulas import FORMULA
from publish.regex import regex
from publish.rules.references.captions import NUMBER
from publish.walk import nodes, plain_text, rewrite

CLOSED = "、，。．：）"  # a label that ends so needs no space after it
DEEPEST = 6
LATIN = regex(r"([!-~\u00a1-\u036f]*[A-Za-z\u00c0-\u024f][!-~\u00a1-\u036f]*)")


def prepared(blocks: Blocks, *, shift: int, lang: str) -> Blocks:
    """Headings lie ``shift`` levels deeper and begin with their label; marks without words go.

    Columns of tables are as wide as what they hold; emphasis in Chinese, Japanese and Korean tells
    its Latin words (``Span.latin``) from the rest, which no face slants.
    """
    square = lang[:2] in ("zh", "ja", "ko")

    def block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)):
                printed = with_label(attr.get("number-label"), text)
                kept = Attr(attr.id, tuple(name for name in attr.classes if name == "unnumbered"))
                return (replace(node, c=(min(level + shift, DEEPEST), kept, printed)),)
            case Div(c=(attr, _)) if attr.has("contents") or attr.has("excerpt-end"):
                return ()
            case Div(c=(attr, content)) if attr.has("callout"):
                return (
                    replace(node, c=(Attr(attr.id, attr.classes, (("role", "note"),)), content)),
                )
            case Div(c=(attr, content)) if attr.has("bibentry"):
                return (replace(node, c=(Attr(attr.id, attr.classes), content)),)
            case Figure(c=(attr, caption, content)):
                return (replace(node, c=(attr.without(*NUMBER), caption, content)),)
            case Table(c=table):
                attr = table.attr.without(*NUMBER)
                return (replace(node, c=by_content(table._replace(attr=attr))),)
            case _:
                return (node,)

    def inlines(text: Inlines) -> Inlines:
        boxed = tuple(map(_unnumbered, _plain_boxes(text)))
        return tuple(map(_latin_apart, boxed)) if square else boxed

    return rewrite(blocks, block, inlines)


def _plain_boxes(text: Inlines) -> Inlines:
    """The box of a task stays a character: pandoc would make a control of it that nobody can use."""
    match text:
        case (Str(c="☐" | "☒") as box, *rest):
            return (Span((Attr("", ("task",)), (box,))), *rest)
        case _:
            return text


def _unnumbered(node: Inline) -> Inline:
    """A formula, whose number stands behind it."""
    match node:
        case Span(c=(attr, content)) if attr.has(FORMULA):
            return Span((Attr(attr.id, (FORMULA,)), content))
        case _:
            return node


def _latin_apart(node: Inline) -> Inline:
    match node:
        case Emph(c=content):
            return Emph(tuple(part for inner in content for part in _latin_of(inner)))
        case _:
            return node


def _latin_of(node: Inline) -> Inlines:
    match node:
        case Str(c=text):
            return tuple(
                Span((Attr("", ("latin",)), (Str(part),))) if number % 2 else Str(part)
                for number, part in enumerate(LATIN.split(text))
                if part
            )
        case _:
            return (node,)


def with_label(label: str, text: Inlines) -> Inlines:
    """A heading's text with its printed label in front."""
    if not label:
        return text
    span = Span((Attr("", ("secno",)), (Str(label),)))
    return (span, *text) if label[-1] in CLOSED else (span, Space(), *text)


def labelled(label: str, text: str) -> str:
    """The same as plain text, for contents and bookmarks."""
    if not label:
        return text
    return label + text if label[-1] in CLOSED else f"{label} {text}"


def plain_links(blocks: Blocks) -> Blocks:
    """Links that hold nothing but words: PDF/UA-1 (7.18.5-1) allows no other nodes in them.

    Code and strong words become plain, a picture stands without its link.
    """

    def inlines(content: Inlines) -> Inlines:
        return tuple(plain(node) for node in content)

    def plain(node: Inline) -> Inline:
        match node:
            case Link(c=(_, text, _)) if any(isinstance(part, Image) for part in nodes(text)):
                return Span((Attr(), text))
            case Link(c=(attr, text, target)) if any(
                not isinstance(part, Str | Space) for part in text
            ):
                return Link((attr, (Str(plain_text(text)),), target))
            case _:
                return node

    return rewrite(blocks, lambda block: (block,), inlines)
