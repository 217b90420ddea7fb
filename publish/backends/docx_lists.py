"""The plan of section numbers written into Word's numbering part and heading styles."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from publish.backends.docx_numbers import Count, Plan, Shape
from publish.backends.ooxml import (
    Element,
    paragraph_properties,
    piece,
    put,
    set_style,
    style_of,
    w,
)

LEVELS = 9
STEP = 420  # two characters of 10.5 points
BULLETS = "•–"
IN_CALLOUT = 360  # where the text of a callout begins
BOXES = "☒☐"
OF_PANDOC = range(990, 100_000)
BODY = ("BodyText", "FirstParagraph")


def set_markers(numbering: Element) -> None:
    """Items stand two characters in for each level, their markers in those; before any own lists."""
    for abstract in numbering.iter(w("abstractNum")):
        if int(abstract.get(w("abstractNumId"))) not in OF_PANDOC:
            continue
        for at, level in enumerate(abstract.iter(w("lvl"))):
            for old in (level.find(w("pPr")), level.find(w("rPr"))):
                if old is not None:
                    level.remove(old)
            level.append(
                piece(
                    f'<w:pPr><w:ind w:left="{STEP * (at + 1)}" w:hanging="{STEP}" '
                    'w:hangingChars="0"/></w:pPr>'
                )
            )
            text = level.find(w("lvlText"))
            if level.find(w("numFmt")).get(w("val")) != "bullet":
                continue
            if text.get(w("val")).strip() and text.get(w("val")) not in BOXES:
                text.set(w("val"), BULLETS[at % len(BULLETS)])
                fonts = " ".join(f'w:{each}="Times New Roman"' for each in ("ascii", "hAnsi", "cs"))
                level.append(piece(f'<w:rPr><w:rFonts {fonts} w:hint="default"/></w:rPr>'))


def set_items(body: Element) -> None:
    """Paragraphs of items have a style of their own: that of running text begins with an indent."""
    for paragraph in body.iter(w("p")):
        level = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")
        if level is None:
            continue
        if style_of(paragraph) in BODY:
            set_style(paragraph, "ListParagraph")
        elif style_of(paragraph).startswith("Callout"):
            left = IN_CALLOUT + STEP * (1 + int(level.get(w("val"))))
            ind = f'<w:ind w:left="{left}" w:hanging="{STEP}" w:hangingChars="0"/>'
            put(paragraph_properties(paragraph), piece(ind))


def add_lists(numbering: Element, plan: Plan) -> tuple[int, ...]:
    """Add the lists of ``plan`` to the root of numbering.xml; the ``w:numId`` of each count."""
    abstract = _free(numbering, "abstractNum", "abstractNumId")
    number = _free(numbering, "num", "numId")
    lists: dict[tuple[int, Shape] | None, int] = {}
    ids = []
    for at, count in enumerate(plan.counts):
        if count.key not in lists:
            lists[count.key] = abstract + len(lists)
            _before_numbers(numbering, piece(_abstract(lists[count.key], count.key, plan)))
        numbering.append(piece(_number(number + at, lists[count.key], count)))
        ids.append(number + at)
    return tuple(ids)


def bind_styles(styles: Element, plan: Plan, number: int) -> None:
    """Let the heading style of each numbered level count in the list ``number``."""
    for style in styles.iter(w("style")):
        level = _heading_level(style.get(w("styleId")))
        if level in plan.shapes:
            put(paragraph_properties(style), number_properties(number, level))


def number_properties(number: int, level: int) -> Element:
    """``w:numPr`` of a heading on a level from 1; list 0 takes the number away."""
    return piece(f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>')


def _heading_level(style: str) -> int:
    tail = style.removeprefix("Heading")
    return int(tail) if tail.isdigit() and tail != style else 0


def _abstract(id: int, key: tuple[int, Shape] | None, plan: Plan) -> str:
    shapes = plan.shapes if key is None else {key[0]: key[1]}
    levels = "".join(
        _level(level, shapes.get(level), bound=key is None) for level in range(1, LEVELS + 1)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{id}"><w:nsid w:val="{0x5EC00000 + id:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, shape: Shape | None, bound: bool) -> str:
    ind = '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    if shape is None:
        return (
            f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="none"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val=""/><w:lvlJc w:val="left"/>{ind}</w:lvl>'
        )
    style = f'<w:pStyle w:val="Heading{level}"/>' if bound else ""
    return (
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{shape.format}"/>'
        f'{style}<w:suff w:val="{shape.suffix()}"/>'
        f"<w:lvlText w:val={quoteattr(shape.level_text(level))}/>"
        f'<w:lvlJc w:val="left"/>{ind}</w:lvl>'
    )


def _number(id: int, abstract: int, count: Count) -> str:
    start = (
        f'<w:lvlOverride w:ilvl="{count.level - 1}"><w:startOverride w:val="{count.start}"/>'
        "</w:lvlOverride>"
        if count.start
        else ""
    )
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>'


def _free(numbering: Element, name: str, key: str) -> int:
    return 1 + max((int(each.get(w(key))) for each in numbering.iter(w(name))), default=0)


def _before_numbers(numbering: Element, made: Element) -> None:
    first = numbering.find(w("num"))
    numbering.insert(len(numbering) if first is None else numbering.index(first), made)
