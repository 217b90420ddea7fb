"""DrawingML by lxml: names, parsing, shapes in points."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml has no types

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
NAMESPACES = {"a": A, "p": P, "r": R, "mc": MC}
POINT = 12700  # English Metric Units


def a(name: str) -> str:
    """``a:name`` as lxml writes it."""
    return f"{{{A}}}{name}"


def p(name: str) -> str:
    """``p:name`` as lxml writes it."""
    return f"{{{P}}}{name}"


def emu(points: float) -> int:
    """A length for DrawingML."""
    return round(points * POINT)


def piece(xml: str) -> Element:
    """An element written with the prefixes ``a``, ``p``, ``r`` and ``mc``."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return etree.fromstring(f"<root {names}>{xml}</root>")[0]


def frame(x: float, y: float, width: float, height: float, tag: str = "a:xfrm") -> str:
    """Where a shape stands."""
    return (
        f'<{tag}><a:off x="{emu(x)}" y="{emu(y)}"/>'
        f'<a:ext cx="{emu(width)}" cy="{emu(height)}"/></{tag}>'
    )


def fill(colour: str, change: str = "") -> str:
    """A solid fill of ``RRGGBB``, or of a colour of the theme by name; ``change`` is one of DrawingML."""
    kind = "srgbClr" if len(colour) == 6 and colour.upper() == colour else "schemeClr"
    return f'<a:solidFill><a:{kind} val="{colour}">{change}</a:{kind}></a:solidFill>'


def lighter(percent: int) -> str:
    """A change of a dark colour towards white, for :func:`fill`; white stays white."""
    return f'<a:lumMod val="{(100 - percent) * 1000}"/><a:lumOff val="{percent * 1000}"/>'


def parsed(data: bytes) -> Element:
    """The root of a part; no entity is resolved and nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def written(root: Element) -> bytes:
    """The bytes of a part."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
