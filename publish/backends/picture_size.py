"""How large a picture stands on a page: the author's wish, within the text block."""

from __future__ import annotations

import re

from publish.ast import Attr
from publish.publication.model import Resource

WIDTH, HEIGHT = 148.2 / 25.4, 8.2  # inches of the text block that a picture may take
UNITS = {
    "": 1 / 96,
    "px": 1 / 96,
    "in": 1.0,
    "cm": 1 / 2.54,
    "mm": 1 / 25.4,
    "pt": 1 / 72,
    "em": 7 / 48,
}


def sized(attr: Attr, picture: Resource) -> Attr:
    """``attr`` with width and height in inches; a picture of unknown size keeps what it has."""
    if not picture.width or not picture.height:
        return attr
    ratio = picture.height / picture.width
    width, height = _length(attr.get("width"), WIDTH), _length(attr.get("height"), HEIGHT)
    if not width and not height:
        width = picture.width / 96
    if not width:
        width = height / ratio
    if not height:
        height = width * ratio
    scale = min(1.0, WIDTH / width, HEIGHT / height)
    return attr.with_pairs(width=f"{width * scale:.3f}in", height=f"{height * scale:.3f}in")


def _length(text: str, whole: float) -> float:
    """Inches of ``50%``, ``300``, ``4cm``; 0 for anything else."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%|[a-z]*)\s*", text.lower())
    if not found:
        return 0.0
    number = float(found[1])
    return number / 100 * whole if found[2] == "%" else number * UNITS.get(found[2], 0.0)


def in_points(attr: Attr, picture: Resource, full: float) -> tuple[float, float]:
    """Width and height: a point for a pixel, or what the author asked for; ``full`` is 100 %."""
    width, height = float(picture.width or 640), float(picture.height or 360)
    asked = attr.get("width")
    if asked.endswith("%"):
        part = float(asked[:-1] or 100) / 100 if asked[:-1].replace(".", "", 1).isdigit() else 1.0
        wanted = full * part
    else:
        found = sized(attr, picture).get("width") if asked else ""
        wanted = float(found.removesuffix("in")) * 96 if found.endswith("in") else width
    return wanted, height * wanted / width
