"""A chapter as HTML or XHTML: what the web page, the PDF and the EPUB have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

import msgspec
from lxml import etree

from publish import ast, pandoc
from publish.ast import Blocks
from publish.backends.fragment_formulas import mend_formulas
from publish.backends.fragment_notes import mend_notes
from publish.backends.fragment_pictures import set_loading
from publish.backends.fragment_tree import plain_links, prepared
from publish.backends.gate import passed
from publish.backends.kept import NOTHING, Kept, taken_or_made
from publish.backends.print_lines import hold_together
from publish.backends.print_marks import mend_for_print
from publish.backends.print_notes import put_notes_at_feet
from publish.backends.print_tables import Room, fitted
from publish.backends.print_tree import for_print
from publish.backends.prompts import set_prompts_apart
from publish.backends.ruby import on_paper, set_above
from publish.publication.model import Chapter, Publication
from publish.publication.words import continued
from publish.regex import regex
from publish.rules.references.captions import label
from publish.walk import each

_TRAILING = regex("(?<![ \t])[ \t]+$", re.MULTILINE)
_PLACE = regex('(<a [^<>]*?href="#)([^"]*)')
_LONG_WORD = regex("[!-~]{20}")
_COUNTED = regex(r"cb\d+")  # how pandoc names code that has no name

Form = Literal["html", "xhtml", "pdf"]


class Fragment(NamedTuple):
    """The text of a chapter without its title, and its notes, which may stand elsewhere."""

    text: str
    notes: str


def fragment(
    publication: Publication,
    chapter: Chapter,
    *,
    shift: int = 0,
    form: Form = "html",
    kept: Kept = NOTHING,
) -> str:
    """The blocks of a chapter without its title, its notes at the end."""
    return "".join(text_and_notes(publication, chapter, shift=shift, form=form, kept=kept))


def text_and_notes(
    publication: Publication,
    chapter: Chapter,
    *,
    shift: int = 0,
    form: Form = "html",
    room: Room | None = None,
    kept: Kept = NOTHING,
) -> Fragment:
    """The same in two parts; a chapter of a book is taken from those ``kept``.

    Sections of the canonical level 2 have level 2 + ``shift``. Pictures keep the names of their
    resources. ``xhtml`` is well-formed XML with MathML (no namespace on the HTML elements), ``pdf`` is
    XHTML with formulas as SVG pictures and links that PDF/UA allows, its tables as wide as ``room``.
    """
    make = partial(_made, publication, chapter, shift, form, room)
    if publication.kind != "book":
        return make()
    key = _decides(publication, chapter, shift, form, room)
    return taken_or_made(kept, key, Fragment, make)


def _decides(
    publication: Publication, chapter: Chapter, shift: int, form: Form, room: Room | None
) -> bytes:
    """All that decides the fragment of a chapter."""
    metadata = chapter.document.metadata
    blocks = chapter.document.blocks
    is_first = chapter is publication.chapters[0]
    shown = {image.c[2][0] for _, image in each(blocks, ast.Image)} if form == "html" else ()
    sizes = [(it.name, it.width, it.height) for it in publication.resources if it.name in shown]
    said = (chapter.id, metadata.lang, metadata.title, blocks)
    return msgspec.msgpack.encode((form, shift, room, publication.words, is_first, sizes, said))


def _made(
    publication: Publication, chapter: Chapter, shift: int, form: Form, room: Room | None
) -> Fragment:
    lang = chapter.document.metadata.lang
    blocks = prepared(chapter.document.blocks, shift=shift, lang=lang)
    if form == "pdf":
        blocks = plain_links(for_print(on_paper(blocks), lang))
        if room:
            blocks = fitted(blocks, room, continued(lang))
    root = _written(blocks, publication, chapter, form)
    if form == "html":
        set_prompts_apart(root)
        _add_anchors(root)
        set_loading(root, publication.resources, top=chapter is publication.chapters[0])
    if form == "pdf":
        mend_for_print(root)
        if lang[:2] in ("zh", "ja"):
            hold_together(root)
        put_notes_at_feet(root)
    else:
        _mark_ragged(root)
    notes = etree.Element("div")
    for section in root.findall("section[@role='doc-endnotes']"):
        notes.append(section)
    made = Fragment(_text(root, form), _text(notes, form) if len(notes) else "")
    if form != "pdf":  # paper runs nothing
        passed("".join(made), chapter.document.path)
    return made


def deck(publication: Publication, slides: Iterable[tuple[str, Blocks]]) -> etree._Element:
    """Slides as a tree of HTML: the blocks of each, with its language."""
    blocks = tuple(block for lang, each in slides for block in prepared(each, shift=0, lang=lang))
    root = _written(blocks, publication, publication.chapters[0], "html")
    set_prompts_apart(root)
    return root


def serialized(root: etree._Element) -> str:
    """What stands in a tree, as HTML."""
    return passed(_text(root, "html"), "")


def _written(
    blocks: Blocks, publication: Publication, chapter: Chapter, form: Form
) -> etree._Element:
    """Blocks as pandoc writes them, mended."""
    written = pandoc.write(ast.Pandoc(blocks), "html5", "--mathml", "--wrap=none")
    root = _tree(written.decode("utf-8"))
    prefix = f"{chapter.id}--" if publication.kind == "book" else ""
    set_above(root)
    mend_formulas(root, drawn=form == "pdf", phone=form == "html")
    mend_notes(root, publication, prefix, chapter.document.metadata.title)
    _mend_code(root, form)
    mend_tasks(root)
    _mend_tables(root, publication, chapter, form)
    _mend_pictures(root, publication, form)
    return root


def _tree(text: str) -> etree._Element:
    """Pandoc writes well-formed HTML; only its named entities are not XML's."""
    clean = (
        text.replace("&nbsp;", "&#160;").replace("&ensp;", "&#8194;").replace("&emsp;", "&#8195;")
    )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(f"<div>{clean}</div>".encode(), parser)


def _text(root: etree._Element, form: str) -> str:
    method = "html" if form == "html" else "xml"
    parts = [root.text or ""]
    parts += [etree.tostring(child, method=method, encoding="unicode") for child in root]
    text = "".join(parts).strip() + "\n"
    if form != "html":
        return text
    return _PLACE.sub(_in_letters, _TRAILING.sub(_told, text))


def _in_letters(link: re.Match[str]) -> str:
    """A place on the same page in the letters of its id: encoded, a Han sign takes nine bytes."""
    place = unquote(link[2])
    if "\ufffd" in place:
        return link[0]
    return link[1] + "".join(sign if sign.isalnum() else quote(sign) for sign in place)


def _told(blanks: re.Match[str]) -> str:
    """Blanks at the end of a line of code, which editors and validators would take for a slip."""
    return "".join(f"&#{ord(blank)};" for blank in blanks[0])


def _mend_code(root: etree._Element, form: str) -> None:
    """Lines lose the anchors and ids that only a script would use; long ones scroll on a screen."""
    if form == "html":
        for block in root.iter("pre"):
            block.set("tabindex", "0")
    for block in list(root.iter("div")):
        if "sourceCode" not in (block.get("class") or "").split():
            continue
        if _COUNTED.fullmatch(block.get("id") or ""):
            block.attrib.pop("id")
        for span in block.iter("span"):
            span.attrib.pop("id", None)
        for anchor in list(block.iter("a")):
            parent = anchor.getparent()
            assert parent is not None
            before = anchor.getprevious()
            if before is None:
                parent.text = (parent.text or "") + (anchor.tail or "")
            else:
                before.tail = (before.tail or "") + (anchor.tail or "")
            parent.remove(anchor)


def _mark_ragged(root: etree._Element) -> None:
    """A paragraph with an address or an identifier has lines that no justifying makes even."""
    for paragraph in root.iter("p"):
        if not paragraph.get("class") and _LONG_WORD.search("".join(paragraph.itertext())):
            paragraph.set("class", "ragged")


def _add_anchors(root: etree._Element) -> None:
    """A link beside each heading, to be copied; the style sheet shows it under the pointer."""
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        if heading.get("id"):
            href = "#" + quote(heading.get("id", ""))
            hidden = {"aria-hidden": "true", "tabindex": "-1"}
            etree.SubElement(heading, "a", {"class": "anchor", "href": href, **hidden})


def mend_tasks(root: etree._Element) -> None:
    """A list of tasks says so: its boxes stand in place of the marks."""
    for tasks in root.iter("ul"):
        if all(_is_task(item) for item in tasks):
            tasks.set("class", "task-list")


def _is_task(item: etree._Element) -> bool:
    first = item[0] if len(item) else None
    if first is not None and first.tag == "p" and len(first):
        first = first[0]
    return first is not None and first.get("class") == "task"


def _mend_tables(
    root: etree._Element, publication: Publication, chapter: Chapter, form: str
) -> None:
    """A table stands in a region that scrolls and can be reached by keyboard; heads have a scope."""
    for number, table in enumerate(list(root.iter("table")), 1):
        for cell in list(table.iter("th")):
            if form != "pdf" and len(cell) == 0 and not (cell.text or "").strip():
                cell.tag = (
                    "td"  # axe: empty-table-header; PDF/UA-1 (7.5-1) wants a head all the same
                )
                continue
            cell.set("scope", "col" if cell.getparent().getparent().tag == "thead" else "row")
        parent = table.getparent()
        assert parent is not None
        box = etree.Element("div" if form == "pdf" else "section", {"class": "table"})
        if form != "pdf":
            caption = table.find("caption")
            words = "".join(caption.itertext()).strip() if caption is not None else ""
            place = f"{chapter.document.metadata.title}: " if publication.kind == "book" else ""
            name = f"{publication.words.table} {number}" + (f" {words}" if words else "")
            name = words if label((ast.Str(words),)) else name
            box.attrib.update({"tabindex": "0", "aria-label": place + name})
        box.tail, table.tail = table.tail, None
        parent.replace(table, box)
        box.append(table)


def _mend_pictures(root: etree._Element, publication: Publication, form: str) -> None:
    for figure in root.iter("figure"):
        for caption in figure.iter("figcaption"):
            caption.attrib.pop("aria-hidden", None)
    for image in root.iter("img"):
        image.attrib.pop("role", None)
        if image.get("alt") is None or (form == "pdf" and not image.get("alt")):
            image.set("alt", publication.words.figure)
