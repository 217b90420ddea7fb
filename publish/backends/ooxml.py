"""WordprocessingML by lxml: names, parsing, and children in the order that the schema demands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml has no types

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
CHOICES = {"mc": MC, "wps": WPS}  # what alternate content needs
NAMESPACES = {"w": W, **CHOICES}

PARAGRAPH = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]


def w(name: str) -> str:
    """``w:name`` as lxml writes it."""
    return f"{{{W}}}{name}"


def parsed(data: bytes) -> Element:
    """The root of a part; no entity is resolved and nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def piece(xml: str) -> Element:
    """An element written with the prefixes ``w``, ``mc`` and ``wps``."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return etree.fromstring(f"<root {names}>{xml}</root>")[0]


def written(root: Element, namespaces: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a part; ``namespaces`` are declared at its root, used or not."""
    if namespaces:
        etree.cleanup_namespaces(root, namespaces, keep_ns_prefixes=["w", "r", *namespaces])
    else:
        etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def paragraph_properties(owner: Element) -> Element:
    """``w:pPr`` of a paragraph or a style, made where there is none."""
    found = owner.find(w("pPr"))
    if found is not None:
        return found
    made = etree.Element(w("pPr"))
    if owner.tag == w("p"):
        owner.insert(0, made)
    else:
        run = owner.find(w("rPr"))
        owner.insert(len(owner) if run is None else owner.index(run), made)
    return made


def put(properties: Element, child: Element) -> None:
    """Set a property of a paragraph, in its place among the others."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    order = PARAGRAPH.index(etree.QName(child).localname)
    later = (
        at
        for at, each in enumerate(properties)
        if PARAGRAPH.index(etree.QName(each).localname) > order
    )
    properties.insert(next(later, len(properties)), child)


def style_of(paragraph: Element) -> str:
    """The style's identifier of a paragraph, empty for the default."""
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else str(found.get(w("val")))


def set_style(paragraph: Element, style: str) -> None:
    """Give a paragraph the style of that identifier."""
    put(paragraph_properties(paragraph), piece(f'<w:pStyle w:val="{style}"/>'))
