"""Notes of a chapter: their marks, and the section at its end."""

from __future__ import annotations

from lxml import etree

from publish.publication.model import Publication


def mend_notes(root: etree._Element, publication: Publication, prefix: str, title: str) -> None:
    """Ids that differ between chapters, and ``<sup><a>`` where pandoc writes ``<a><sup>``."""
    for link in list(root.iter("a")):
        role = link.get("role", "")
        if role not in ("doc-noteref", "doc-backlink"):
            continue
        link.set("href", "#" + prefix + link.get("href", "")[1:])
        link.attrib.pop("class", None)
        if link.get("id"):
            link.set("id", prefix + link.get("id", ""))
        if role == "doc-backlink":
            link.text = "↩"
            link.set("aria-label", publication.words.back_to_text)
        elif len(link) == 1 and link[0].tag == "sup":
            _turn_inside_out(link)
    for notes in root.iter("section"):
        notes.set("id", f"{prefix}notes")
        of = f": {title}" if prefix else ""
        notes.set("aria-label", publication.words.notes + of)
        for rule in notes.findall("hr"):
            notes.remove(rule)
        for item in notes.iter("li"):
            if item.get("id", "").startswith("fn"):
                item.set("id", prefix + item.get("id", ""))


def _turn_inside_out(link: etree._Element) -> None:
    parent = link.getparent()
    assert parent is not None
    number, tail = link[0].text, link.tail
    raised = etree.Element("sup")
    raised.tail, link.tail = tail, None
    parent.replace(link, raised)
    link.remove(link[0])
    link.text = number
    raised.append(link)
