"""What WeasyPrint leaves undone in a PDF: notes of their own kind, page labels, two profiles at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from publish.backends.pdf_patterns import share_pictures
from publish.backends.weasy import ROOT, beside

UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" '
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li>"
    "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def finish_part(pdf: Any, data: bytes) -> None:
    """What can be done in each part of a book that is bound later; ``data`` are the bytes of the part."""
    if b"/Interpolate true" in data:  # dictionaries of streams are never packed
        _sharpen(pdf)
    if b"/PatternType" in data:
        share_pictures(pdf)
    _link_files(pdf)


def finish(pdf: Any, *, says_ua: bool, front: int) -> None:
    """What is done in a whole file: footnotes become ``Note`` elements at the end of the logical order.

    ``says_ua`` adds to a PDF/A that it is PDF/UA-1 too, by PDF/A's extension schema (ISO 19005-2,
    6.6.2.3). The first ``front`` pages are labelled i, ii, iii, the others from 1.
    """
    if "/StructTreeRoot" in pdf.Root:
        _collect_notes(pdf)
    if front:
        _label_pages(pdf, front)
    if says_ua:
        _say_ua(pdf)


def saved(pdf: Any) -> bytes:
    """The bytes of a file: the same each time."""
    import pikepdf

    result = io.BytesIO()
    pdf.save(
        result,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return result.getvalue()


def _sharpen(pdf: Any) -> None:
    """Pictures inside fonts (emoji) ask for interpolation, which PDF/A forbids (ISO 19005-2, 6.2.8)."""
    from pikepdf import Stream

    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Interpolate"):
            del thing.Interpolate


def _link_files(pdf: Any) -> None:
    """Links to files beside this one: WeasyPrint knows no address without a site."""
    from pikepdf import Array, Dictionary, Name, String

    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if not address.startswith(ROOT):
                continue
            above, rest = beside(address)
            path, _, place = ("../" * above + rest).partition("#")
            if not path.endswith(".pdf"):
                action.URI = String("../" * above + rest)
                continue
            name = unquote(path)
            there = String(unquote(place)) if place else Array([0, Name.Fit])
            file = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name))
            annotation.A = Dictionary(S=Name.GoToR, F=file, D=there)


def _collect_notes(pdf: Any) -> None:
    """WeasyPrint tags the notes of a page as a NonStruct behind whatever the page begins; readers
    want them out of the way of the text, each with an ID (ISO 14289-1, 7.9)."""
    from pikepdf import Array, Dictionary, Name, String

    document = pdf.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, Array) else document
    notes: list[Any] = []
    kept: list[Any] = []
    for element in _children(document):
        if _is_notes(element):
            notes += _children(element)
        else:
            kept.append(element)
    if not notes:
        return
    names = Array()
    for number, note in enumerate(notes, 1):
        note.S = Name.Note
        note.P = document
        note.ID = String(f"note-{number:06}")
        names.extend((note.ID, note))
        for marker in list(_children(note))[:1]:
            marker.S = Name.Lbl
    document.K = Array([*kept, *notes])
    tree = pdf.Root.StructTreeRoot
    assert "/IDTree" not in tree
    tree.IDTree = pdf.make_indirect(Dictionary(Names=names))


def _children(element: Any) -> Iterator[Any]:
    from pikepdf import Array, Dictionary

    inside = element.get("/K", ())
    for child in inside if isinstance(inside, Array) else (inside,):
        if isinstance(child, Dictionary):
            yield child


def _is_notes(element: Any) -> bool:
    """An area of notes: all its children are anonymous and begin with a marker, likewise."""
    if element.get("/S") != "/NonStruct":
        return False
    notes = list(_children(element))
    return bool(notes) and all(
        note.get("/S") == "/NonStruct"
        and next((child.get("/S") for child in _children(note)), "") == "/NonStruct"
        for note in notes
    )


def _label_pages(pdf: Any, front: int) -> None:
    from pikepdf import Array, Dictionary, Name

    ranges = Array([0, Dictionary(S=Name.r), front, Dictionary(S=Name.D)])
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=ranges))


def _say_ua(pdf: Any) -> None:
    metadata = pdf.Root.Metadata
    said = metadata.read_bytes().decode("utf-8")
    metadata.write(said.replace("</rdf:RDF>", UA_SCHEMA + "</rdf:RDF>").encode("utf-8"))
