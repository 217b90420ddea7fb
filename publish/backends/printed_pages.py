"""Where the pages of a finished PDF begin: their labels, first words, and named places.

The file is read as its readers read it, so that nobody need know how it was made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from publish.backends.kept import NOTHING, Kept
from publish.backends.page_openings import openings
from publish.pdf_text import marked_text
from publish.publication.model import PrintedPage

ENOUGH = 80  # characters that tell a page from any other


def printed_pages(pdf: bytes, kept: Kept = NOTHING) -> tuple[PrintedPage, ...]:
    """The pages of a tagged PDF that are counted in arabic numbers: not those before the text.

    The words of pages that were read before are taken from those ``kept``.
    """
    import pikepdf
    import pypdfium2

    with pikepdf.open(io.BytesIO(pdf)) as document, closing(pypdfium2.PdfDocument(pdf)) as drawn:
        places = _places(document)
        pages = list(document.pages)  # to find them one by one takes the longer, the more there are
        labels = {at: label for at, label in enumerate(_labels(document)) if label}
        numbered = {at: pages[at] for at in labels}
        words = openings(numbered, lambda at: _opening(drawn[at]), kept)
        return tuple(
            PrintedPage(label, opening, tuple(places.get(pages[at].objgen, ())))
            for (at, label), opening in zip(labels.items(), words, strict=True)
        )


def _labels(document: Any) -> Iterator[str]:
    """The printed number of each page; empty where it is none in arabic figures."""
    ranges = list(document.Root.PageLabels.Nums) if "/PageLabels" in document.Root else []
    starts = dict(zip(map(int, ranges[::2]), ranges[1::2], strict=True))
    counted, number = not starts, 0
    for at in range(len(document.pages)):
        if at in starts:
            counted = starts[at].get("/S") == "/D"
            number = int(starts[at].get("/St", 1)) - 1
        number += 1
        yield str(number) if counted else ""


def _places(document: Any) -> dict[Any, list[str]]:
    """The names of the destinations on each page, from its top to its foot."""
    from pikepdf import Dictionary

    found: dict[Any, list[tuple[float, str]]] = {}
    names = document.Root.Names.Dests if "/Dests" in document.Root.get("/Names", {}) else {}
    for name, place in _named(names):
        target = place.D if isinstance(place, Dictionary) else place
        top = float(target[3]) if len(target) > 3 else 0.0
        found.setdefault(target[0].objgen, []).append((-top, str(name)))
    return {page: [name for _, name in sorted(places)] for page, places in found.items()}


def _named(tree: Any) -> Iterator[tuple[Any, Any]]:
    pairs = list(tree.get("/Names", ()))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for child in tree.get("/Kids", ()):
        yield from _named(child)


def _opening(page: Any) -> str:
    """The first words of the text."""
    words = ""
    for piece in marked_text(page):
        words += piece.text
        if len(words) >= ENOUGH:
            break
    return words
