"""Slides as pandoc wrote them, turned into sections that a browser shows and reads aloud as slides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from publish.backends.fragment import mend_tasks
from publish.backends.slide_model import Grid, Slide
from publish.publication.model import Words

Element = Any  # lxml has no types
HEADINGS = {"title": "h2", "head": "h3"}  # by class of a paragraph


def set_slides(root: Element, slides: Sequence[Slide], words: Words) -> None:
    """Every ``div.slide`` becomes a section that is called a slide, its notes an aside."""
    for text in list(root.iter("span")):
        if "text" in (text.get("class") or "").split():
            _lift(text)
    mend_tasks(root)
    for section, slide in zip(root.findall("div"), slides, strict=True):
        section.tag = "section"
        section.set("role", "group")
        section.set("aria-roledescription", words.slide)
        section.set("aria-labelledby", f"{section.get('id')}-title")
        body = section.find("div/div[@class='body']")
        if slide.kind == "contents":
            body.tag = "nav"
            body.set("aria-labelledby", f"{section.get('id')}-title")
        kinds = [box.kind for box in slide.page.boxes]
        if kinds in (["picture"], ["formula"]):
            body.set("class", "body alone")
        _set_columns(body, slide)
        for notes in section.xpath("div[contains(concat(' ', @class, ' '), ' notes ')]"):
            _set_notes(notes, words, section.get("id"))


def _lift(span: Element) -> None:
    """The attributes of a paragraph's span go to the paragraph that it becomes, or the item around it."""
    parent = span.getparent()
    classes = [name for name in (span.get("class") or "").split() if name != "text"]
    first = span.getprevious() is None and not (parent.text or "").strip()
    if parent.tag != "li" or not first:  # pandoc writes a plain block without an element
        span.tag = next((HEADINGS[name] for name in classes if name in HEADINGS), "p")
        span.attrib.pop("class")
        holder = span
    else:
        holder = parent
    if classes:
        holder.set("class", " ".join(classes))
    holder.set("style", span.get("style"))
    if holder is parent:
        _unwrap(span)


def _unwrap(span: Element) -> None:
    parent, at = span.getparent(), span.getparent().index(span)
    before = parent[at - 1] if at else None
    if span.text:
        if before is None:
            parent.text = (parent.text or "") + span.text
        else:
            before.tail = (before.tail or "") + span.text
    tail, inside = span.tail, list(span)
    parent.remove(span)
    for offset, child in enumerate(inside):
        parent.insert(at + offset, child)
    if tail:
        last = parent[at + len(inside) - 1] if at + len(inside) else None
        if last is None:
            parent.text = (parent.text or "") + tail
        else:
            last.tail = (last.tail or "") + tail


def _set_columns(body: Element, slide: Slide) -> None:
    """Tables as wide as they were measured, and so their columns."""
    grids = [box for box in slide.page.boxes if isinstance(box.items[0], Grid)]
    for table, box in zip(body.iter("table"), grids, strict=True):
        whole = sum(box.columns)
        for old in table.findall("colgroup"):
            table.remove(old)
        group = etree.Element("colgroup")
        for width in box.columns:
            etree.SubElement(group, "col", style=f"width:{100 * width / whole:.4g}%")
        table.insert(0 if table.find("caption") is None else 1, group)
        table.set("style", f"--wide:{whole:.5g}")


def _set_notes(notes: Element, words: Words, name: str) -> None:
    notes.tag = "aside"
    notes.set("aria-label", f"{words.speaker_notes} {name.rpartition('-')[2]}")
    if "rest" not in notes.get("class").split():
        notes.set("hidden", "hidden")
