"""What pandoc leaves to do in the main part of a Word document."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from publish.backends.docx_lists import number_properties
from publish.backends.docx_numbers import Heading, Plan
from publish.backends.ooxml import (
    PIC,
    WP,
    Element,
    M,
    paragraph_properties,
    piece,
    put,
    set_style,
    style_of,
    w,
)
from publish.regex import regex

WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
SMALL_TABLE = 15  # rows that stay on one page
OPENING = ("Title", "Subtitle", "Author", "Date")
BODY = ("", "Compact", "BodyText", "FirstParagraph")
RUNS = regex(f"[{WIDE}]+|[^{WIDE}]+")


def heading_paragraphs(body: Element) -> list[Element]:
    """The headings of the text in reading order."""
    return [each for each in body.iter(w("p")) if _is_heading(each)]


def number_headings(
    body: Element, headings: Sequence[Heading], plan: Plan, ids: Sequence[int]
) -> None:
    """Give each heading its place in the lists of ``plan``; the first list is its style's own."""
    for paragraph, heading, place in zip(
        heading_paragraphs(body), headings, plan.headings, strict=True
    ):
        properties = paragraph_properties(paragraph)
        if place is None:
            if heading.level in plan.shapes:
                put(properties, number_properties(0, heading.level))
            continue
        put(properties, number_properties(ids[place], heading.level))
        paragraph.addprevious(_spoken_label(heading.label))


def _spoken_label(label: str) -> Element:
    """The label for programs that take text out of a document and do not count lists.

    Word and its like know the choice, which is empty, and print the label by the list alone.
    """
    made = piece(
        '<mc:AlternateContent><mc:Choice Requires="wps"/><mc:Fallback><w:p><w:r><w:t/></w:r></w:p>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    made.find(f".//{w('t')}").text = label
    return made


def set_tables(body: Element) -> None:
    """Rows stay whole, the first is repeated on each page, cells have the styles of tables."""
    for table in body.iter(w("tbl")):
        _centre(table)
        rows = table.findall(w("tr"))
        for at, row in enumerate(rows):
            properties = row.find(w("trPr"))
            if properties is None:
                properties = piece("<w:trPr/>")
                row.insert(0, properties)
            head = properties.find(w("tblHeader")) is not None
            properties.insert(0, piece("<w:cantSplit/>"))
            if at == 0 and not head:
                properties.append(piece("<w:tblHeader/>"))
            for paragraph in row.iter(w("p")):
                if style_of(paragraph) in BODY:
                    set_style(paragraph, "TableHeading" if head else "TableText")
                if at + 1 < len(rows) <= SMALL_TABLE:
                    put(paragraph_properties(paragraph), piece("<w:keepNext/>"))


def _centre(table: Element) -> None:
    properties = table.find(w("tblPr"))
    width = properties.find(w("tblW"))
    if width is not None and properties.find(w("jc")) is None:
        width.addnext(piece('<w:jc w:val="center"/>'))


def space_blocks(body: Element) -> None:
    """Half a line between running text and a table, the by-line or the contents beside it."""
    for block in body.iter(w("p")):
        if style_of(block) not in BODY or block.getparent().tag == w("tc"):
            continue
        before, after = block.getprevious(), block.getnext()
        sides = 'w:before="180" ' if before is not None and _is_apart(before) else ""
        if after is not None and after.tag == w("tbl"):
            sides += 'w:after="120"'
        if sides:
            put(paragraph_properties(block), piece(f"<w:spacing {sides}/>"))


def _is_apart(block: Element) -> bool:
    while block.tag in (w("bookmarkStart"), w("bookmarkEnd")) and block.getprevious() is not None:
        block = block.getprevious()
    if block.tag == w("p"):
        return style_of(block) in OPENING
    return block.tag in (w("tbl"), w("sdt"))


def mend_formulas(body: Element) -> None:
    """What pandoc writes and the schema does not allow: a mathematical style of text in a formula, and
    the number of a matrix's columns behind their alignment (ECMA-376-1, 22.1.2.65)."""
    for normal in body.iter(f"{{{M}}}nor"):
        for old in normal.itersiblings(f"{{{M}}}sty", f"{{{M}}}scr"):
            normal.getparent().remove(old)
    for count in body.iter(f"{{{M}}}count"):
        count.getparent().insert(0, count)


def say_once(body: Element) -> None:
    """What a run is, once: bold in bold is bold, and pandoc says so twice."""
    for properties in body.iter(w("rPr")):
        said: set[str] = set()
        for each in list(properties):
            if each.tag in said:
                properties.remove(each)
            said.add(each.tag)


def name_pictures(body: Element) -> None:
    """One description of a picture in both places; pandoc repeats the picture's data in one."""
    for picture in body.iter(f"{{{WP}}}inline"):
        about = picture.find(f"{{{WP}}}docPr")
        for inner in picture.iter(f"{{{PIC}}}cNvPr"):
            inner.set("descr", about.get("descr", ""))
        if not about.get("title"):
            about.attrib.pop("title", None)


def title_as_heading(body: Element, styles: Element) -> None:
    """The title of a text without sections is its one heading, and looks as titles do."""
    title = next((each for each in body.iter(w("p")) if style_of(each) == "Title"), None)
    look = next(
        (each for each in styles.iter(w("style")) if each.get(w("styleId")) == "Title"), None
    )
    if title is None or look is None:
        return
    set_style(title, "Heading1")
    for each in look.iterfind(f"{w('pPr')}/*"):
        if each.tag != w("outlineLvl"):
            put(paragraph_properties(title), copy.deepcopy(each))
    for run in title.iter(w("r")):
        properties = run.find(w("rPr"))
        if properties is None:
            properties = piece("<w:rPr/>")
            run.insert(0, properties)
        for each in look.iterfind(f"{w('rPr')}/*"):
            known = properties.find(each.tag)
            if known is None:
                _put_run(properties, copy.deepcopy(each))
            else:
                known.attrib.update({**each.attrib, **known.attrib})


def set_emphasis(body: Element, mark: str) -> None:
    """Dots in place of a slant for emphasized Han and kana, which have no italic."""
    for run in list(body.iter(w("r"))):
        properties = run.find(w("rPr"))
        texts = run.findall(w("t"))
        if properties is None or properties.find(w("i")) is None or len(texts) != 1:
            continue
        pieces = RUNS.findall(texts[0].text or "")
        made = [_with_text(run, text, mark) for text in pieces]
        parent, at = run.getparent(), run.getparent().index(run)
        parent.remove(run)
        for offset, each in enumerate(made):
            parent.insert(at + offset, each)


def _with_text(run: Element, text: str, mark: str) -> Element:
    made = copy.deepcopy(run)
    made.find(w("t")).text = text
    if re.match(f"[{WIDE}]", text):
        properties = made.find(w("rPr"))
        for name in ("i", "iCs"):
            for old in properties.findall(w(name)):
                properties.remove(old)
        _put_run(properties, piece(f'<w:em w:val="{mark}"/>'))
    return made


def _put_run(properties: Element, child: Element) -> None:
    later = (at for at, each in enumerate(properties) if each.tag in (w("lang"), w("oMath")))
    properties.insert(next(later, len(properties)), child)


def _is_heading(paragraph: Element) -> bool:
    return re.fullmatch(r"Heading\d", style_of(paragraph)) is not None
