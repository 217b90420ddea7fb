"""The words in a drawing stand in the faces of the document, where the drawing names none that has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from publish.fonts.installed import installed
from publish.regex import regex

GENERIC = {"sans-serif": "headings", "serif": "text", "monospace": "code"}
_FAMILY = regex(r"(font-family\s*:\s*)([^;}]+)")


def with_faces(svg: bytes, families: Mapping[str, str]) -> bytes:
    """The drawing with ``families`` (of :func:`publish.fonts.chosen.chosen`) before the generic ones that it
    asks for. Otherwise the system would choose a face, and Han of another region, for each character.
    """
    try:
        root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return svg
    words = [node for node in root.iter("{*}text") if "".join(node.itertext()).strip()]
    if not words or not families:
        return svg

    def declared(found: re.Match[str]) -> str:
        return found[1] + _stack(found[2], families)

    for node in root.iter("*"):
        if node.get("font-family"):
            node.set("font-family", _stack(node.get("font-family", ""), families))
        if node.get("style"):
            node.set("style", _FAMILY.sub(declared, node.get("style", "")))
        if etree.QName(node).localname == "style" and node.text:
            node.text = _FAMILY.sub(declared, node.text)
    if not root.get("font-family"):
        root.set("font-family", _stack("sans-serif", families))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _stack(value: str, families: Mapping[str, str]) -> str:
    # A family that is not here would be replaced by the system's choice, with Han of any region.
    asked = (name.strip().strip("'\"") for name in value.split(","))
    names = [name for name in asked if name in GENERIC or name in installed()]
    generic = next((name for name in names if name in GENERIC), "sans-serif")
    family = families.get(GENERIC[generic])
    if family and family not in names:
        names.insert(names.index(generic) if generic in names else len(names), family)
    return ", ".join(name if name in GENERIC else f"'{name}'" for name in names) or generic
