"""The title slide: pandoc's lines closed up, type smaller where the title is long."""

from __future__ import annotations

from publish.backends.drawing import Element, a, emu, p, piece
from publish.backends.slide_titles import TitlePlace, title_inset, title_size
from publish.document import Metadata


def set_title_slide(root: Element, metadata: Metadata, place: TitlePlace) -> None:
    """Title, subtitle, authors and date stand where the layout has them."""
    for shape in root.iter(p("sp")):
        properties = shape.find(p("spPr"))
        for old in list(properties):
            properties.remove(old)
        kind = shape.find(f".//{p('ph')}").get("type")
        if kind == "ctrTitle":
            size = title_size(metadata.title, place)
            if inset := title_inset(metadata.title, size, place):
                shape.find(f".//{a('bodyPr')}").set("rIns", str(emu(inset)))
            shape.find(f".//{a('lstStyle')}").append(
                piece(
                    f'<a:lvl1pPr><a:lnSpc><a:spcPts val="{round(size * 120)}"/></a:lnSpc>'
                    f'<a:defRPr sz="{round(size * 100)}"/></a:lvl1pPr>'
                )
            )
        if kind == "subTitle":
            breaks = list(shape.iter(a("br")))
            for second in breaks[1:2]:  # pandoc leaves a line between subtitle and author
                second.getparent().remove(second)
