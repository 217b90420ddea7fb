"""The text that is drawn on a page of a PDF, as PDFium sees it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple


class Marked(NamedTuple):
    """A piece of marked content: the number of its mark, its text, and PDFium's handle of it."""

    mark: int
    text: str
    handle: Any


def marked_text(page: Any) -> Iterator[Marked]:
    """The marked text of a page of pypdfium2, in the order in which it is drawn.

    Running heads and the like are artifacts, which have no mark (ISO 32000-1, 14.8.2.2).
    """
    import pypdfium2.raw as raw

    text = page.get_textpage()
    for at in range(raw.FPDFPage_CountObjects(page.raw)):
        thing = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        mark = raw.FPDFPageObj_GetMarkedContentID(thing)
        if mark >= 0:
            yield Marked(mark, _text(raw, thing, text.raw), thing)
    text.close()


def _text(raw: Any, thing: Any, page: Any) -> str:
    size = raw.FPDFTextObj_GetText(thing, page, None, 0)  # bytes, with a zero character at the end
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(thing, page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
