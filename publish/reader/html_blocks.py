"""Elements of HTML between paragraphs as block nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Caption,
    CodeBlock,
    DefinitionList,
    Div,
    Enum,
    Figure,
    Header,
    HorizontalRule,
    Inline,
    Inlines,
    Node,
    OrderedList,
    Para,
    Plain,
    Strong,
)
from publish.reader.html_inlines import (
    Piece,
    Report,
    check_attributes,
    frame,
    identified,
    inlines,
    is_frame,
    trimmed,
)
from publish.reader.html_tables import table
from publish.reader.html_tree import BLOCK, Comment, Element
from publish.regex import regex
from publish.walk import plain_text

_HEADING = regex(r"h([1-6])")
_MORE = regex(
    r"<!--+\s*(?:more|truncate|excerpt|summary|readmore|end-excerpt)\b[^>]*>", re.IGNORECASE
)
_TOC = regex(r"<!--+\s*toc\s*--+>", re.IGNORECASE)
_LANGUAGE = regex(r"(?:language-|lang-|brush:\s*|highlight-source-)([\w+#-]+)")
_STYLES = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}


def blocks(children: Iterable[Piece], report: Report) -> Blocks:
    """The content of an element as block nodes; what is no block is gathered into paragraphs."""
    found: list[Block] = []
    run: list[Piece] = []
    line = here = 0

    def flush() -> None:
        nonlocal line
        content = trimmed(inlines(run, report))
        if content:
            found.append(Para(content, line=line or here))
        run.clear()
        line = 0

    for child in children:
        match child:
            case Comment(text=text, line=place):
                if mark := _mark(text):
                    flush()
                    found.append(replace(mark, line=place))
                if not text and not run:
                    here = place
            case Element() if is_frame(child):
                flush()
                found.append(Para(tuple(frame(child, report)), line=child.line))
            case Element() if child.name in BLOCK or _holds_block(child):
                flush()
                found += _placed(_element(child, report), child.line)
            case Node():
                flush()
                found.append(child)
            case _:
                run.append(child)
                if isinstance(child, Element):
                    line = line or child.line
    flush()
    return tuple(found)


def _mark(comment: str) -> Div | None:
    """The end of the teaser, or the place of the contents."""
    if _MORE.fullmatch(comment):
        return Div((Attr("", ("excerpt-end",)), ()))
    return Div((Attr("", ("contents",)), ())) if _TOC.fullmatch(comment) else None


def _holds_block(element: Element[Block | Inline]) -> bool:
    """Whether an inline element such as ``<font>`` or ``<a>`` was put round blocks."""
    return any(
        isinstance(child, Node)
        or (isinstance(child, Element) and (child.name in BLOCK or _holds_block(child)))
        for child in element.children
    )


def _placed(found: Blocks, line: int) -> Blocks:
    return tuple(block if block.line else replace(block, line=line) for block in found)


def _element(element: Element[Block | Inline], report: Report) -> Blocks:
    check_attributes(element, report)
    children = element.children
    if heading := _HEADING.fullmatch(element.name):
        text = trimmed(inlines(children, report))
        return (Header((int(heading[1]), identified(element), text)),) if text else ()
    match element.name:
        case "script" | "style" | "template" | "head" | "title" | "link" | "meta" | "base":
            return ()
        case "hr":
            return (HorizontalRule(),)
        case "pre":
            return (_code(element),)
        case "blockquote":
            inside = blocks(children, report)
            return (BlockQuote(inside),) if inside else ()
        case "ul" | "menu" | "dir":
            items = _items(element, report)
            return (BulletList(items),) if items else ()
        case "ol":
            items = _items(element, report)
            return (OrderedList((_numbers(element), items)),) if items else ()
        case "dl":
            return _definitions(element, report)
        case "table":
            return table(element, blocks, report)
        case "figure":
            return _figure(element, report)
        case "details":
            return _details(element, report)
        case _:
            inside = blocks(children, report)
            attr = identified(element)
            return (Div((attr, inside)),) if attr != Attr() else inside


def _code(element: Element[Block | Inline]) -> CodeBlock:
    names = " ".join(
        part.attributes.get("class", "") + " " + part.attributes.get("lang", "")
        for part in [element, *(child for child in element.children if isinstance(child, Element))]
    )
    language = _LANGUAGE.search(names)
    attr = Attr(element.attributes.get("id", ""), (language[1],) if language else ())
    return CodeBlock((attr, _raw_text(element.children).strip("\n")))


def _raw_text(children: Sequence[Piece]) -> str:
    """Text with its spaces and line breaks as they are."""
    pieces: list[str] = []
    for child in children:
        match child:
            case str():
                pieces.append(child)
            case Comment():
                continue
            case Element():
                pieces.append("\n" if child.name == "br" else _raw_text(child.children))
            case _:
                text = plain_text((child,))
                pieces.append(f"\n{text}\n" if isinstance(child, Node) else text or " ")
    return "".join(pieces)


def tight(content: Blocks) -> Blocks:
    """The only paragraph as plain text, as in a tight list or a cell."""
    if (
        content
        and isinstance(first := content[0], Para)
        and not any(isinstance(block, Para) for block in content[1:])
    ):
        return (Plain(first.c, line=first.line), *content[1:])
    return content


def _items(element: Element[Block | Inline], report: Report) -> tuple[Blocks, ...]:
    """The items of a list; what stands between them is an item too, lest it be lost."""
    items: list[Blocks] = []
    between: list[Piece] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "li":
            items += [tight(loose)] if (loose := blocks(between, report)) else []
            between = []
            check_attributes(child, report)
            items.append(tight(blocks(child.children, report)))
        else:
            between.append(child)
    items += [tight(loose)] if (loose := blocks(between, report)) else []
    return tuple(items)


def _numbers(element: Element[Block | Inline]) -> tuple[int, Enum, Enum]:
    start = element.attributes.get("start", "1")
    number = int(start) if re.fullmatch(r"\d{1,6}", start, re.ASCII) else 1
    style = _STYLES.get(element.attributes.get("type", ""), "Decimal")
    return number, Enum(style), Enum("Period")


def _definitions(element: Element[Block | Inline], report: Report) -> Blocks:
    entries: list[tuple[Inlines, list[Blocks]]] = []
    around: list[Piece] = []
    for child in element.children:
        match child:
            case Element(name="dt"):
                entries.append((trimmed(inlines(child.children, report)), []))
            case Element(name="dd"):
                entries = entries or [((), [])]
                entries[-1][1].append(tight(blocks(child.children, report)))
            case _:
                around.append(child)
    before = blocks(around, report)
    if not entries:
        return before
    return (*before, DefinitionList(tuple((term, tuple(texts)) for term, texts in entries)))


def _figure(element: Element[Block | Inline], report: Report) -> Blocks:
    captions = [
        child
        for child in element.children
        if isinstance(child, Element) and child.name == "figcaption"
    ]
    inside = blocks((child for child in element.children if child not in captions), report)
    caption = tuple(block for part in captions for block in tight(blocks(part.children, report)))
    if not caption:
        return inside
    return (Figure((identified(element), Caption(None, caption), inside or caption[:0])),)


def _details(element: Element[Block | Inline], report: Report) -> Blocks:
    """What a click would unfold is unfolded, under its summary."""
    inside: list[Piece] = []
    title: Inlines = ()
    for child in element.children:
        if isinstance(child, Element) and child.name == "summary" and not title:
            title = trimmed(inlines(child.children, report))
        else:
            inside.append(child)
    head: Blocks = (Para((Strong(title),)),) if title else ()
    attr = identified(element).with_class("details")
    return (Div((attr, (*head, *blocks(inside, report)))),)
