"""Tables on slides: three rules, a bold header, widths and heights as measured."""

from __future__ import annotations

from publish.backends.drawing import Element, a, emu, fill, frame, lighter, p, piece
from publish.backends.slide_grid import ABOVE, LEADING, SIDE
from publish.backends.slide_model import Box

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without style and grid
THICK, THIN, HAIR = (15240, 0), (7620, 0), (6350, 75)  # widths, how much lighter than text


def set_table(holder: Element, box: Box, number: int, x: float, y: float) -> None:
    """Dress the table that pandoc wrote, and put it in its place; its corner stands at ``x`` and ``y``."""
    holder.replace(
        holder.find(p("nvGraphicFramePr")),
        piece(
            f'<p:nvGraphicFramePr><p:cNvPr id="{number}" name="Table {number}"/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            "</p:nvGraphicFramePr>"
        ),
    )
    place = frame(x, y, sum(box.columns), sum(box.rows), "p:xfrm")
    holder.replace(holder.find(p("xfrm")), piece(place))
    table = holder.find(f".//{a('tbl')}")
    table.replace(
        table.find(a("tblPr")),
        piece(f'<a:tblPr firstRow="1"><a:tableStyleId>{PLAIN}</a:tableStyleId></a:tblPr>'),
    )
    for column, width in zip(table.iter(a("gridCol")), box.columns, strict=True):
        column.set("w", str(emu(width)))
    rows = table.findall(a("tr"))
    for at, (row, height) in enumerate(zip(rows, box.rows, strict=True)):
        row.set("h", str(emu(height)))
        for cell in row.iter(a("tc")):
            _set_cell(cell, box.size, head=not at, foot=at == len(rows) - 1)


def _set_cell(cell: Element, size: float, *, head: bool, foot: bool) -> None:
    for old in cell.findall(a("tcPr")):
        cell.remove(old)
    above = _rule("lnT", *THICK) if head else ""
    below = _rule("lnB", *(THICK if foot else THIN if head else HAIR))
    cell.append(
        piece(
            f'<a:tcPr marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{emu(ABOVE)}" '
            f'marB="{emu(ABOVE)}" anchor="ctr">{above}{below}<a:noFill/></a:tcPr>'
        )
    )
    for paragraph in cell.iter(a("p")):
        _set_paragraph(paragraph, size, head)


def _set_paragraph(paragraph: Element, size: float, head: bool) -> None:
    properties = paragraph.find(a("pPr"))
    if properties is not None:
        spacing = f'<a:lnSpc><a:spcPts val="{round(size * LEADING * 100)}"/></a:lnSpc>'
        properties.insert(0, piece(spacing))
        properties.insert(1, piece('<a:spcBef><a:spcPts val="0"/></a:spcBef>'))
    for run in paragraph.iter(a("rPr")):
        run.set("sz", str(round(size * 100)))
        if head:
            run.set("b", "1")
            if run.find(a("hlinkClick")) is None:
                run.insert(0, piece(fill("tx2")))
    for end in paragraph.findall(a("endParaRPr")):  # pandoc's, in an empty cell
        paragraph.remove(end)
    if not list(paragraph.iter(a("r"))):
        paragraph.append(piece(f'<a:endParaRPr sz="{round(size * 100)}"/>'))


def _rule(name: str, width: int, percent: int) -> str:
    return f'<a:{name} w="{width}">{fill("tx1", lighter(percent) if percent else "")}</a:{name}>'
