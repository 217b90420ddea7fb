"""On which page each heading comes to stand, as near as one can tell without setting the text.

Word reckons pages itself when the contents are updated or the document is printed; until then, and
in programs that never do, the contents show what is reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from publish.backends.docx_metrics import Metrics, Shape, lines_of
from publish.backends.ooxml import WP, Element, M, style_of, w

EMU = 635  # in a twentieth of a point, in which all heights are
FORMULA, FRACTION = 360, 680
NOTE_LINE, NOTE_RULE = 280, 200
FEW = 2  # lines of a paragraph that do not stand alone at the foot or the head of a page


class Box(NamedTuple):
    """A paragraph or a row: its lines' heights, the room around it, and what it is kept with."""

    lines: tuple[float, ...]
    before: float
    after: float
    notes: float = 0
    keep: bool = False
    whole: bool = False
    starts: bool = False
    names: tuple[str, ...] = ()
    ends: Element = None  # the section that ends with it


def fill_contents(document: Element, notes: Element, styles: Element) -> None:
    """Put the numbers of their pages into the fields that ask for them (``PAGEREF``)."""
    body = document.find(w("body"))
    if not any("PAGEREF" in (each.text or "") for each in body.iter(w("instrText"))):
        return
    metrics = Metrics(styles)
    section = body.find(w("sectPr"))
    boxes = list(_boxes(body, metrics, Shape.of(section), _note_lines(notes, metrics)))
    pages = _pages(boxes, Shape.of(section), section)
    waiting = None
    for each in body.iter(w("instrText"), w("t")):
        if each.tag == w("instrText"):
            words = each.text.split()
            waiting = words[1] if words[:1] == ["PAGEREF"] else None
        elif waiting is not None:
            each.text = pages.get(waiting, each.text)
            waiting = None


def _pages(boxes: list[Box], shape: Shape, last: Element) -> dict[str, str]:
    """The page of each bookmark, as it is printed there."""
    found: dict[str, str] = {}
    page, at, gap, notes = 1, 0.0, 0.0, 0.0
    names: dict[str, int] = {}
    for number, box in enumerate(boxes):
        room = shape.height - notes
        before = max(gap, box.before) if at else 0.0
        need = before + _least(boxes, number)
        if at and (box.starts or at + need + box.notes > room):
            page, at, before, notes, room = page + 1, 0.0, 0.0, 0.0, shape.height
        at += before
        names |= dict.fromkeys(box.names, page)
        notes += box.notes
        for line in box.lines:
            if at and at + line > room - box.notes:
                page, at, notes, room = page + 1, 0.0, 0.0, shape.height
            at += line
        gap = box.after
        if box.ends is not None:
            found |= _named(names, box.ends)
            page, at, gap, notes, names = 1, 0.0, 0.0, 0.0, {}
    return found | _named(names, last)


def _least(boxes: list[Box], number: int) -> float:
    """The height that has to fit together with what a box is kept with."""
    height = 0.0
    for box in boxes[number : number + 12]:
        lines = box.lines if box.whole or box.keep else box.lines[:FEW]
        height += sum(lines) + (box.before if height else 0.0)
        if not box.keep:
            break
        height += box.after
    return height


def _named(pages: Mapping[str, int], section: Element) -> dict[str, str]:
    numbers = section.find(w("pgNumType"))
    roman = numbers is not None and numbers.get(w("fmt")) == "lowerRoman"
    return {name: _roman(page) if roman else str(page) for name, page in pages.items()}


def _roman(number: int) -> str:
    made = ""
    for value, digits in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        made += digits * (number // value)
        number %= value
    return made


def _boxes(
    parent: Element, metrics: Metrics, shape: Shape, notes: Mapping[str, int]
) -> Iterator[Box]:
    for each in parent:
        if each.tag == w("p"):
            yield _paragraph(each, metrics, shape.width, notes)
        elif each.tag == w("tbl"):
            yield from _rows(each, metrics, shape, notes)
        elif each.tag == w("sdt"):
            yield from _boxes(each.find(w("sdtContent")), metrics, shape, notes)


def _paragraph(paragraph: Element, metrics: Metrics, width: float, notes: Mapping[str, int]) -> Box:
    face = metrics.face(paragraph)
    count = lines_of(_text(paragraph), face, width)
    lines = [face.line] * count
    tall = max((int(each.get("cy")) / EMU for each in paragraph.iter(f"{{{WP}}}extent")), default=0)
    if paragraph.find(f".//{{{M}}}oMath") is not None:
        fraction = paragraph.find(f".//{{{M}}}f") is not None
        rows = len(list(paragraph.iter(f"{{{M}}}mr"))) or sum(
            len(each.findall(f"{{{M}}}e")) for each in paragraph.iter(f"{{{M}}}eqArr")
        )
        if paragraph.find(f".//{{{M}}}oMathPara") is not None or style_of(paragraph) == "Equation":
            tall = max(tall, FORMULA * max(1, rows), FRACTION * fraction)
    lines[-1] = max(lines[-1], tall)
    return Box(
        lines=tuple(lines),
        before=face.before,
        after=face.after,
        notes=_foot(paragraph, notes),
        keep=face.keep_next,
        whole=face.keep_lines,
        starts=face.starts_page,
        names=tuple(each.get(w("name")) for each in paragraph.iter(w("bookmarkStart"))),
        ends=paragraph.find(f"{w('pPr')}/{w('sectPr')}"),
    )


def _rows(
    table: Element, metrics: Metrics, shape: Shape, notes: Mapping[str, int]
) -> Iterator[Box]:
    grid = [float(each.get(w("w"))) for each in table.iter(w("gridCol"))]
    share = table.find(f"{w('tblPr')}/{w('tblW')}")
    kind = "" if share is None else share.get(w("type"))
    part = float(share.get(w("w"))) / 5000 if kind == "pct" else 1.0
    scale = shape.width * part / (sum(grid) or 1.0) if kind == "pct" else 1.0
    for row in table.findall(w("tr")):
        height, at, keep = 0.0, 0, False
        for cell in row.findall(w("tc")):
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            columns = 1 if span is None else int(span.get(w("val")))
            width = sum(grid[at : at + columns]) * scale - 230
            at += columns
            inside = list(_boxes(cell, metrics, shape._replace(width=max(width, 400.0)), notes))
            height = max(height, sum(sum(box.lines) + box.before + box.after for box in inside))
            keep = any(box.keep for box in inside)
        yield Box((height,), 0, 0, _foot(row, notes), keep, whole=True)


def _foot(part: Element, notes: Mapping[str, int]) -> float:
    called: Iterable[Element] = part.iter(w("footnoteReference"))
    lines = [notes.get(each.get(w("id")), 1) for each in called]
    return sum(lines) * NOTE_LINE + NOTE_RULE * bool(lines)


def _note_lines(notes: Element, metrics: Metrics) -> dict[str, int]:
    found = {}
    for note in notes.iter(w("footnote")):
        count = 0
        for paragraph in note.iter(w("p")):
            count += lines_of(_text(paragraph), metrics.face(paragraph), 8400)
        found[note.get(w("id"))] = max(1, count)
    return found


def _text(paragraph: Element) -> str:
    pieces = []
    for each in paragraph.iter(w("t"), w("br"), w("tab"), f"{{{M}}}t"):
        if each.tag == w("br"):
            pieces.append("\n")
        elif each.tag == w("tab"):
            pieces.append("\t")
        else:
            pieces.append(each.text or "")
    return "".join(pieces)
