"""Notes of a chapter on paper: each stands where it is called, for the style sheet to set at the foot."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree


def put_notes_at_feet(root: etree._Element) -> None:
    """Changes ``root`` in place: calls become ``object.note[data-number]``, the list of notes goes.

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
    made = etree.Element("object", {"class": "note", "data-number": number})
    made.set("id", note.get("id", ""))
    made.text = note.text
    made.extend(deepcopy(child) for child in note)
    for back in list(made.iter("a")):
        parent = back.getparent()
        if back.get("role") == "doc-backlink" and parent is not None:
            parent.remove(back)
    return made


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        new.tail = old.tail
        parent.replace(old, new)
