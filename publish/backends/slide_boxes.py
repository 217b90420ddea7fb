"""Where items stand on a slide: boxes below one another, and how high each is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from publish.ast import Strong
from publish.backends.measure import BOLD, ends_alone, line_count, with_wide
from publish.backends.slide_grid import table_box
from publish.backends.slide_model import (
    WHOLE,
    Box,
    Break,
    CodeLine,
    Formula,
    Grid,
    Item,
    Kind,
    Page,
    Picture,
    Room,
    Text,
)

STEP = 1.2  # em by which a level is indented
GAP = 12.0  # between boxes
LEADING, CODE_LEADING = 1.4, 1.35
SIDES = {
    "text": (0.0, 0.0),
    "quote": (20.0, 2.0),
    "callout": (20.0, 10.0),
    "code": (14.0, 10.0),
}  # points inside a box
INSETS = (0.0, 1.0, 0.5, 1.5, 2.0, 3.0)  # em by which lines may be shorter
LEAST_PICTURE = 210.0  # points of height below which a picture moves to the next slide


def height_of(items: Sequence[Item], size: float, room: Room = WHOLE) -> float:
    """The least height of items set in ``size``."""
    boxes = _boxes(items, size, room)
    return sum(box.height for box in boxes) + GAP * max(len(boxes) - 1, 0)


def arranged(items: Sequence[Item], size: float, room: Room = WHOLE) -> Page:
    """A page: pictures take the room that is left."""
    boxes = _boxes(items, size, room)
    free = room.height - sum(box.height for box in boxes) - GAP * (len(boxes) - 1)
    placed: list[Box] = []
    y = 0.0
    for box in boxes:
        match box.items[0]:
            case Picture() as picture:
                wish = _wish(picture, room)
                more = max(0.0, min(free, wish - box.height))
                free -= more
                box = replace(box, height=box.height + more)
            case _:
                pass
        if len(boxes) == 1 and box.kind in ("picture", "formula"):
            y += max(0.0, (room.height - box.height) / 2 - 12)
        placed.append(replace(box, y=y))
        y += box.height + GAP
    if placed and placed[-1].kind == "text":  # room for letters that are wider elsewhere
        placed[-1] = replace(placed[-1], height=room.height - placed[-1].y)
    return Page(tuple(replace(box, inset=_inset(box, room)) for box in placed))


def _inset(box: Box, room: Room) -> float:
    """What the lines of a box are shorter, so that as few paragraphs as can be end with one character
    on a line of its own; the height stays."""
    texts = [item for item in box.items if isinstance(item, Text)]
    if not texts or box.kind not in SIDES:
        return 0.0
    side, above = SIDES[box.kind]
    best, least = 0.0, len(texts) + 1
    for step in INSETS:
        inset = step * box.size
        width = room.width - 2 * side - inset
        if step and _text_height(texts, box.size, width) + 2 * above > box.height + 0.1:
            continue
        alone = sum(
            ends_alone(
                text.words, (width - STEP * box.size * text.level) / type_size(text, box.size)
            )
            for text in texts
        )
        if alone < least:
            best, least = inset, alone
    return best


def _boxes(items: Sequence[Item], size: float, room: Room) -> list[Box]:
    boxes = []
    for (kind, _), group in groupby(items, _box_key):
        inside = tuple(group)
        if isinstance(inside[0], Grid):
            boxes.append(table_box(inside[0], size, room))
            continue
        height, letters = _measured(inside, size, room)
        boxes.append(Box(kind=kind, items=inside, y=0.0, height=height, size=letters))
    return boxes


def _box_key(item: Item) -> tuple[Kind, int]:
    match item:
        case Text(style="callout" | "quote" as style):
            return style, 0
        case Text():
            return "text", 0
        case CodeLine(block=block):
            return "code", block
        case Formula(block=block):
            return "formula", block
        case Picture(block=block):
            return "picture", block
        case Grid(block=block):
            return "table", block
        case Break():
            raise TypeError("a break stands between slides")


def _measured(items: tuple[Item, ...], size: float, room: Room) -> tuple[float, float]:
    """The height of a box and the size of its type."""
    match items[0]:
        case Text():
            side, above = SIDES[_box_key(items[0])[0]]
            texts = [item for item in items if isinstance(item, Text)]
            return _text_height(texts, size, room.width - 2 * side) + 2 * above, size
        case CodeLine(wide=wide):
            return _code_height(items, code_size(wide, size, room), room)
        case Formula(tex=tex):
            return min(formula_height(tex) * size, room.height), size
        case Picture() as picture:
            return min(_wish(picture, room), LEAST_PICTURE), size
        case Grid():
            raise TypeError("a table is a box by itself")
        case Break():
            raise TypeError("a break stands between slides")


def _text_height(texts: Sequence[Text], size: float, room: float) -> float:
    height = 0.0
    for at, text in enumerate(texts):
        own = type_size(text, size)
        em = (room - STEP * size * text.level) / own / (BOLD if _is_bold(text) else 1.0)
        height += line_count(with_wide(text.words, text.codes), em) * own * LEADING
        height += space_before(texts[at - 1] if at else None, text, size)
    return height


def _is_bold(text: Text) -> bool:
    return text.style in ("head", "term") or all(isinstance(part, Strong) for part in text.inlines)


def type_size(text: Text, size: float) -> float:
    """The size of a paragraph on a slide set in ``size``."""
    return max(14.0, size - 4.0) if text.style in ("caption", "table") else size


def space_before(before: Text | None, text: Text, size: float) -> float:
    """Points above a paragraph: more where a new thought begins."""
    if before is None:
        return 0.0
    same = before.block == text.block or before.keep
    listed = (text.style == before.style and text.style != "body") or text.level > 1
    return round((0.3 if same or listed else 0.55) * size)


def code_size(wide: float, size: float, room: Room) -> float:
    """The type of code: its longest line fits, if that is not too small to be read."""
    least = max(10.0, size * 0.6)
    best = min(size * 0.75, (room.width - 2 * SIDES["code"][0] - 4) / max(wide, 1.0))
    return max(least, best) // 0.5 * 0.5


def _code_height(items: Sequence[Item], size: float, room: Room) -> tuple[float, float]:
    em = (room.width - 2 * SIDES["code"][0]) / size
    lines = sum(line_count(item.text, em, True) for item in items if isinstance(item, CodeLine))
    return lines * size * CODE_LEADING + 2 * SIDES["code"][1], size


def formula_height(tex: str) -> float:
    """A generous height of a displayed formula in em, guessed from its TeX."""
    rows = 1 + tex.count("\\\\")
    tall = any(name in tex for name in ("frac", "sum", "prod", "int", "lim", "over", "binom"))
    return rows * (2.8 if tall else 1.8) + 0.6


def _wish(picture: Picture, room: Room) -> float:
    """The height at which a picture has its size or fills the body."""
    scale = min(1.0, room.width / picture.width, room.height / picture.height)
    return picture.height * scale
