"""Readings beside words: ruby on the web and on paper, brackets where a format cannot set it."""

from __future__ import annotations

from lxml import etree

from publish.ast import Attr, Blocks, Inline, Inlines, Span, Str
from publish.backends.measure import width
from publish.walk import plain_text, rewrite

CLASS = "ruby"
SMALL = 0.5  # type of a reading, in em of its word
LONGEST = 12.0  # em of a word with a reading: it stays on one line


def in_brackets(blocks: Blocks) -> Blocks:
    """``blocks`` with every reading behind its words: 緑茶（りょくちゃ）."""
    return rewrite(blocks, inlines=_behind)


def on_paper(blocks: Blocks) -> Blocks:
    """``blocks`` with readings for the style sheet to set above: WeasyPrint does not know ruby.

    A word becomes ``Span.ruby``, the reading in it ``Span.rt`` between brackets that are not seen
    (``Span.rp``), so that it is read aloud and copied as in other formats. A long word keeps them.
    """
    return rewrite(blocks, inlines=_raised)


def _raised(text: Inlines) -> Inlines:
    return tuple(part for node in text for part in _with_parts(node))


def _with_parts(node: Inline) -> Inlines:
    said = reading(node)
    if not said or not isinstance(node, Span):
        return (node,)
    words = width(plain_text(node.c[1]))
    if words > LONGEST:
        return _behind((node,))
    room = SMALL * width(said)
    style = (("style", f"min-width:{room:.2f}em"),) if room > words else ()
    opening, closing = (Span((Attr("", ("rp",)), (Str(bracket),))) for bracket in "（）")
    above = Span((Attr("", ("rt",)), (opening, Str(said), closing)))
    return (Span((Attr("", (CLASS,), style), (*node.c[1], above))),)


def set_above(root: etree._Element) -> None:
    """The readings under ``root`` as HTML's ruby, with brackets for readers without it."""
    for base in root.iter("span"):
        said = base.get("data-rt")
        if said is None or base.get("class") != CLASS:
            continue
        base.tag = CLASS
        base.attrib.pop("data-rt")
        base.attrib.pop("class")
        for name, text in (("rp", "（"), ("rt", said), ("rp", "）")):
            etree.SubElement(base, name).text = text


def _behind(text: Inlines) -> Inlines:
    if not any(reading(node) for node in text):
        return text
    done: list[Inline] = []
    for node in text:
        said = reading(node)
        if said and isinstance(node, Span):
            done += [*node.c[1], Str(f"（{said}）")]
        else:
            done.append(node)
    return tuple(done)


def reading(node: Inline) -> str:
    """The reading that stands beside a word; empty for any other node."""
    return node.c[0].get("rt") if isinstance(node, Span) and node.c[0].has(CLASS) else ""
