"""The nodes that template tags become, whatever their generator calls them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    Caption,
    Code,
    CodeBlock,
    Div,
    Figure,
    Image,
    Inline,
    Inlines,
    Link,
    Para,
    Plain,
    Space,
    Str,
    Strong,
)
from publish.reader.callout_kinds import kind_of_tag
from publish.reader.template_tags.meaning import Box, Meaning
from publish.regex import regex

_SIZE = regex(r"\d{1,5}(?:\.\d+)?(?:px|%|em|rem|cm|mm|in|pt)?")
_EDGES = regex(r"\A(?:[ \t]*\n)+|\s+\Z")
_TAGS = regex(r"</?[A-Za-z][^<>]*>")
_MARKUP = regex(r"\[([^\[\]]*)\]\([^()]*\)|[*_`]")
_SAFE = "/#?=&:%@!$;,~+*.-_"


def words(text: str) -> Inlines:
    """A text as words; HTML in it leaves its words."""
    plain = unescape(_TAGS.sub("", text))
    nodes: list[Inline] = []
    for word in plain.split():
        nodes += [Space(), Str(word)]
    return tuple(nodes[1:])


def unmarked(markdown: str) -> str:
    """A short Markdown text without its commonest marks."""
    return _MARKUP.sub(lambda found: found[1] or "", markdown)


def placeholder(name: str, *, full_width: bool) -> str:
    """What stands for a tag that nobody knows: its name, in brackets of the language."""
    shown = " ".join(re.sub(r"[{}%<>]", " ", name).split()) or "…"
    return f"［{shown}］" if full_width else f"[{shown}]"


def encoded(address: str) -> str:
    """An address that Markdown takes in one piece; letters of any script stay as they are."""
    return "".join(part if part.isalnum() else quote(part, safe=_SAFE) for part in address.strip())


def link(address: str, text: str = "", said: str = "a link") -> Meaning:
    """A link; its address is all of it where it stands within another address."""
    target = encoded(address)
    shown = words(text or address)
    return Meaning(said, (Link((Attr(), shown, (target, ""))),), address=target)


def image(
    address: str, alt: str = "", title: str = "", *, width: str = "", height: str = "", to: str = ""
) -> Meaning:
    """A picture, as a link where it leads somewhere."""
    attr = Attr().with_pairs(
        **{
            key: size.removesuffix("px")
            for key, size in (("width", width), ("height", height))
            if _SIZE.fullmatch(size)
        }
    )
    target = encoded(address)
    picture: Inline = Image((attr, words(alt), (target, " ".join(title.split()))))
    if to:
        picture = Link((Attr(), (picture,), (encoded(to), "")))
    return Meaning("a picture", (picture,), address=target)


def figure(picture: Meaning, caption: str, *, alone: bool) -> Meaning:
    """A picture with its caption, which is Markdown; within a sentence the caption is its title."""
    if not caption.strip() or not alone:
        return picture
    inside = (Plain(picture.inlines),)

    def box(blocks: Blocks) -> Blocks:
        match blocks:
            case (Para(c=text),):
                long: Blocks = (Plain(text),)
            case _:
                long = blocks
        return (Figure((Attr(), Caption(None, long), inside)),)

    return Meaning("a figure", picture.inlines, box=box, content=caption.strip())


def code(
    content: str,
    language: str = "",
    *,
    title: str = "",
    address: str = "",
    numbered: bool = False,
    start: str = "",
) -> Meaning:
    """A block of code, under its title."""
    classes = tuple(
        name for name in (language.strip().lower(), "numberLines" if numbered else "") if name
    )
    pairs = (("startFrom", start),) if start.isdecimal() and start != "1" else ()
    body = _EDGES.sub("", content)
    blocks: tuple[Block, ...] = (CodeBlock((Attr("", classes, pairs), body)),)
    if title or address:
        head = words(title or address)
        text: Inlines = (Link((Attr(), head, (encoded(address), ""))),) if address else head
        blocks = (Para(text), *blocks)
    return Meaning("code", (Code((Attr(), " ".join(body.split()))),), blocks, eats=True)


def callout(kind: str, title: str = "", content: str | None = None) -> Meaning:
    """A callout round the content of its tags, or round ``content``."""
    classes = ("callout", kind_of_tag(kind) or "note")
    head: Blocks = ()
    if shown := words(title):
        head = (Div((Attr("", ("callout-title",)), (Plain(shown),))),)
    return Meaning(
        "a callout",
        box=lambda inside: (Div((Attr("", classes), (*head, *inside))),),
        content=content,
    )


def quotation(source: Inlines = (), content: str | None = None) -> Meaning:
    """A quotation, and whose it is."""
    last: Blocks = (Para((Str("—"), Space(), *source)),) if source else ()
    return Meaning(
        "a quotation", box=lambda inside: (BlockQuote((*inside, *last)),), content=content
    )


def titled(title: str, *, said: str, name: str = "") -> Meaning:
    """Content under a title in bold, such as what a click would unfold."""
    head: Blocks = (Para((Strong(words(title)),)),) if words(title) else ()
    box: Box = lambda inside: (*head, *inside)  # noqa: E731
    if name:
        box = lambda inside: (Div((Attr("", (name,)), (*head, *inside))),)  # noqa: E731
    return Meaning(said, box=box)


def plain(text: str, said: str = "its value") -> Meaning:
    """A value, in a sentence as words and in an address as it is."""
    return Meaning(said, words(text), address=encoded(text))


def kept(said: str = "its content") -> Meaning:
    """The content alone."""
    return Meaning(said)


def gone(said: str) -> Meaning:
    """Nothing, and the content goes too."""
    return Meaning(said, eats=True)


def unknown(fault: str, hint: str = "", *, eats: bool = False) -> Meaning:
    """An error: a placeholder stands for the tag."""
    return Meaning(fault=fault, hint=hint, eats=eats)
