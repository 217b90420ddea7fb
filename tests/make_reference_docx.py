"""Make layouts/default/reference.docx from pandoc's own: ``python tests/make_reference_docx.py``.

Styles are written once, in sizes and colours of the product's page (A4, 40 em of 10.5 pt, 37 lines
of 18 pt). They name Latin fonts only: the DOCX backend adds the East Asian font, the language and
the first-line indent that the document's language wants.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish import pandoc
from publish.backends.package import parts, repack

TARGET = Path(__file__).resolve().parents[1] / "layouts" / "default" / "reference.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}"'

TEXT, SECOND, SMALL, LINK, RULE = "1A1A1A", "404040", "595959", "0B5394", "8C8C8C"
GROUND, EDGE = "F6F7F8", "C9CED4"
NO_INDENT = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
SERIF = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
SANS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
MONO = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>'


def size(points: float) -> str:
    """Font size; w:sz counts half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def space(before: int, after: int, line: int = 360) -> str:
    """Space around a paragraph and its least line height, in twentieths of a point."""
    grid = "" if line == 360 else '<w:snapToGrid w:val="0"/>'
    return f'{grid}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="atLeast"/>'


def colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def heading(level: int, points: float, before: int, after: int) -> tuple[str, str]:
    line = round(points * 28)
    return (
        f"<w:keepNext/><w:keepLines/>{space(before, after, line)}{NO_INDENT}"
        f'<w:jc w:val="left"/><w:outlineLvl w:val="{level - 1}"/>',
        f"{SANS}<w:b/><w:bCs/>{colour(TEXT if level < 5 else SECOND)}{size(points)}",
    )


def centred(points: float, before: int, after: int, face: str, shade: str) -> tuple[str, str]:
    return (
        f'<w:keepNext/><w:keepLines/>{space(before, after)}{NO_INDENT}<w:jc w:val="center"/>',
        f'{face}<w:b w:val="0"/><w:bCs w:val="0"/>{colour(shade)}{size(points)}',
    )


def caption(keep: str) -> tuple[str, str]:
    return (
        f'{keep}{space(60, 180, 300)}{NO_INDENT}<w:jc w:val="center"/>',
        f'{SANS}<w:i w:val="0"/>{colour(SECOND)}{size(9)}',
    )


def contents(level: int) -> tuple[str, str]:
    left = (level - 1) * 420
    return (
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8400"/></w:tabs>'
        f'{space(60 if level == 1 else 0, 0)}<w:ind w:left="{left}" w:firstLine="0" '
        'w:firstLineChars="0"/><w:jc w:val="left"/>',
        (SANS if level == 1 else "") + size(10.5),
    )


def callout(title: bool, edge: str, ground: str) -> tuple[str, str]:
    keep = "<w:keepNext/>" if title else ""
    around = space(180, 0) if title else space(0, 180)
    # The upper edge, in the colour of the ground, keeps a callout apart from one above it.
    upper = f'<w:top w:val="single" w:sz="4" w:space="3" w:color="{ground}"/>' if title else ""
    return (
        f"{keep}<w:pBdr>{upper}"
        f'<w:left w:val="single" w:sz="24" w:space="10" w:color="{edge}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>{around}'
        '<w:ind w:left="360" w:right="210" w:firstLine="0" w:firstLineChars="0"/>'
        "<w:contextualSpacing/>",
        f"{SANS}<w:b/><w:bCs/>{colour(edge)}" if title else "",
    )


CALLOUTS = {
    "": (LINK, "EEF3F9"),
    " Tip": ("2B6210", "EFF5EC"),
    " Important": ("8A1F6A", "F8EEF5"),
    " Warning": ("8A4500", "FBF2E8"),
}


# Style name -> (paragraph properties, run properties), in the order that the schema demands.
PARAGRAPHS: dict[str, tuple[str, str]] = {
    "Normal": (
        "<w:widowControl/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/>"
        f"{space(0, 0)}",
        "",
    ),
    "Body Text": (f'{space(0, 0)}<w:jc w:val="both"/>', ""),
    "First Paragraph": ("", ""),
    "Compact": (f"{space(0, 0)}{NO_INDENT}", ""),
    "Title": (
        f'<w:keepNext/><w:keepLines/>{space(360, 180, 720)}{NO_INDENT}<w:jc w:val="center"/>',
        f"{SANS}<w:b/><w:bCs/>{colour(TEXT)}{size(22)}",
    ),
    "Subtitle": centred(14, 0, 180, SANS, SECOND),
    "Author": centred(10.5, 0, 0, SERIF, SECOND),
    "Date": centred(10.5, 0, 180, SERIF, SECOND),
    "Bibliography": (
        f'{space(0, 60)}<w:ind w:left="420" w:hanging="420" w:hangingChars="0"/>'
        '<w:jc w:val="left"/>',
        "",
    ),
    "heading 1": heading(1, 17, 540, 180),
    "heading 2": heading(2, 14, 360, 180),
    "heading 3": heading(3, 12, 360, 90),
    "heading 4": heading(4, 10.5, 180, 0),
    "heading 5": heading(5, 10.5, 180, 0),
    "heading 6": heading(6, 10.5, 180, 0),
    "heading 7": heading(7, 10.5, 180, 0),
    "heading 8": heading(8, 10.5, 180, 0),
    "heading 9": heading(9, 10.5, 180, 0),
    "Block Text": (
        f'{space(90, 90)}<w:ind w:left="420" w:right="420" w:firstLine="0" w:firstLineChars="0"/>',
        colour(SECOND),
    ),
    "Footnote Text": (f"{space(0, 0, 280)}{NO_INDENT}", size(9)),
    "Footnote Block Text": (
        f'{space(0, 0, 280)}<w:ind w:left="420" w:right="420" w:firstLine="0"/>',
        size(9),
    ),
    "Definition Term": (f"<w:keepNext/><w:keepLines/>{space(90, 0)}{NO_INDENT}", "<w:b/><w:bCs/>"),
    "Definition": (
        f'{space(0, 0)}<w:ind w:left="420" w:firstLine="0" w:firstLineChars="0"/>',
        "",
    ),
    "Caption": caption(""),
    "Table Caption": caption("<w:keepNext/>"),
    "Image Caption": caption(""),
    "Figure": (f'{space(180, 60)}{NO_INDENT}<w:jc w:val="center"/>', ""),
    "Captioned Figure": (
        f'<w:keepNext/>{space(180, 60)}{NO_INDENT}<w:jc w:val="center"/>',
        "",
    ),
    "Table Text": (f"{space(40, 40, 270)}{NO_INDENT}", size(9.5)),
    "Table Heading": (
        f"<w:keepNext/>{space(40, 40, 270)}{NO_INDENT}",
        f"{SANS}<w:b/><w:bCs/>{size(9.5)}",
    ),
    "Source Code": (
        f'<w:pBdr><w:left w:val="single" w:sz="16" w:space="8" w:color="{EDGE}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUND}"/><w:wordWrap w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'{space(120, 120, 260)}<w:ind w:left="210" w:right="0" w:firstLine="0" '
        'w:firstLineChars="0"/><w:jc w:val="left"/>',
        f"{MONO}{colour(TEXT)}{size(8.5)}",
    ),
    **{f"Callout{kind}": callout(False, *shades) for kind, shades in CALLOUTS.items()},
    **{f"Callout{kind} Title": callout(True, *shades) for kind, shades in CALLOUTS.items()},
    "List Paragraph": (f"{space(0, 0)}{NO_INDENT}", ""),
    "Equation": (
        '<w:tabs><w:tab w:val="center" w:pos="4200"/><w:tab w:val="right" w:pos="8400"/></w:tabs>'
        f'{space(90, 90)}{NO_INDENT}<w:jc w:val="left"/>',
        "",
    ),
    "Cover": (f'{space(0, 0)}{NO_INDENT}<w:jc w:val="center"/>', ""),
    "Scene Break": (
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{RULE}"/></w:pBdr>'
        f'{space(0, 180)}<w:ind w:left="2800" w:right="2800" w:firstLine="0" '
        'w:firstLineChars="0"/>',
        "",
    ),
    "TOC Heading": (
        f'<w:keepNext/>{space(360, 180)}{NO_INDENT}<w:jc w:val="center"/>',
        f"{SANS}<w:b/><w:bCs/>{colour(TEXT)}{size(12)}",
    ),
    "toc 1": contents(1),
    "toc 2": contents(2),
    "toc 3": contents(3),
    "header": (
        '<w:tabs><w:tab w:val="right" w:pos="8400"/></w:tabs>'
        f'{space(0, 0, 240)}{NO_INDENT}<w:jc w:val="left"/>',
        f"{SANS}{colour(SMALL)}{size(8.5)}",
    ),
    "footer": (
        f'{space(0, 0, 240)}{NO_INDENT}<w:jc w:val="center"/>',
        f"{SERIF}{colour(SMALL)}{size(9)}",
    ),
}

KEYWORD, STRING, COMMENT, NAME, NUMBER = "8A1F6A", "2B6210", "5C6370", "1F4E9E", "8A4500"
TOKENS = {
    **dict.fromkeys(("Keyword", "ControlFlow", "Import", "DataType", "Preprocessor"), KEYWORD),
    **dict.fromkeys(("Char", "SpecialChar", "String", "VerbatimString", "SpecialString"), STRING),
    **dict.fromkeys(
        ("Comment", "Documentation", "Annotation", "CommentVar", "Information", "RegionMarker"),
        COMMENT,
    ),
    **dict.fromkeys(("Function", "BuiltIn", "Attribute", "Extension", "Variable"), NAME),
    **dict.fromkeys(("DecVal", "BaseN", "Float", "Constant"), NUMBER),
    **dict.fromkeys(("Alert", "Error", "Warning"), "A40E26"),
    **dict.fromkeys(("Other", "Operator", "Normal"), TEXT),
}
CHARACTERS = {
    "Verbatim Char": f"{MONO}{size(9)}",
    "Hyperlink": colour(LINK) + '<w:u w:val="single"/>',
    "Footnote Reference": '<w:vertAlign w:val="superscript"/>',
    "Missing": colour(SECOND),
}

TABLE = f"""<w:style {NAMES} w:type="table" w:default="1" w:styleId="Table">
<w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:jc w:val="center"/><w:tblBorders>
<w:top w:val="single" w:sz="10" w:space="0" w:color="{TEXT}"/>
<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{TEXT}"/>
</w:tblBorders><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="115" w:type="dxa"/>
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{TEXT}"/></w:tcBorders></w:tcPr>
</w:tblStylePr></w:style>"""

SECTION = f"""<w:sectPr {NAMES}>
<w:headerReference w:type="default" r:id="rIdHeader"/>
<w:footerReference w:type="default" r:id="rIdFooter"/>
<w:footerReference w:type="first" r:id="rIdFooter"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1701" w:right="1753" w:bottom="1817" w:left="1753" w:header="1130" w:footer="1130"
 w:gutter="0"/><w:titlePg/><w:docGrid w:type="lines" w:linePitch="360"/></w:sectPr>"""


def field(code: str, shown: str) -> str:
    return (
        f'<w:fldSimple w:instr="{code}"><w:r><w:t xml:space="preserve">{shown}</w:t></w:r>'
        "</w:fldSimple>"
    )


HEADER = (
    f'<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{field("TITLE", "Title")}'
    f"<w:r><w:tab/></w:r>{field('STYLEREF 1', '')}</w:p></w:hdr>"
)
FOOTER = f'<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{field("PAGE", "1")}</w:p></w:ftr>'
OVERRIDE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def tag(name: str) -> str:
    return f"{{{W}}}{name}"


def properties(name: str, inside: str) -> etree._Element:
    return etree.fromstring(f"<w:{name} {NAMES}>{inside}</w:{name}>")


def style(root: etree._Element, kind: str, name: str) -> etree._Element:
    """The style of that name, made when there is none."""
    for found in root.iter(tag("style")):
        if found.find(tag("name")).get(tag("val")) == name:
            return found
    parent = {"character": "DefaultParagraphFont"}.get(kind, "Normal")
    own = (
        ""
        if name in ("header", "footer", "List Paragraph") or name.startswith("toc ")
        else 'w:customStyle="1"'
    )
    identifier = name.title().replace(" ", "").replace("Toc", "TOC") if not own else name
    made = etree.fromstring(
        f'<w:style {NAMES} w:type="{kind}" {own} w:styleId="{identifier.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{parent}"/><w:qFormat/></w:style>'
    )
    root.append(made)
    return made


def dress(target: etree._Element, paragraph: str | None, run: str) -> None:
    """Put these properties in place of a style's own."""
    for name in ("pPr", "rPr"):
        for old in target.findall(tag(name)):
            target.remove(old)
    for name in ("semiHidden", "unhideWhenUsed", "rsid"):
        for old in target.findall(tag(name)):
            target.remove(old)
    if paragraph:
        target.append(properties("pPr", paragraph))
    if run:
        target.append(properties("rPr", run))


def styles(data: bytes) -> bytes:
    root = etree.fromstring(data)
    style(root, "paragraph", "TOC Heading").find(tag("basedOn")).set(tag("val"), "Normal")
    defaults = root.find(tag("docDefaults"))
    defaults.find(f".//{tag('rPrDefault')}").replace(
        defaults.find(f".//{tag('rPr')}"),
        properties("rPr", SERIF + colour(TEXT) + size(10.5) + '<w:lang w:val="en-US"/>'),
    )
    defaults.find(tag("pPrDefault")).replace(
        defaults.find(f".//{tag('pPr')}"), properties("pPr", "")
    )
    for name, (paragraph, run) in PARAGRAPHS.items():
        dress(style(root, "paragraph", name), paragraph, run)
        linked = [
            each
            for each in root.iter(tag("style"))
            if each.find(tag("name")).get(tag("val")).lower() == f"{name.lower()} char"
        ]
        for each in linked:
            dress(each, None, run)
    for name, run in CHARACTERS.items():
        dress(style(root, "character", name), None, run)
    for name, shade in TOKENS.items():
        token = style(root, "character", f"{name}Tok")
        token.find(tag("basedOn")).set(tag("val"), "VerbatimChar")
        dress(token, None, colour(shade) + size(8.5))
    table = next(each for each in root.iter(tag("style")) if each.get(tag("styleId")) == "Table")
    root.replace(table, etree.fromstring(TABLE))
    return written(root)


def settings(data: bytes) -> bytes:
    root = etree.fromstring(data)
    root.find(tag("characterSpacingControl")).set(tag("val"), "compressPunctuation")
    return written(root)


def document(data: bytes) -> bytes:
    root = etree.fromstring(data)
    body = root.find(tag("body"))
    for old in body.findall(tag("sectPr")):
        body.remove(old)
    body.append(etree.fromstring(SECTION))
    return written(root)


def relations(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for name in ("header", "footer"):
        etree.SubElement(
            root,
            f"{{{root.nsmap[None]}}}Relationship",
            Id=f"rId{name.title()}",
            Type=f"{R}/{name}",
            Target=f"{name}1.xml",
        )
    return written(root)


def content_types(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for name in ("header", "footer"):
        etree.SubElement(
            root,
            f"{{{root.nsmap[None]}}}Override",
            PartName=f"/word/{name}1.xml",
            ContentType=f"{OVERRIDE}{name}+xml",
        )
    return written(root)


def written(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def reference_docx() -> bytes:
    """The bytes of layouts/default/reference.docx."""
    own = pandoc.convert(b"", ("--print-default-data-file", "reference.docx"))
    files = parts(own)
    return repack(
        own,
        {
            "word/styles.xml": styles(files["word/styles.xml"]),
            "word/settings.xml": settings(files["word/settings.xml"]),
            "word/document.xml": document(files["word/document.xml"]),
            "word/_rels/document.xml.rels": relations(files["word/_rels/document.xml.rels"]),
            "[Content_Types].xml": content_types(files["[Content_Types].xml"]),
            "word/header1.xml": HEADER.encode(),
            "word/footer1.xml": FOOTER.encode(),
        },
        0,
    )


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(reference_docx())
