"""Drawings: an SVG without anything that runs or asks for more, and its size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from publish.regex import regex

MAX_SIDE = 10_000  # pixels; a larger drawing is shown smaller, its lines stay sharp
MAX_PARTS = 100_000  # elements once every <use> is drawn
PIXELS = {
    "": 1.0,
    "px": 1.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "pt": 96 / 72,
    "pc": 16.0,
    "em": 16.0,
    "rem": 16.0,
}

_XLINK = "{http://www.w3.org/1999/xlink}href"
_ACTIVE = frozenset(
    "script handler listener iframe object embed applet audio video form link meta base".split()
)
_GONE = "gone"  # the name of what is taken out, until all of it is
_MOVING = frozenset("animate set animatemotion animatetransform discard".split())
_LENGTH = regex(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d{1,3})?)\s*([a-z]*)\s*", re.IGNORECASE)
_ADDRESS = regex(
    r"""@import\s+(?:url\(\s*)?["']?(?P<import>[^"')\s;]+)[^;]*;?"""
    r"""|url\(\s*["']?(?!\#|data:)(?P<url>[^"')]*)["']?\s*\)""",
    re.IGNORECASE,
)
_INSIDE = regex(r"#|data:image/(?:png|jpe?g|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
# Attributes of numbers, and what may stand in them: whoever draws fails on anything else.
_NUMERIC = frozenset(
    "viewbox x y width height r cx cy rx ry x1 y1 x2 y2 dx dy points stroke-width stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit refx refy markerwidth markerheight fx fy fr offset opacity "
    "fill-opacity stroke-opacity stop-opacity rotate textlength startoffset transform "
    "gradienttransform patterntransform".split()
)
_NUMBER = regex(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2}(?!\d))?(?:px|pt|pc|cm|mm|in|r?em|ex|ch|%|deg|rad|turn)?"
    r"|auto(?:-start-reverse)?|none|inherit|(?:matrix|translate|scale|rotate|skew)[XY]?(?=\s*\()|[\s,()]",
    re.IGNORECASE,
)
_WEB = regex(r"https?:|mailto:", re.IGNORECASE)


class Drawing(NamedTuple):
    """An SVG that is safe to show, its size in CSS pixels (0 where it names none), whether something
    that runs was taken out, and which other files it asked for."""

    content: bytes
    width: int
    height: int
    active: bool
    outside: tuple[str, ...]


class Refused(NamedTuple):
    """Why an SVG is not drawn, as the end of a sentence about it."""

    reason: str


def drawing(content: bytes) -> Drawing | Refused | None:
    """``content`` as a drawing; None where it is no SVG at all.

    A drawing with nothing to take out keeps its bytes. Scripts, event handlers and addresses of other
    files go; entities are written out, within the limits of libxml2.
    """
    if b"<svg" not in content[:4096].lower() and b":svg" not in content[:4096].lower():
        return None
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return Refused(f"is no SVG that can be read: {error.msg}")
    if _local(root) != "svg":
        return None
    if _parts(root) > MAX_PARTS:
        return Refused(f"draws more than {MAX_PARTS:,} parts")
    work = _Cleaning()
    work.clean(root)
    width, height = _size(root)
    largest = max(width, height)
    if largest > MAX_SIDE:
        if not root.get("viewBox"):
            root.set("viewBox", f"0 0 {width:g} {height:g}")
        width, height = width * MAX_SIDE / largest, height * MAX_SIDE / largest
    shown = round(width), round(height)
    if largest > MAX_SIDE:
        root.set("width", str(max(1, shown[0])))
        root.set("height", str(max(1, shown[1])))
    declared = bool(root.getroottree().docinfo.internalDTD)
    if work.active or work.outside or work.no_number or declared or largest > MAX_SIDE:
        content = _text(root)
    return Drawing(content, *shown, work.active, tuple(dict.fromkeys(work.outside)))


def sized(content: bytes, width: int, height: int) -> bytes:
    """A drawing that says it is ``width`` by ``height`` pixels, whatever it said before."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if not root.get("viewBox"):
        old = [_pixels(root.get(name, "")) for name in ("width", "height")]
        root.set("viewBox", f"0 0 {old[0] or width:g} {old[1] or height:g}")
    root.set("width", str(width))
    root.set("height", str(height))
    return _text(root)


class _Cleaning:
    """What is taken out of one drawing."""

    def __init__(self) -> None:
        self.active = False
        self.outside: list[str] = []
        self.no_number = False

    def clean(self, root: etree._Element) -> None:
        self._instructions(root)
        for element in list(root.iter()):
            if not isinstance(element.tag, str):
                continue
            if _local(element) in _ACTIVE or _moves_an_address(element):
                self.active = True
                element.tag = _GONE
            else:
                self._attributes(element)
                if _local(element) == "style" and element.text:
                    element.text = self._style("".join(element.itertext()))
        # All at once: one by one, the text behind each would be copied again and again.
        etree.strip_elements(root, _GONE, etree.ProcessingInstruction, with_tail=False)

    def _instructions(self, root: etree._Element) -> None:
        """Style sheets that are named before the drawing begins."""
        for node in list(root.itersiblings(preceding=True)):
            if isinstance(node, etree._ProcessingInstruction):
                found = re.search(r"""href\s*=\s*["']([^"']*)""", node.text or "")
                self.outside.append(found[1] if found else node.target)

    def _attributes(self, element: etree._Element) -> None:
        for name, value in list(element.attrib.items()):
            local = etree.QName(name).localname.lower()
            if local.startswith("on"):
                self.active = True
                del element.attrib[name]
            elif local in ("href", "src", "data", "action", "srcdoc"):
                self._address(element, name, "".join(value.split()))
            elif local in _NUMERIC and _NUMBER.sub("", value):
                self.no_number = True
                del element.attrib[name]
            elif "url(" in value.lower():
                element.set(name, self._style(value))

    def _address(self, element: etree._Element, name: str, value: str) -> None:
        if _INSIDE.match(value) or (_local(element) == "a" and _WEB.match(value)):
            return
        if re.match(r"(?:javascript|vbscript|data):", value, re.IGNORECASE):
            self.active = True
        elif value and _local(element) != "a":
            self.outside.append(value)
        del element.attrib[name]

    def _style(self, text: str) -> str:
        def gone(found: re.Match[str]) -> str:
            self.outside.append(found["import"] or found["url"] or "")
            return "" if found["import"] else "none"

        return _ADDRESS.sub(gone, text)


def _text(root: etree._Element) -> bytes:
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _moves_an_address(element: etree._Element) -> bool:
    target = element.get("attributeName", "").rpartition(":")[2].lower()
    return _local(element) in _MOVING and (target == "href" or target.startswith("on"))


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname).lower()


def _parts(root: etree._Element) -> int:
    """How many elements are drawn when every ``<use>`` stands for what it names."""
    named = {node.get("id"): node for node in root.iter() if node.get("id")}
    weights: dict[etree._Element, int] = {}

    def used(node: etree._Element) -> Iterator[etree._Element]:
        if isinstance(node.tag, str) and _local(node) == "use":
            target = named.get((node.get("href") or node.get(_XLINK) or "")[1:])
            if target is not None:
                yield target

    # Children and targets before those who hold them, without recursion; what holds itself counts once.
    stack = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            inside = [*node, *used(node)]
            total = 1 + sum(max(0, weights.get(each, 0)) for each in inside)
            weights[node] = min(total, MAX_PARTS + 1)
        elif node not in weights:
            weights[node] = -1
            stack.append((node, True))
            stack += [(each, False) for each in (*node, *used(node)) if each not in weights]
    return weights[root]


def _size(root: etree._Element) -> tuple[float, float]:
    width, height = (_pixels(root.get(name, "")) for name in ("width", "height"))
    box = [_pixels(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:4]]
    if len(box) == 2 and all(box):
        if not width and not height:
            width, height = box
        width = width or height * box[0] / box[1]
        height = height or width * box[1] / box[0]
    return (width, height) if width and height else (0.0, 0.0)


def _pixels(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    if not found or found[2].lower() not in PIXELS:
        return 0.0
    number = float(found[1]) * PIXELS[found[2].lower()]
    return number if math.isfinite(number) and number < 1e15 else 0.0
