"""Notes of a chapter on paper: each stands where it is called, for the style sheet to set at the foot."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

# Elements whose children are blocks, so that white space between these says nothing.
BLOCKS = frozenset("object ul ol dl blockquote div section figure table thead tbody tr".split())


def put_notes_at_feet(root: etree._Element) -> None:
    """Changes ``root`` in place: calls become ``object.footnote[data-number]``, the list of notes goes.

    HTML lets an ``object`` hold any block inside a paragraph, and shows what it holds when it has no
    data of its own (HTML, 4.8.7).
    """
    lists = root.findall("section[@role='doc-endnotes']")
    notes = {item.get("id", ""): item for each in lists for item in each.iter("li")}
    for call in list(root.iter("a")):
        note = notes.get(call.get("href", "")[1:]) if call.get("role") == "doc-noteref" else None
        raised = call.getparent()
        if note is not None and raised is not None:
            _replace(raised, _set(note, call.text or ""))
    for each in lists:
        root.remove(each)


def _set(note: etree._Element, number: str) -> etree._Element:
    made = etree.Element("object", {"class": "footnote", "data-number": number})
    made.set("id", note.get("id", ""))
    made.text = note.text
    made.extend(deepcopy(child) for child in note)
    _without_line_feeds(made)
    for back in list(made.iter("a")):
        parent = back.getparent()
        if back.get("role") == "doc-backlink" and parent is not None:
            parent.remove(back)
    return made


def _without_line_feeds(note: etree._Element) -> None:
    """WeasyPrint makes a line of each line feed between the blocks of an inline element."""
    for element in note.iter():
        if element.tag in BLOCKS and not (element.text or "").strip():
            element.text = None
        parent = element.getparent()
        if parent is not None and parent.tag in BLOCKS and not (element.tail or "").strip():
            element.tail = None


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        new.tail = old.tail
        parent.replace(old, new)
