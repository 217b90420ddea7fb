"""WeasyPrint gives each run of text an element of its own that says nothing: most of a file's objects.

The text then belongs to the element that the run stands in: a paragraph, a cell, a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

SAYS_NOTHING = frozenset(("Type", "S", "K", "Pg", "P"))
TELLING = frozenset(("/NonStruct", "/Document", "/LI", "/LBody"))  # what tells by a NonStruct in it


def without_spans(_: object, pdf: Any) -> None:
    """A finisher for WeasyPrint: takes out elements that hold text and say nothing of it: ``Span``, and
    ``NonStruct`` but where it tells the notes of a page (:mod:`publish.backends.pdf_finish`) or the
    mark of an item of a list."""
    from pydyf import Dictionary

    root = pdf.catalog.get("StructTreeRoot")
    if root is None:
        return
    elements = {
        each.reference: each
        for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("Type") == "/StructElem"
    }
    moved: dict[bytes, bytes] = {}
    while found := dict(_plain(elements)):
        for span, parent in found.items():
            moved[span] = parent
            kids = elements[parent]["K"]
            at = kids.index(span)
            kids[at : at + 1] = elements[span]["K"]
            elements.pop(span).clear()
    tree = pdf.objects[_number(pdf.objects[_number(root)]["ParentTree"])]
    for row in tree["Nums"][1::2]:
        if isinstance(row, list):
            row[:] = [_last(reference, moved) for reference in row]


def _plain(elements: Mapping[bytes, Any]) -> Iterator[tuple[bytes, bytes]]:
    """The elements that hold but text, on the page of the one that they stand in, with that one."""
    for reference, element in elements.items():
        parent = elements.get(element["P"])
        if (
            parent is not None
            and (element["S"] == "/Span" or _is_idle(element, parent))
            and parent.get("Pg") == element.get("Pg")
            and SAYS_NOTHING.issuperset(element)
            and reference in parent["K"]
            and all(isinstance(kid, int) for kid in element["K"])
        ):
            yield reference, element["P"]


def _is_idle(element: Any, parent: Any) -> bool:
    return element["S"] == "/NonStruct" and parent["S"] not in TELLING


def _last(reference: bytes, moved: Mapping[bytes, bytes]) -> bytes:
    while reference in moved:
        reference = moved[reference]
    return reference


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
