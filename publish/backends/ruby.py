"""Readings beside words: ruby on the web, brackets where a format cannot set it."""

from __future__ import annotations

from lxml import etree

from publish.ast import Blocks, Inline, Inlines, Span, Str
from publish.walk import rewrite

CLASS = "ruby"


def in_brackets(blocks: Blocks) -> Blocks:
    """``blocks`` with every reading behind its words: 緑茶（りょくちゃ）."""
    return rewrite(blocks, inlines=_behind)


def set_above(root: etree._Element) -> None:
    """The readings under ``root`` as HTML's ruby, with brackets for readers without it."""
    for base in root.iter("span"):
        reading = base.get("data-rt")
        if reading is None or base.get("class") != CLASS:
            continue
        base.tag = CLASS
        base.attrib.pop("data-rt")
        base.attrib.pop("class")
        for name, text in (("rp", "（"), ("rt", reading), ("rp", "）")):
            etree.SubElement(base, name).text = text


def _behind(text: Inlines) -> Inlines:
    if not any(_reading(node) for node in text):
        return text
    done: list[Inline] = []
    for node in text:
        reading = _reading(node)
        if reading and isinstance(node, Span):
            done += [*node.c[1], Str(f"（{reading}）")]
        else:
            done.append(node)
    return tuple(done)


def _reading(node: Inline) -> str:
    return node.c[0].get("rt") if isinstance(node, Span) and node.c[0].has(CLASS) else ""
