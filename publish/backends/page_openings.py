"""The first words of the pages of a PDF: what was read before of the same pages is remembered."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any

from publish.backends.kept import Kept, taken_or_made
from publish.regex import regex

APART = 16  # about so many pages are remembered together
_STRING = regex(rb"<((?:[0-9A-Fa-f]{4})+)>")
_FONT = regex(rb"(/[^\s/]+)\s+-?[\d.]+\s+Tf")  # the font of the strings that follow
_GLYPH = regex(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>")
_STAMP = b"/Artifact"  # a stream of its own with the folio and the running head, which are not text

Glyphs = Mapping[int, bytes]


def openings(pages: Mapping[int, Any], opening: Callable[[int], str], kept: Kept) -> list[str]:
    """The first words of pages of pikepdf by their numbers (from 0); ``opening`` reads them from a
    page, which takes long."""
    fonts: dict[Any, Glyphs] = {}
    numbers = list(pages)
    marks = [_mark(page, fonts) for page in pages.values()]
    found: list[str] = []
    for start, end in _groups(marks):
        key = b"openings" + b"".join(marks[start:end])
        found += taken_or_made(kept, key, list[str], partial(_read, opening, numbers[start:end]))
    return found


def _read(opening: Callable[[int], str], numbers: Sequence[int]) -> list[str]:
    return [opening(number) for number in numbers]


def _groups(marks: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Runs of pages that end where the pages themselves say it: one more before them moves no other."""
    start = 0
    for at, mark in enumerate(marks, 1):
        if mark[0] % APART == 0 or at == len(marks):
            yield start, at
            start = at


def _mark(page: Any, fonts: dict[Any, Glyphs]) -> bytes:
    """A digest of what is drawn on a page, and of the text of each glyph that it draws. Where no font
    is named before a string, any of the page's may be meant."""
    told = hashlib.blake2b(digest_size=20)
    shown: dict[bytes, list[bytes]] = {}
    for content in _contents(page):
        told.update(content)
        before, *runs = _FONT.split(content)
        for name, run in zip((b"", *runs[::2]), (before, *runs[1::2]), strict=True):
            shown.setdefault(name, []).extend(_STRING.findall(run))
    named = page.Resources.get("/Font", {}) if "/Resources" in page else {}
    known = {name.encode(): font for name, font in sorted(named.items())}
    doubtful = [each for name in shown.keys() - known.keys() for each in shown[name]]
    for name, font in known.items():
        codes = sorted(set(_codes(b"".join((*shown.get(name, ()), *doubtful)))))
        glyphs = _glyphs(font, fonts)
        told.update(name + b"".join(map(glyphs.get, codes, repeat(b"-"))))
    return told.digest()


def _codes(figures: bytes) -> array[int]:
    """Numbers of glyphs from figures, four each."""
    codes = array("H", bytes.fromhex(figures.decode("ascii")))
    if sys.byteorder == "little":
        codes.byteswap()
    return codes


def _contents(page: Any) -> Iterator[bytes]:
    """The streams of a page, without those that are stamped on it."""
    from pikepdf import Array

    inside = page.Contents
    for stream in inside if isinstance(inside, Array) else (inside,):
        content = stream.read_bytes()
        if not content.startswith(_STAMP):
            yield content


def _glyphs(font: Any, fonts: dict[Any, Glyphs]) -> Glyphs:
    """The text of each glyph of a font, in the figures of its table."""
    if font.objgen not in fonts:
        table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        fonts[font.objgen] = {int(code, 16): text for code, text in _GLYPH.findall(table)}
    return fonts[font.objgen]
