"""Where the pages of a finished PDF begin: their labels, first words, and named places.

The file is read as its readers read it, so that nobody need know how it was made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from publish.publication.model import PrintedPage

ENOUGH = 80  # characters that tell a page from any other
_PIECES = re.compile(
    rb"(?P<open>\bBMC\b|\bBDC\b)|(?P<close>\bEMC\b)|/(?P<name>\S+)(?=\s+(?:BMC|<<[^>]*>>\s*BDC))"
    rb"|/(?P<font>\S+)\s+[\d.]+\s+Tf\b|<(?P<codes>[0-9a-fA-F]+)>"
)
_RUN = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_WORDS = re.compile(rb"<([0-9a-fA-F]*)>")


def printed_pages(pdf: bytes) -> tuple[PrintedPage, ...]:
    """The pages of a tagged PDF that are counted in arabic numbers: not those before the text."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        places = _places(document)
        pages = zip(_labels(document), document.pages, strict=True)
        return tuple(
            PrintedPage(label, _opening(page), tuple(places.get(page.objgen, ())))
            for label, page in pages
            if label
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
    """The first words of the text; running heads and the like are marked as artifacts."""
    from pikepdf import Array

    contents = page.Contents
    parts = contents if isinstance(contents, Array) else (contents,)
    data = b"\n".join(part.read_bytes() for part in parts)
    fonts = page.Resources.get("/Font", {})
    codes: Mapping[bytes, str] = {}
    width, text, name = 4, "", b""
    marked: list[bytes] = []
    for piece in _PIECES.finditer(data):
        if piece["name"]:
            name = piece["name"]
        elif piece["open"]:
            marked.append(name)
        elif piece["close"]:
            del marked[-1:]
        elif piece["font"]:
            font = fonts.get("/" + piece["font"].decode("latin-1"), {})
            width = 4 if font.get("/Subtype") == "/Type0" else 2
            codes = _codes(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        elif b"Artifact" not in marked:
            digits = piece["codes"].lower()
            text += "".join(
                codes.get(digits[at : at + width], "") for at in range(0, len(digits), width)
            )
            if len(text) >= ENOUGH:
                break
    return text


@lru_cache(maxsize=64)
def _codes(table: bytes) -> Mapping[bytes, str]:
    """What the codes of a font stand for (ISO 32000-1, 9.10.3)."""
    found: dict[bytes, str] = {}
    for kind, body in _RUN.findall(table):
        words = [word.lower() for word in _WORDS.findall(body)]
        if kind == b"char":
            found |= {
                code: _unicode(word) for code, word in zip(words[::2], words[1::2], strict=False)
            }
            continue
        for first, last, word in zip(words[::3], words[1::3], words[2::3], strict=False):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + step:0{len(first)}x}".encode()
                found[code] = _unicode(f"{int(word, 16) + step:0{len(word)}x}".encode())
    return found


def _unicode(word: bytes) -> str:
    return bytes.fromhex(word.decode()).decode("utf-16-be", "replace")
