"""Elements of HTML inside a paragraph as inline nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from publish.ast import (
    Attr,
    Block,
    Code,
    Emph,
    Enum,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Node,
    Quoted,
    SoftBreak,
    Space,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Underline,
)
from publish.reader.embeds import card
from publish.reader.html_tree import BLOCK, Child, Comment, Element
from publish.regex import regex
from publish.walk import plain_text

Piece: TypeAlias = Child["Block | Inline"]
Report: TypeAlias = Callable[[str, int, str], None]  # code, line, what was dropped

_WRAPPED: dict[str, Callable[[Inlines], Inline]] = {
    "b": Strong, "strong": Strong, "i": Emph, "em": Emph, "cite": Emph, "dfn": Emph, "var": Emph,
    "u": Underline, "ins": Underline, "s": Strikeout, "del": Strikeout, "strike": Strikeout,
    "sub": Subscript, "sup": Superscript, "summary": Strong,
}  # fmt: skip
_CODES = frozenset({"code", "kbd", "samp", "tt"})
_CLASSED = frozenset({"mark", "small", "abbr"})
_GONE = frozenset(
    "script style template head title link meta base param source track datalist area col".split()
)
# Attributes that hold an address.
ADDRESSES = frozenset("href src action data poster background xlink:href".split())
_REPORTED = frozenset({"script", "style", "link", "base", "form"})
FRAMES = frozenset({"iframe", "video", "audio", "embed", "object", "frame"})
_LEGACY = frozenset({"font", "center", "big", "marquee", "blink", "basefont", "nobr", "spacer"})
_APART = frozenset({"td", "th", "dt", "dd", "option", "legend", "figcaption", "caption"})
_SPACES = regex(r"([ \t\r\n\f]+)")
_SIZE = regex(r"\s*(\d+(?:\.\d+)?)(px|%|em|in|cm|mm|pt)?\s*")
_STYLE = regex(
    r"(?:^|;)\s*(width|height|zoom)\s*:\s*([\d.]+\s*(?:px|%|em|in|cm|mm|pt))", re.IGNORECASE
)
_SCRIPT = regex(r"(?:java|vb|live)script:|data:(?!image/(?!svg))")
_SCRIPT_PICTURE = regex(r"(?:java|vb|live)script:|data:(?!image/)")


def unsafe_address(address: str, *, picture: bool = False) -> bool:
    """Whether an address runs a script or holds a page, however it is disguised.

    A picture never runs the scripts that an SVG holds; a link to one does.
    """
    plain = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+", "", address).lower()
    return bool((_SCRIPT_PICTURE if picture else _SCRIPT).match(plain))


def inlines(children: Iterable[Piece], report: Report) -> Inlines:
    """The content of an element as inline nodes; blocks in it are set apart by line breaks."""
    found: list[Inline] = []
    for child in children:
        match child:
            case str():
                found += words(child)
            case Comment():
                continue
            case Element():
                found += _element(child, report)
            case _:
                found += _leaf(child)
    return _tidy(found)


def words(text: str) -> list[Inline]:
    """Text as words and the spaces between them."""
    return [
        Str(part) if index % 2 == 0 else SoftBreak() if "\n" in part else Space()
        for index, part in enumerate(_SPACES.split(text))
        if part
    ]


def trimmed(content: Inlines) -> Inlines:
    """Without spaces and breaks at its ends."""
    start, end = 0, len(content)
    while start < end and isinstance(content[start], Space | SoftBreak | LineBreak):
        start += 1
    while end > start and isinstance(content[end - 1], Space | SoftBreak | LineBreak):
        end -= 1
    return content[start:end]


def check_attributes(element: Element[Block | Inline], report: Report) -> None:
    """Report what may run a script."""
    for name in element.attributes:
        if name.startswith("on") and len(name) > 4:
            report("SEC001", element.line, f"the attribute {name}")
    if element.name in _REPORTED:
        report("SEC001", element.line, f"<{element.name}>")
    if element.name in _LEGACY:
        report("SEC006", element.line, f"<{element.name}> (its words stay)")
    if element.attributes.get("style") and element.name != "img":
        report("SEC006", element.line, f"the style of <{element.name}>")


def identified(element: Element[Block | Inline]) -> Attr:
    """Identifier and language of an element."""
    lang = element.attributes.get("lang") or element.attributes.get("xml:lang") or ""
    return Attr(element.attributes.get("id", "").strip(), (), (("lang", lang),) if lang else ())


def is_frame(element: Element[Block | Inline]) -> bool:
    """Whether an element shows what stands elsewhere; some sites do it by a script."""
    if element.name == "script":
        return card(element.attributes.get("src") or "") is not None
    return element.name in FRAMES


def frame(element: Element[Block | Inline], report: Report) -> list[Inline]:
    """A film, a sound or a foreign page becomes a link to it."""
    sources = [element, *(child for child in element.children if isinstance(child, Element))]
    address = next(
        (
            found.strip()
            for source in sources
            for name in ("src", "data", "href")
            if (found := source.attributes.get(name, ""))
        ),
        "",
    )
    if not address or unsafe_address(address):
        report("SEC001", element.line, f"<{element.name}>")
        return list(inlines(element.children, report)) if element.name == "object" else []
    if address.startswith("//"):
        address = f"https:{address}"
    known = card(address)
    foreign = known or re.match(r"https?:", address, re.IGNORECASE)
    report(
        "SEC007" if foreign else "SEC001", element.line, f"<{element.name}> (a link stands for it)"
    )
    shown = element.attributes.get("title", "").strip()
    if known:
        address = known.address
        shown = f"{known.site}: {shown or address}"
    return [Link((Attr(), tuple(words(shown or address)), (address, "")))]


def _leaf(leaf: Block | Inline) -> list[Inline]:
    """A node of the AST; a block in a paragraph is left as its words."""
    return words(plain_text((leaf,))) if isinstance(leaf, Node) else [leaf]


def _element(element: Element[Block | Inline], report: Report) -> list[Inline]:
    name, attributes = element.name, element.attributes
    if is_frame(element):
        return frame(element, report)
    check_attributes(element, report)
    if name in _GONE:
        return []
    if name in ("br", "hr"):
        return [LineBreak()]
    if name == "img":
        if _is_counter(attributes):
            report("SEC007", element.line, "<img> (it counts readers)")
            return []
        return [_image(element)] if attributes.get("src") else words(attributes.get("alt", ""))
    if name == "input":
        return _input(attributes)
    if name == "ruby":
        return _ruby(element, report)
    inside = inlines(element.children, report)
    if name in _CODES:
        attr = identified(element)
        return [Code((attr if name != "kbd" else attr.with_class("kbd"), plain_text(inside)))]
    if name == "a":
        return _anchor(element, inside)
    if name == "q":
        return [Quoted((Enum("DoubleQuote"), inside))]
    if name in ("svg", "math"):
        report("SEC005", element.line, f"<{name}> (its words stay)")
        return words(" ".join(plain_text(inside).split()))
    new: list[Inline] = list(inside)
    if not inside and not attributes.get("id"):
        return []
    if name in _WRAPPED and (core := trimmed(inside)):
        # Spaces stand outside of what they do not belong to, as Markdown has it.
        at = inside.index(core[0])
        new = [*inside[:at], _WRAPPED[name](core), *inside[at + len(core) :]]
    elif name in _CLASSED:
        title = (("title", attributes["title"]),) if attributes.get("title") else ()
        new = [Span((Attr("", (name,), title), inside))]
    attr = identified(element)
    if attr != Attr():
        new = [Span((attr, tuple(new)))]
    if name in BLOCK and name not in _WRAPPED:
        gap: Inline = Space() if name in _APART else LineBreak()
        new = [gap, *new, gap]
    return new


def _ruby(element: Element[Block | Inline], report: Report) -> list[Inline]:
    """Each base with the reading that follows it; the brackets for those without ruby go."""
    found: list[Inline] = []
    base: list[Piece] = []
    for child in element.children:
        match child:
            case Element(name="rp" | "rtc"):
                continue
            case Element(name="rt"):
                reading = plain_text(inlines(child.children, report))
                words = trimmed(inlines(base, report))
                attr = Attr("", ("ruby",), (("rt", reading),))
                found += [Span((attr, words))] if words else inlines(child.children, report)
                base = []
            case _:
                base.append(child)
    return [*found, *inlines(base, report)]


def _anchor(element: Element[Block | Inline], inside: Inlines) -> list[Inline]:
    address = element.attributes.get("href", "").strip()
    id = element.attributes.get("id") or element.attributes.get("name") or ""
    if address:
        return [Link((Attr(id), inside, (address, element.attributes.get("title", ""))))]
    return [Span((Attr(id), inside))] if id else list(inside)


def _is_counter(attributes: dict[str, str]) -> bool:
    """Whether a picture is too small to be seen: it is there to tell its site who reads."""
    styles = dict(_STYLE.findall(attributes.get("style") or ""))
    return all(
        re.fullmatch(r"[01](?:px)?", (attributes.get(name) or styles.get(name) or "").strip())
        for name in ("width", "height")
    )


def _image(element: Element[Block | Inline]) -> Image:
    attributes = element.attributes
    styles = dict(_STYLE.findall(attributes.get("style") or ""))
    given = {
        "width": attributes.get("width") or styles.get("width") or styles.get("zoom", ""),
        "height": attributes.get("height") or styles.get("height", ""),
    }
    pairs = tuple(
        (name, size[1] + (size[2] or "px"))
        for name, value in given.items()
        if (size := _SIZE.fullmatch(value))
    )
    attr = Attr(attributes.get("id", ""), (), pairs)
    alt = tuple(words(attributes.get("alt", "").strip()))
    return Image((attr, alt, (attributes["src"].strip(), attributes.get("title", ""))))


def _input(attributes: dict[str, str]) -> list[Inline]:
    match attributes.get("type", "text").lower():
        case "checkbox" | "radio":
            return [Str("☑" if "checked" in attributes else "☐"), Space()]
        case "submit" | "button" | "reset":
            return words(attributes.get("value", ""))
        case _:
            return []


def _tidy(found: list[Inline]) -> Inlines:
    """Words put together, breaks that follow each other made one."""
    tidy: list[Inline] = []
    for node in found:
        last = tidy[-1] if tidy else None
        if isinstance(node, Str) and isinstance(last, Str):
            tidy[-1] = Str(last.c + node.c)
        elif isinstance(node, Space | SoftBreak) and isinstance(
            last, Space | SoftBreak | LineBreak
        ):
            continue
        elif isinstance(node, LineBreak) and isinstance(last, Space | SoftBreak):
            tidy[-1] = node
        else:
            tidy.append(node)
    return tuple(tidy)
