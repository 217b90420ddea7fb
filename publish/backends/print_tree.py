"""The tree of a chapter as the printed page needs it: what CSS would do if WeasyPrint knew it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Blocks,
    Code,
    Emph,
    Inline,
    Inlines,
    Link,
    Math,
    Span,
    Str,
    Strikeout,
    Strong,
    Underline,
)
from publish.backends.han_lines import BREAK, GAP, closes_up
from publish.regex import regex
from publish.walk import rewrite

CLOSE_UP = Span(
    (Attr("", ("close-up",), ()), ())
)  # where two marks meet at an end of a link or emphasis
LONG = 20  # characters of a word that may be broken after its marks

_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"
_MEETING = regex(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%+#°℃])(?=[{_HAN}])")
_WORD = regex(f"[!-~]{{{LONG},}}")
_JOINT = regex(r"(?<=[/._?&=\-:#,@])(?=[^/._?&=\-:#,@])|(?<=[a-z0-9])(?=[A-Z])")
_APOSTROPHE = regex(r"([A-Za-z]+(?:’[A-Za-z]+)+)")
# Unicode's line breaking lets no line end at a quotation mark; in Chinese it may end outside.
_QUOTED = regex(
    f"(?<=[{_HAN}，。、；：！？…—」』》〉）])(?=[“‘])|(?<=[”’])(?=[{_HAN}「『《〈（“‘])"
)


def spaced(text: str) -> str:
    """``text`` with room between Han and Latin where no space is typed."""
    return _MEETING.sub(GAP, text)


def parted(text: str) -> str:
    """``text`` whose lines may end before an opening and behind a closing quotation mark."""
    return _QUOTED.sub(BREAK, text)


def breakable(text: str) -> str:
    """``text`` whose addresses and identifiers may break after their marks, without a hyphen."""
    return _WORD.sub(lambda word: _JOINT.sub(BREAK, word[0]), text)


def for_print(blocks: Blocks, lang: str) -> Blocks:
    """``blocks`` with long words that break and, in Chinese and Japanese, with room between Han and
    Latin, dots for emphasis, and narrow apostrophes."""
    han = lang[:2] in ("zh", "ja")

    def inlines(content: Inlines) -> Inlines:
        broken = tuple(map(_broken, content))
        return tuple(_roomy(broken, lang)) if han else broken

    return rewrite(blocks, lambda block: (block,), inlines)


def _broken(node: Inline) -> Inline:
    match node:
        case Str(c=text):
            return Str(breakable(text))
        case Code(c=(attr, text)):
            return Code((attr, breakable(text)))
        case _:
            return node


def _roomy(content: Inlines, lang: str) -> Iterator[Inline]:
    before = ""
    for node in content:
        after = _edge(node, 0)
        if before and _MEETING.search(before + after):
            yield Str(GAP)
        if before and after and closes_up(before, after, lang):
            yield CLOSE_UP
        before = _edge(node, -1)
        match node:
            case Str(c=text):
                yield from _narrow(parted(spaced(text)))
            case Emph(c=text):
                yield Emph(tuple(_dotted(text)))
            case _:
                yield node


def _edge(node: Inline, end: int) -> str:
    """The character at an end of a node; a formula counts as a letter."""
    match node:
        case Str(c=text) | Code(c=(_, text)):
            return text[end] if text else ""
        case Math():
            return "x"
        case (
            Emph(c=content) | Strong(c=content) | Underline(c=content) | Strikeout(c=content)
            | Span(c=(_, content)) | Link(c=(_, content, _))
        ):  # fmt: skip
            return _edge(content[end], end) if content else ""
        case _:
            return ""


def _narrow(text: str) -> Iterator[Inline]:
    """An apostrophe is as wide as a Han, unless its word is said to be English."""
    for number, part in enumerate(_APOSTROPHE.split(text)):
        if part:
            english = Span((Attr("", (), (("lang", "en"),)), (Str(part),)))
            yield english if number % 2 else Str(part)


def _dotted(content: Inlines) -> Iterator[Inline]:
    """A dot a Han; Latin words, which :mod:`publish.backends.fragment_tree` marks, are italic."""
    for node in content:
        match node:
            case Str(c=text):
                yield from (
                    Span((Attr("", ("han", "dot")), (Str(character),)))
                    if re.match(f"[{_HAN}]", character)
                    else Span((Attr("", ("han",)), (Str(character),)))
                    for character in text
                )
            case Strong(c=inside) | Underline(c=inside) | Strikeout(c=inside):
                yield replace(node, c=tuple(_dotted(inside)))
            case _:
                yield node
