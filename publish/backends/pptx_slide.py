"""The XML of one slide: its boxes as shapes, filled with the paragraphs that pandoc wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree
from msgspec.structs import replace

from publish.backends.drawing import A14, MC, Element, a, emu, fill, frame, p, piece
from publish.backends.pptx_paragraph import set_code, set_paragraph
from publish.backends.pptx_table import set_table
from publish.backends.pptx_template import Rectangle, Template
from publish.backends.slide_boxes import (
    CODE_LEADING,
    SIDES,
    space_before,
)
from publish.backends.slide_model import (
    Box,
    Formula,
    Grid,
    Picture,
    Slide,
    Text,
)
from publish.backends.slide_titles import TITLE_LEADING, title_inset, title_size

GROUNDS = {"callout": fill("accent1", '<a:alpha val="8000"/>'), "code": fill("bg2")}
BARS = {"callout": "accent1", "quote": "accent3"}
BAR = 3.0  # points
FIELD = "{C5EF2332-01BF-834F-8236-50238282D533}"  # of slide numbers
PLATE = "FFFFFF"  # behind pictures on a dark ground


class Embedded(NamedTuple):
    """A picture in the package: the id of its relationship, and its size in points."""

    relation: str
    width: float
    height: float


def draw(
    root: Element,
    slide: Slide,
    place: int,
    pictures: Mapping[str, Embedded],
    dress: Template,
) -> None:
    """Put every box in its place on the layouts of ``dress``. ``place`` is the number of the slide,
    ``pictures`` holds pictures by name and
    formulas by TeX."""
    tree = root.find(f".//{p('spTree')}")
    title = next(shape for shape in tree.iter(p("sp")) if _is_title(shape))
    paragraphs = [
        paragraph
        for shape in tree.iter(p("sp"))
        if shape is not title
        for paragraph in shape.iter(a("p"))
    ]
    tables = list(tree.iter(p("graphicFrame")))
    for old in list(tree)[2:]:
        tree.remove(old)
    tree.append(title)
    _set_title(title, slide, dress)
    for number, box in enumerate(slide.page.boxes, 3):
        shape = _shape(box, number, _taken(paragraphs, box), tables, pictures, dress)
        if slide.kind == "section":
            _move(shape, dress.divider)
        tree.append(shape)
        if box.kind in BARS:
            tree.append(_bar(box, 100 + number, dress.body))
    if dress.number is not None:
        tree.append(_slide_number(dress.number, place))


def _slide_number(index: str, number: int) -> Element:
    """The placeholder ``index`` of the layout, for the number of the slide."""
    return piece(
        '<p:sp><p:nvSpPr><p:cNvPr id="99" name="Slide number"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx={quoteattr(index)}/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
        f'<a:fld id="{FIELD}" type="slidenum"><a:rPr/><a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>'
    )


def _taken(paragraphs: list[Element], box: Box) -> list[Element]:
    """The paragraphs of a box, taken from the front of what pandoc wrote."""
    count = {"picture": 0, "table": 0, "code": 1, "formula": 1}.get(box.kind, len(box.items))
    taken = paragraphs[:count]
    assert len(taken) == count, "pandoc wrote fewer paragraphs than the slide holds"
    del paragraphs[:count]
    return taken


def _is_title(shape: Element) -> bool:
    holder = shape.find(f".//{p('ph')}")
    return holder is not None and holder.get("type") in ("title", "ctrTitle")


def _set_title(title: Element, slide: Slide, dress: Template) -> None:
    """Where and how the layout says, smaller where it is long."""
    properties = title.find(p("spPr"))
    for old in list(properties):
        properties.remove(old)
    place = dress.section if slide.kind == "section" else dress.title
    size = title_size(slide.title, place)
    if inset := title_inset(slide.title, size, place):
        title.find(f".//{a('bodyPr')}").set("rIns", str(emu(inset)))
    style = title.find(f".//{a('lstStyle')}")
    style[:] = [
        piece(
            f'<a:lvl1pPr><a:lnSpc><a:spcPts val="{round(size * TITLE_LEADING * 100)}"/></a:lnSpc>'
            f'<a:defRPr sz="{round(size * 100)}"/></a:lvl1pPr>'
        )
    ]


def _shape(
    box: Box,
    number: int,
    paragraphs: list[Element],
    tables: list[Element],
    pictures: Mapping[str, Embedded],
    dress: Template,
) -> Element:
    body = dress.body
    match box.items[0]:
        case Picture() as picture:
            return _picture(box, number, pictures[picture.name], picture.alt, dress)
        case Formula(tex=tex):
            return _formula(box, number, paragraphs, pictures.get(tex), tex, dress)
        case Grid():
            set_table(tables[0], box, number, body.x, body.y + box.y)
            return tables[0]
        case _:
            return _text(box, number, paragraphs, dress)


def _text(box: Box, number: int, paragraphs: list[Element], dress: Template) -> Element:
    if box.kind == "code":
        set_code(paragraphs[0], box.size, CODE_LEADING, pale=dress.pale)
    else:
        _dress(box, paragraphs)
    shape = _frame(box, number, GROUNDS.get(box.kind, ""), dress.body)
    shape.find(p("txBody")).extend(paragraphs)
    has_formula = any(True for _ in shape.iter(f"{{{A14}}}m"))
    return _alternatives(shape, None) if has_formula else shape


def _dress(box: Box, paragraphs: list[Element]) -> None:
    before: Text | None = None
    for paragraph, text in zip(paragraphs, numbered(box), strict=True):
        set_paragraph(paragraph, text, box.size, space_before(before, text, box.size))
        before = text


def numbered(box: Box) -> Iterator[Text]:
    """The paragraphs of a box; those that follow one another in a list start where the first does,
    because that is how a list is told from the next."""
    runs: dict[int, tuple[str, int, int]] = {}
    for item in box.items:
        assert isinstance(item, Text)
        runs = {level: run for level, run in runs.items() if level <= item.level}
        if not item.mark:  # it lies a level below the item that it continues
            yield item
            continue
        if item.mark in ("•", "hang"):
            runs.pop(item.level, None)
            yield item
            continue
        mark, first, count = runs.get(item.level, ("", 0, 0))
        if mark != item.mark or first + count != item.start:
            first, count = item.start, 0
        runs[item.level] = (item.mark, first, count + 1)
        yield replace(item, start=first)


def _frame(box: Box, number: int, ground: str, body: Rectangle) -> Element:
    side, above = SIDES.get(box.kind, (0.0, 0.0))
    place = frame(body.x, body.y + box.y, body.width, box.height)
    holder = '<p:ph idx="1"/>' if box.kind == "text" and number == 3 else ""
    kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if holder else '<p:cNvSpPr txBox="1"/>'
    inset = (
        f'lIns="{emu(side)}" tIns="{emu(above)}" rIns="{emu(side + box.inset)}" bIns="{emu(above)}"'
    )
    sizes = "".join(
        f'<a:lvl{level}pPr><a:defRPr sz="{round(box.size * 100)}"/></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    return piece(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{box.kind.title()} {number}"/>{kind}'
        f'<p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom>{ground}</p:spPr><p:txBody><a:bodyPr wrap="square" {inset} anchor="t">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{sizes}</a:lstStyle></p:txBody></p:sp>"
    )


def _move(shape: Element, place: Rectangle) -> None:
    """The few words of a slide between sections stand where its layout has them."""
    old = shape.find(f".//{a('xfrm')}")
    old.getparent().replace(old, piece(frame(*place)))


def _bar(box: Box, number: int, body: Rectangle) -> Element:
    """A line at the left of what is set apart."""
    return piece(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Bar {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{frame(body.x, body.y + box.y, BAR, box.height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{fill(BARS[box.kind])}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _picture(box: Box, number: int, picture: Embedded, alt: str, dress: Template) -> Element:
    body = dress.body
    plate = "" if dress.light else fill(PLATE)
    scale = min(box.height / picture.height, body.width / picture.width)
    wide, high = picture.width * scale, picture.height * scale
    x, y = body.x + (body.width - wide) / 2, body.y + box.y + (box.height - high) / 2
    place = frame(x, y, wide, high)
    return piece(
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="Picture {number}" descr={quoteattr(alt)}/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{plate}</p:spPr></p:pic>"
    )


def _formula(
    box: Box,
    number: int,
    paragraphs: list[Element],
    drawn: Embedded | None,
    tex: str,
    dress: Template,
) -> Element:
    body = dress.body
    shape = _frame(box, number, "", body)
    text = shape.find(p("txBody"))
    text.find(a("bodyPr")).set("anchor", "ctr")
    text.extend(paragraphs)
    if drawn is None:
        return _alternatives(shape, None) if shape.find(f".//{{{A14}}}m") is not None else shape
    scale = min(1.0, box.size / 20, box.height / drawn.height, body.width / drawn.width)
    small = drawn._replace(width=drawn.width * scale, height=drawn.height * scale)
    inside = replace(box, y=box.y + (box.height - small.height) / 2, height=small.height)
    return _alternatives(shape, _picture(inside, number, small, tex, dress))


def _alternatives(shape: Element, picture: Element | None) -> Element:
    """A shape with formulas for programs that know them, a picture for the others.

    LibreOffice goes by the prefix and claims to know ``a14``, but shows nothing where its Math is not
    installed; under another prefix it takes the picture. PowerPoint goes by the namespace.
    """
    prefix = "a14" if picture is None else "math"
    whole = etree.Element(f"{{{MC}}}AlternateContent", nsmap={"mc": MC})
    choice = etree.SubElement(whole, f"{{{MC}}}Choice", nsmap={prefix: A14})
    choice.set("Requires", prefix)
    choice.append(shape)
    if picture is not None:
        etree.SubElement(whole, f"{{{MC}}}Fallback").append(picture)
    return whole
