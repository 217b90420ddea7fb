"""The text that stands on the pages of a PDF, and whether it can be seen there."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from publish.pdf_text import marked_text
from publish.verify.model import Unreadable

_SLACK = 1.0  # points
_INVISIBLE = 3  # the way of drawing text that leaves no mark


class Drawn(NamedTuple):
    """A piece of marked content: its text, and why nobody sees it (empty: it is seen)."""

    text: str
    hidden: str


Pieces = dict[tuple[int, int], Drawn]  # by page and mark


def pieces(data: bytes) -> Pieces:
    """The text of every marked piece, by the number of its page and its mark. Raises Unreadable."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"it is damaged: {error}") from error
    found: Pieces = {}
    try:
        for number in range(len(document)):
            for mark, drawn in _page(document[number]):
                before = found.get((number, mark), Drawn("", ""))
                found[number, mark] = Drawn(before.text + drawn.text, before.hidden or drawn.hidden)
    finally:
        document.close()
    return found


def _page(page: Any) -> Iterator[tuple[int, Drawn]]:
    """The marked text of a page, in the order in which it is drawn."""
    import pypdfium2.raw as raw

    box = page.get_cropbox()
    for mark, said, thing in marked_text(page):
        if raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE:
            yield mark, Drawn(said, "it is drawn without a mark")
        else:
            inside = not said.strip() or _is_inside(raw, thing, box)
            yield mark, Drawn(said, "" if inside else "it lies outside of the page")
    page.close()


def _is_inside(raw: Any, thing: Any, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return True
    return (
        left.value >= box[0] - _SLACK
        and bottom.value >= box[1] - _SLACK
        and right.value <= box[2] + _SLACK
        and top.value <= box[3] + _SLACK
    )
