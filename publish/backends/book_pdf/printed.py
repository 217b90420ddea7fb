"""What is known of a printed part of a book beside its PDF: places, bookmarks, folios, fonts.

Positions are in points from the lower left corner of the page, as PDF counts, unless said otherwise.
"""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """A page of HTML to be printed by itself. ``source`` is what messages call it; pages from that on
    which holds the element ``until`` are not kept. ``is_first`` tells that nothing stands before it in
    the book, so that the numbers of its pages are known."""

    text: str
    source: str
    until: str = ""
    is_first: bool = False


class Spot(msgspec.Struct, frozen=True):
    """A place: the page counted from 0 in its part, and where on it."""

    page: int
    x: float
    y: float


class Bookmark(msgspec.Struct, frozen=True):
    """A line of the outline; levels may be left out."""

    level: int
    title: str
    spot: Spot
    closed: bool


class Folio(msgspec.Struct, frozen=True):
    """A margin box that says the number of its page, which is known only in the whole book.

    ``x`` and ``y`` are where the line began with the number ``width`` wide, in CSS pixels from the upper
    left corner; a wider one begins ``share`` of the difference before it. ``face`` is the number of one
    of the book's fonts.
    """

    page: int
    x: float
    y: float
    width: float
    share: float
    face: int
    size: float
    color: tuple[float, float, float]
    features: tuple[tuple[str, int], ...]
    before: str
    style: str
    after: str


class Glyph(msgspec.Struct, frozen=True):
    """A glyph that a part shows: its width in thousandths of the size, and the text it stands for."""

    width: float
    text: str


class Font(msgspec.Struct, frozen=True):
    """A font of the PDF whose file was left out: one of the book's fonts, and the glyphs shown.

    ``plain`` says that its codes are the numbers of the glyphs, which they are not where some lack.
    """

    face: int
    glyphs: dict[int, Glyph]
    plain: bool = True


class Alone(msgspec.Struct, frozen=True):
    """A document that is a file by itself, without the files of the cut fonts; its first ``front`` pages
    stand before the text."""

    pdf: bytes
    fonts: dict[str, Font]
    front: int


class Printed(msgspec.Struct, frozen=True):
    """A part as WeasyPrint prints it, without the files of the book's fonts and without folios.

    ``numbers`` are those of its pages, counted on from nothing; ``missing`` are the names its links
    lead to that it does not hold; the last ``blank`` pages are there for a part that follows.
    """

    pdf: bytes
    numbers: tuple[int, ...]
    places: dict[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    folios: tuple[Folio, ...]
    fonts: dict[str, Font]
    missing: tuple[str, ...] = ()
    blank: int = 0
