"""Make layouts/default/reference.pptx from pandoc's own: ``python tests/make_reference_pptx.py``.

The slide is 960 x 540 points (16:9) with margins of 48: title from 40 to 100, body from 116 to 484,
foot from 500 to 524. One accent; Latin fonts only, because the PPTX backend names the East Asian
font that the language wants. Document title and slide number stand on the master, not on each slide.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from publish import pandoc
from publish.backends.package import parts, repack

TARGET = Path(__file__).resolve().parents[1] / "layouts" / "default" / "reference.pptx"

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'
PT = 12700  # English Metric Units of a point
WIDTH, HEIGHT, OLD_WIDTH = 960, 540, 720

COLOURS = {
    "dk1": "1A1A1A",
    "lt1": "FFFFFF",
    "dk2": "1B3A5C",
    "lt2": "F6F7F8",
    "accent1": "0B5394",
    "accent2": "595959",
    "accent3": "8C8C8C",
    "accent4": "2B6210",
    "accent5": "8A4500",
    "accent6": "8A1F6A",
    "hlink": "0B5394",
    "folHlink": "0B5394",
}
LATIN = "Arial"
BULLETS = ("•", "–", "•", "–", "•", "–", "•", "–", "•")


def a(name: str) -> str:
    return f"{{{A}}}{name}"


def p(name: str) -> str:
    return f"{{{P}}}{name}"


def piece(xml: str) -> etree._Element:
    return etree.fromstring(f"<root {NAMES}>{xml}</root>")[0]


def written(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle in points."""
    x, y, width, height = (round(each * PT) for each in (x, y, width, height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def fill(colour: str) -> str:
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def shape(id: int, name: str, place: str, style: str, text: str = "") -> etree._Element:
    """A drawing on a master or layout that is no placeholder."""
    body = (
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f"<a:lstStyle/>{text or '<a:p><a:endParaRPr/></a:p>'}</p:txBody>"
    )
    return piece(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{style}'
        f"<a:ln><a:noFill/></a:ln></p:spPr>{body}</p:sp>"
    )


def foot(id: int, name: str, x: float, width: float, side: str, run: str) -> etree._Element:
    """A line of small print: ``run`` is ``a:r`` or ``a:fld`` with a mark for its properties."""
    properties = f'<a:rPr lang="en-US" sz="1100">{fill("accent2")}</a:rPr>'
    text = f'<a:p><a:pPr algn="{side}"/>{run.format(properties)}</a:p>'
    return shape(id, name, box(x, 500, width, 24), "<a:noFill/>", text)


def scaled(root: etree._Element) -> etree._Element:
    """The same part on the larger slide."""
    for place in (*root.iter(a("off")), *root.iter(a("ext"))):
        for name in ("x", "y", "cx", "cy"):
            if place.get(name):
                place.set(name, str(int(place.get(name)) * WIDTH // OLD_WIDTH))
    return root


def placeholder(root: etree._Element, kind: str) -> etree._Element:
    """The shape of a placeholder's type."""
    return next(
        each for each in root.iter(p("sp")) if each.find(f".//{p('ph')}").get("type") == kind
    )


def put(holder: etree._Element, place: str, body: str, style: str) -> None:
    """Set place, body properties and text style of a placeholder."""
    properties = holder.find(p("spPr"))
    for old in properties.findall(a("xfrm")):
        properties.remove(old)
    properties.insert(0, piece(place))
    text = holder.find(p("txBody"))
    text.replace(text.find(a("bodyPr")), piece(body))
    text.replace(text.find(a("lstStyle")), piece(f"<a:lstStyle>{style}</a:lstStyle>"))


def body(anchor: str) -> str:
    return (
        f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}">'
        "<a:normAutofit/></a:bodyPr>"
    )


def text(size: int, colour: str, line: float = 1.2, bold: bool = False) -> str:
    """A first-level style without bullet; the line is as high as it says, whatever the font."""
    weight = ' b="1"' if bold else ""
    return (
        '<a:lvl1pPr marL="0" indent="0" algn="l"><a:lnSpc>'
        f'<a:spcPts val="{round(size * line * 100)}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/>'
        f'</a:spcBef><a:buNone/><a:defRPr sz="{size * 100}"{weight}>{fill(colour)}</a:defRPr>'
        "</a:lvl1pPr>"
    )


def level(number: int, bullet: str) -> etree._Element:
    """A level of the body's style: bullets of the accent, hanging by a step of 22 points."""
    size = 20 if number == 1 else 18
    return piece(
        f'<a:lvl{number}pPr marL="{22 * number * PT}" indent="-{22 * PT}" algn="l" '
        f'defTabSz="{48 * PT}" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPts val="{size * 140}"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="800"/></a:spcBef>'
        f'<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/>'
        f'<a:buChar char="{bullet}"/><a:defRPr sz="{size * 100}" kern="1200">{fill("tx1")}'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        f"</a:defRPr></a:lvl{number}pPr>"
    )


def master(data: bytes) -> bytes:
    root = scaled(etree.fromstring(data))
    put(placeholder(root, "title"), box(48, 40, 864, 60), body("ctr"), "")
    put(placeholder(root, "body"), box(48, 116, 864, 368), body("t"), "")
    titles = root.find(f".//{p('titleStyle')}")
    title = etree.fromstring(
        text(30, "tx2", bold=True).replace("<a:lvl1pPr", f"<a:lvl1pPr {NAMES}", 1)
    )
    run = title.find(a("defRPr"))
    for name in ("latin", "ea", "cs"):
        run.append(piece(f'<a:{name} typeface="+mj-{name[:2] if name != "latin" else "lt"}"/>'))
    titles.replace(titles[0], title)
    levels = root.find(f".//{p('bodyStyle')}")
    levels[:] = [level(number, bullet) for number, bullet in enumerate(BULLETS, 1)]
    tree = root.find(f".//{p('spTree')}")
    for kind in ("dt", "ftr", "sldNum"):
        tree.remove(placeholder(root, kind))
    field = '<a:fld id="{{C5EF2332-01BF-834F-8236-50238282D533}}" type="slidenum">{}<a:t>1</a:t></a:fld>'
    for drawing in (
        foot(22, "Slide number", 812, 100, "r", field),
        foot(21, "Document title", 48, 740, "l", "<a:r>{}<a:t>Document title</a:t></a:r>"),
        shape(20, "Accent", box(0, 46, 12, 48), fill("accent1")),
    ):
        tree.insert(2, drawing)
    return written(root)


def layout(data: bytes) -> bytes:
    """Any layout on the larger slide, without foot placeholders: the master has the foot."""
    root = scaled(etree.fromstring(data))
    tree = root.find(f".//{p('spTree')}")
    name = root.find(p("cSld")).get("name")
    for holder in list(tree.iter(p("sp"))):
        kind = holder.find(f".//{p('ph')}").get("type")
        if kind in ("ftr", "sldNum") or (kind == "dt" and name != "Title Slide"):
            tree.remove(holder)
    if name == "Title Slide":
        _title_slide(root, tree)
    if name == "Section Header":
        _section(root, tree)
    return written(root)


def _title_slide(root: etree._Element, tree: etree._Element) -> None:
    root.set("showMasterSp", "0")
    root.find(p("cSld")).insert(
        0, piece(f"<p:bg><p:bgPr>{fill('tx2')}<a:effectLst/></p:bgPr></p:bg>")
    )
    put(
        placeholder(root, "ctrTitle"), box(96, 120, 768, 176), body("b"), text(44, "bg1", bold=True)
    )
    put(placeholder(root, "subTitle"), box(96, 328, 768, 96), body("t"), text(22, "bg1", 1.4))
    put(placeholder(root, "dt"), box(96, 432, 768, 28), body("t"), text(18, "bg1", 1.4))
    tree.insert(2, shape(20, "Accent", box(96, 308, 96, 4), fill("bg1")))


def _section(root: etree._Element, tree: etree._Element) -> None:
    root.set("showMasterSp", "0")
    root.find(p("cSld")).insert(
        0, piece(f"<p:bg><p:bgPr>{fill('bg2')}<a:effectLst/></p:bgPr></p:bg>")
    )
    put(placeholder(root, "title"), box(96, 150, 768, 150), body("b"), text(40, "tx2", bold=True))
    put(placeholder(root, "body"), box(96, 336, 768, 120), body("t"), text(20, "accent2", 1.4))
    tree.insert(2, shape(20, "Accent", box(96, 312, 96, 4), fill("accent1")))


def theme(data: bytes) -> bytes:
    root = etree.fromstring(data)
    scheme = root.find(f".//{a('clrScheme')}")
    for each in scheme:
        each[:] = [piece(f'<a:srgbClr val="{COLOURS[etree.QName(each).localname]}"/>')]
    for face in root.iter(a("latin")):
        if face.getparent().tag in (a("majorFont"), a("minorFont")):
            face.set("typeface", LATIN)
    return written(root)


def presentation(data: bytes) -> bytes:
    root = etree.fromstring(data)
    size = root.find(p("sldSz"))
    size.set("cx", str(WIDTH * PT))
    size.set("cy", str(HEIGHT * PT))
    del size.attrib["type"]  # that name means the smaller 16:9 slide
    guides = root.find(p("extLst"))
    root.remove(guides)
    return written(root)


def reference_pptx() -> bytes:
    """The bytes of layouts/default/reference.pptx."""
    own = pandoc.convert(b"", ("--print-default-data-file", "reference.pptx"))
    files = parts(own)
    made = {
        name: layout(data)
        for name, data in files.items()
        if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", name)
    }
    made["ppt/slideMasters/slideMaster1.xml"] = master(files["ppt/slideMasters/slideMaster1.xml"])
    made["ppt/theme/theme1.xml"] = theme(files["ppt/theme/theme1.xml"])
    made["ppt/presentation.xml"] = presentation(files["ppt/presentation.xml"])
    return repack(own, made, 0)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(reference_pptx())
