"""A cover where nobody gave one: the title and the authors on a ground of the layout's choice."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import category

from publish.backends.epub_metadata import identifier
from publish.backends.html import page_values
from publish.backends.measure import advance, longest_word, width
from publish.backends.raster import drawn
from publish.backends.templates import page
from publish.fonts.chosen import chosen
from publish.fonts.coverage import coverage
from publish.layouts import Layout
from publish.publication.model import Publication, Resource

WIDTH, HEIGHT = 1600, 2560  # pixels of a book, as shops ask for them
HALF = 0.5  # of these for a post, whose cover no shop shows: a quarter of the work
ROOM = 1280  # pixels of a line
SIZES = (190, 160, 136, 116, 100, 84, 70)  # of the title, in pixels
LINES = 5  # of a title, above which its type is smaller
SMALL = 64  # pixels of the type of all else
TEMPLATE = "epub/cover.svg"
_CLOSING = ("Pe", "Pf", "Po")  # these begin no line
_OPENING = ("Ps", "Pi")  # and these end none


class Lines(NamedTuple):
    """Text broken into lines, and the size of its type in pixels."""

    lines: tuple[str, ...]
    size: int


def drawn_cover(publication: Publication, layout: Layout) -> Resource | None:
    """A PNG of 1600 by 2560 pixels, of a post 800 by 1280; None where this machine cannot show its words.

    The template may use what all may, and ``title``, ``subtitle`` and ``names``, each with ``lines``
    and ``size``, ``families`` (of headings and text), and ``tone``, a number that stays with the book.
    """
    metadata = publication.metadata
    names = publication.words.list_separator.join(author.name for author in metadata.authors)
    texts = (metadata.title, metadata.subtitle, names)
    known = coverage({})
    if not known or not all(known.shows(character) for text in texts for character in text):
        return None
    values = page_values(publication) | {
        "width": WIDTH,
        "height": HEIGHT,
        "title": title_lines(metadata.title),
        "subtitle": Lines(tuple(_broken(metadata.subtitle, ROOM / SMALL)), SMALL),
        "names": Lines(tuple(_broken(names, ROOM / SMALL)), SMALL),
        "families": chosen(layout.style("tokens.css"), metadata.lang),
        "tone": zlib.crc32(identifier(publication).encode()),
    }
    svg = page(layout, TEMPLATE, values).encode()
    sharpness = 1 if publication.kind == "book" else HALF
    return drawn(Resource("images/cover", "image/svg+xml", svg, WIDTH, HEIGHT), sharpness)


def title_lines(title: str) -> Lines:
    """The title in the largest type in which it has few lines, as long as each other, and whole words."""
    for size in SIZES:
        lines = tuple(_broken(title, ROOM / size))
        if len(lines) <= LINES and longest_word(title) <= ROOM / size:
            return Lines(lines, size)
    return Lines(lines, size)


def _broken(text: str, room: float) -> Iterator[str]:
    """Lines of at most ``room`` em that are about as long as each other."""
    pieces = list(_pieces(text, room))
    total = sum(map(width, pieces))
    count = -(-total // room) if total else 0
    while count and len(lines := list(_filled(pieces, total / count * 1.04, room))) > count:
        count += 1
    return iter(lines if count else ())


def _filled(pieces: Iterable[str], wanted: float, room: float) -> Iterator[str]:
    """Lines that end where they are nearest to ``wanted``."""
    line, size = "", 0.0
    for piece in pieces:
        more = width(piece)
        full = size + width(piece.rstrip()) > room or (
            size + more > wanted and size + more - wanted > wanted - size
        )
        if line and full:
            yield line.strip()
            line, size = "", 0.0
        line, size = line + piece, size + more
    if line.strip():
        yield line.strip()


def _pieces(text: str, room: float) -> Iterator[str]:
    """What no line divides: a word with the blank behind it, a Han sign with the marks around it."""
    piece = ""
    for character in text:
        wide = advance(character) == 1.0
        last = piece[-1:]
        square = wide or (bool(last) and advance(last) == 1.0)
        may = (
            square and category(character) not in _CLOSING and category(last or "a") not in _OPENING
        )
        if piece and (last == " " or may or width(piece + character) > room):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
