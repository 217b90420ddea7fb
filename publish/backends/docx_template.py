"""A Word template of the user's own, made fit for pandoc and for what follows it.

Styles are known by their names: Word writes other ids in each language. What is lacking is lent by
the default's reference document.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache

from publish.backends.ooxml import Element, parsed, piece, w, written
from publish.backends.package import pack, parts
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import DEFAULT, Layout, shipped
from publish.regex import regex

REFERENCE = "reference.docx"
STYLES = "word/styles.xml"
NAMING = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")
PLAIN = {"Body Text": "Normal", "First Paragraph": "Body Text", "List Paragraph": "Normal"}
IMPLIED = regex(r"(heading [2-9]|toc [2-9]|.* Char|.*Tok|Table ?Normal|Normal Table|No List)")
MACROS = (b"macroEnabled", b"vbaProject")


def is_own(layout: Layout, name: str) -> bool:
    """Whether the reference document ``name`` is none of the product's."""
    return name in layout.lent or ("/" in layout.name and name in layout.own)


def made_fit(layout: Layout, name: str, data: bytes) -> bytes:
    """The template with every style that text needs, under the ids by which they are looked for.

    Raises PublishError (LAY005) for one that has macros.
    """
    files = parts(data)
    types = files.get("[Content_Types].xml", b"")
    if any(mark in types for mark in MACROS) or any(
        each.lower().endswith("vbaproject.bin") for each in files
    ):
        hint = "save it as a document or a template without macros (.docx or .dotx)"
        message = "the reference document cannot be used: it has macros"
        raise PublishError(layout.fault(name, 0, "LAY005", message, hint))
    known = parsed(_lender()[STYLES])
    files = _renamed(files, {_name(each).lower(): _id(each) for each in known.iter(w("style"))})
    styles = parsed(files[STYLES])
    for style in _lacking(styles, known):
        styles.append(_lent(style))
    for style in styles.iter(w("style")):
        if _id(style).startswith("Heading"):
            for number in style.findall(f"{w('pPr')}/{w('numPr')}"):
                number.getparent().remove(number)  # labels are the same in every format
    return pack(files | {STYLES: written(styles)}, 0)


def template_faults(layout: Layout, name: str) -> list[Diagnostic]:
    """That a template of the user's own lacks styles (LAY010), one finding for all."""
    if not is_own(layout, name):
        return []
    styles = parsed(parts(layout.data(name))[STYLES])
    lacking = [
        _name(style)
        for style in _lacking(styles, parsed(_lender()[STYLES]))
        if not IMPLIED.fullmatch(_name(style))
    ]
    if not lacking:
        return []
    message = f"the template has no style for: {', '.join(lacking)}"
    hint = (
        "text that needs one looks as in the default layout; add styles of these names to change it"
    )
    fault = layout.fault(name, 0, "LAY010", message, hint)
    return [Diagnostic(fault.path, 0, 0, fault.code, message, hint, Severity.WARNING)]


@lru_cache(maxsize=1)
def _lender() -> Mapping[str, bytes]:
    return parts((shipped() / DEFAULT / REFERENCE).read_bytes())


def _lacking(styles: Element, known: Element) -> list[Element]:
    names = {_name(each).lower() for each in styles.iter(w("style"))}
    return [each for each in known.iter(w("style")) if _name(each).lower() not in names]


def _lent(style: Element) -> Element:
    """A style of the default; one for running text looks like the template's own text."""
    made = copy.deepcopy(style)
    made.attrib.pop(w("default"), None)
    if _name(style) in PLAIN:
        for name in ("pPr", "rPr", "basedOn"):
            for old in made.findall(w(name)):
                made.remove(old)
        parent = PLAIN[_name(style)].replace(" ", "")
        made.find(w("name")).addnext(piece(f'<w:basedOn w:val="{parent}"/>'))
    return made


def _renamed(files: Mapping[str, bytes], ids: Mapping[str, str]) -> dict[str, bytes]:
    """The parts with the ids that ``ids`` gives to styles by their names."""
    styles = parsed(files[STYLES])
    wanted = {
        _id(each): ids[_name(each).lower()]
        for each in styles.iter(w("style"))
        if _name(each).lower() in ids and _id(each) != ids[_name(each).lower()]
    }
    taken = {_id(each) for each in styles.iter(w("style"))} & set(wanted.values()) - set(wanted)
    wanted |= {id: f"{id}Own" for id in taken}
    if not wanted:
        return dict(files)
    made = dict(files)
    for name in files:
        if name.startswith("word/") and name.endswith(".xml") and "/theme/" not in name:
            root = parsed(files[name])
            for each in root.iter(w("style"), *map(w, NAMING)):
                key = w("styleId") if each.tag == w("style") else w("val")
                if each.get(key) in wanted:
                    each.set(key, wanted[each.get(key)])
            made[name] = written(root)
    return made


def _name(style: Element) -> str:
    found = style.find(w("name"))
    return "" if found is None else str(found.get(w("val"), ""))


def _id(style: Element) -> str:
    return str(style.get(w("styleId"), ""))
