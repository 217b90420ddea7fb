"""Whether what stands on a slide has room there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from publish.backends.measure import BOLD, line_count, with_wide
from publish.verify.readers.markup import Element
from publish.verify.readers.names import P
from publish.verify.readers.office import MAIN as A

_POINT = 12700  # units of a file
_SLACK = _POINT  # a rounded place is no fault
_LEADING = 1.2
_SIZE = 18.0  # points of text that says no size


class Frame(NamedTuple):
    """A place on a slide in the units of the file."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, shape: Element) -> Frame | None:
        """The place that a shape names itself."""
        for name in (f"{P}spPr/{A}xfrm", f"{P}xfrm"):
            place = shape.find(name)
            if place is not None and place.find(f"{A}off") is not None:
                off, ext = place.find(f"{A}off"), place.find(f"{A}ext")
                return cls(*(int(node.get(key)) for node, key in
                             ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))))  # fmt: skip
        return None


def places(layout: Element) -> Mapping[str, Frame]:
    """The places of a layout's boxes by the kind or the number of what they hold."""
    found = {}
    for shape in layout.iter(f"{P}sp"):
        holder, frame = shape.find(f".//{P}ph"), Frame.of(shape)
        if holder is not None and frame is not None:
            found[holder.get("type") or holder.get("idx") or ""] = frame
    return found


def outside(frame: Frame, slide: Frame) -> str:
    """On which side a place lies outside of the slide; empty where it does not."""
    if frame.x < slide.x - _SLACK:
        return "left"
    if frame.y < slide.y - _SLACK:
        return "above the edge"
    if frame.x + frame.width > slide.width + _SLACK:
        return "right"
    return "below the edge" if frame.y + frame.height > slide.height + _SLACK else ""


def overflow(shape: Element, frame: Frame) -> str:
    """By how much the text of a box is higher than the box; empty where it has room."""
    body = shape.find(f"{P}txBody")
    about = body.find(f"{A}bodyPr")
    left, top, right, bottom = (_inset(about, name) for name in ("lIns", "tIns", "rIns", "bIns"))
    room = frame.width / _POINT - left - right
    sizes = _sizes(body)
    height = top + bottom
    for at, paragraph in enumerate(body.findall(f"{A}p")):
        height += _height(paragraph, sizes, room, first=at == 0)
    over = height - frame.height / _POINT
    return f"{over:.0f} points" if over > _LEADING * max(sizes.values(), default=_SIZE) else ""


def _inset(about: Element | None, name: str) -> float:
    value = about.get(name) if about is not None else None
    usual = 7.2 if name in ("lIns", "rIns") else 3.6
    return usual if value is None else int(value) / _POINT


def _sizes(body: Element) -> dict[int, float]:
    """The size of type on each level."""
    found = {}
    for level in range(1, 10):
        own = body.find(f"{A}lstStyle/{A}lvl{level}pPr/{A}defRPr")
        if own is not None and own.get("sz"):
            found[level - 1] = int(own.get("sz")) / 100
    return found


def _height(paragraph: Element, sizes: Mapping[int, float], room: float, *, first: bool) -> float:
    about = paragraph.find(f"{A}pPr")
    level = int(about.get("lvl") or 0) if about is not None else 0
    size = sizes.get(level, _SIZE)
    runs = [each for each in paragraph.iter(f"{A}rPr") if each.get("sz")]
    if runs:
        size = max(int(each.get("sz")) / 100 for each in runs)
    bold = all(each.get("b") == "1" for each in paragraph.iter(f"{A}rPr"))
    indent = int(about.get("marL") or 0) / _POINT if about is not None else 0.0
    text = "".join(
        "\n" if each.tag == f"{A}br" else each.text or ""
        for each in paragraph.iter(f"{A}t", f"{A}br")
    )
    codes = tuple(_codes(paragraph))
    fixed = sum(map(len, codes)) == len(text.replace("\n", ""))
    text = text if fixed else with_wide(text, codes)
    em = max((room - indent) / size / (BOLD if bold else 1.0), 1.0)
    height = line_count(text, em, fixed) * (_points(about, "lnSpc") or size * _LEADING)
    return height + (0.0 if first else _points(about, "spcBef"))


def _codes(paragraph: Element) -> Iterator[str]:
    """The pieces of a paragraph that are set in a font of their own, as code is."""
    for run in paragraph.iter(f"{A}r"):
        if run.find(f"{A}rPr/{A}latin") is not None:
            yield "".join(each.text or "" for each in run.iter(f"{A}t"))


def _points(about: Element | None, name: str) -> float:
    found = about.find(f"{A}{name}/{A}spcPts") if about is not None else None
    return int(found.get("val")) / 100 if found is not None else 0.0
