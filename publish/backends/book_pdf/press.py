"""Prints posts and the parts of a book by WeasyPrint, with what they share made once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any

from publish.backends.book_pdf.bindable import bindable
from publish.backends.book_pdf.folios import NotApart, taken_out
from publish.backends.book_pdf.printed import Alone, Bookmark, Font, Glyph, Part, Printed, Spot
from publish.backends.pdf_spans import without_spans
from publish.backends.weasy import HERE, before, printing
from publish.fonts.fit import Cut

POINTS = 0.75  # to a pixel of CSS


class Press:
    """A style sheet and its fonts, read once: every part of a book and every post would do it again.

    What it prints of a part is decided by these and the part alone, not by what it printed before.
    """

    def __init__(
        self, style: str, cuts: Sequence[Cut], files: Mapping[str, bytes], variant: str, source: str
    ) -> None:
        """Raises PublishError as :meth:`printed` does; ``source`` is the book in its message."""
        self.cuts, self.files, self.variant = cuts, files, variant
        with printing(files, source) as fetcher:
            from weasyprint import CSS
            from weasyprint.css.counters import CounterStyle

            self.fonts, self.counters = _fonts_of_this_process(), CounterStyle()
            self.style = CSS(
                string=style,
                base_url=HERE,
                url_fetcher=fetcher,
                font_config=self.fonts,
                counter_style=self.counters,
            )

    def alone(self, text: str, files: Mapping[str, bytes], source: str) -> Alone:
        """A whole document with the files that it may name. Raises PublishError when WeasyPrint fails
        (PDF001) or the page asks for anything else (PDF002)."""
        with printing(files, source) as fetcher:
            document = self._laid_out(text, fetcher, [self.style])
            content, fonts = self._written(document)
        return Alone(content, fonts, before(document.pages, "publication-text"))

    def printed(self, part: Part) -> Printed:
        """Raises PublishError as :meth:`alone` does, and NotApart for a part that cannot be set by
        itself."""
        with printing(self.files, part.source) as fetcher:
            document = self._laid_out(part.text, fetcher, [] if part.is_first else [self.style])
            pages = document.pages
            end = before(pages, part.until)
            if part.is_first and not end:
                raise NotApart("no page stands before the first chapter")
            pages = pages[: end or len(pages)]
            folios = () if part.is_first else taken_out(pages, self.cuts)
            places, bookmarks = _places(pages), _bookmarks(pages)
            missing = _promised(pages, places)
            content, fonts = self._written(document.copy(pages))
        return Printed(
            pdf=bindable(content, part),
            numbers=tuple(accumulate(map(_counted, pages))),
            places=places,
            bookmarks=bookmarks,
            folios=folios,
            fonts=fonts,
            missing=missing,
            blank=0 if part.is_first else _blank(pages),
        )

    def _laid_out(self, text: str, fetcher: Any, sheets: Sequence[Any]) -> Any:
        from weasyprint import HTML

        page = HTML(string=text, base_url=HERE, url_fetcher=fetcher)
        return page.render(
            font_config=self.fonts,
            counter_style=self.counters,
            stylesheets=sheets,
            pdf_variant=self.variant,
        )

    def _written(self, document: Any) -> tuple[bytes, dict[str, Font]]:
        """The PDF without the files of the cut fonts, and what it shows of these."""
        with _without_files(self.cuts) as left_out:
            content = document.write_pdf(
                finisher=without_spans, pdf_variant=self.variant, custom_metadata=True
            )
        if not all(font.glyph_count for font in document.fonts.values()):
            raise OSError("a font's file has gone from the folder of temporary files")
        return content, _fonts(document.fonts.values(), left_out)


def _fonts_of_this_process() -> Any:
    """A configuration for fonts whose files a process that is forked from this one leaves alone."""
    from weasyprint.text.fonts import FontConfiguration

    class Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
        """Pango opens a file when a text first asks for its face, which may be after the child's end."""

        _made_in = os.getpid()

        def __del__(self) -> None:
            if os.getpid() == self._made_in:
                super().__del__()

    return Fonts()


def _places(pages: Sequence[Any]) -> dict[str, Spot]:
    """The first place of each name."""
    found: dict[str, Spot] = {}
    for at, page in enumerate(pages):
        for name, (x, y, *_) in page.anchors.items():
            found.setdefault(name, _spot(at, page, x, y))
    return found


def _bookmarks(pages: Sequence[Any]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(level, title, _spot(at, page, x, y), state == "closed")
        for at, page in enumerate(pages)
        for level, title, (x, y), state in page.bookmarks
    )


def _spot(at: int, page: Any, x: float, y: float) -> Spot:
    return Spot(at, x * POINTS, (page.height - y) * POINTS)


def _promised(pages: Sequence[Any], places: Mapping[str, Spot]) -> tuple[str, ...]:
    """The names that links lead to out of a part; WeasyPrint keeps a link when there is its anchor."""
    names = {
        target
        for page in pages
        for kind, target, *_ in page.links
        if kind == "internal" and target not in places
    }
    for name in sorted(names):
        pages[0].anchors[name] = (0.0, 0.0, 0.0, 0.0)
    return tuple(sorted(names))


def _counted(page: Any) -> int:
    """By how much a page counts the number of pages on (private: ``Page._page_box``)."""
    counters = dict(page._page_box.style["counter_increment"])
    return int(counters.get("page", 0))


def _blank(pages: Sequence[Any]) -> int:
    """How many pages at the end are empty, so that what follows begins on its side."""
    count = 0
    while count < len(pages) and pages[-1 - count]._page_box.page_type.blank:
        count += 1
    return count


@contextmanager
def _without_files(cuts: Sequence[Cut]) -> Iterator[dict[str, int]]:
    """Fonts of the book are written as names without files, which the merge embeds once for all;
    gives the key of each in the PDF with its number."""
    from weasyprint.pdf import fonts

    numbers = {cut.content: number for number, cut in enumerate(cuts)}
    found: dict[str, int] = {}
    original = fonts.Font.clean

    def clean(font: Any, to_unicode: Any, hinting: bool) -> None:
        number = numbers.get(font.file_content)
        if number is None:
            original(font, to_unicode, hinting)
        else:
            found[font.hash] = number
            font.file_content = font.file_content[:4]  # says whether it is CFF

    fonts.Font.clean = clean
    try:
        yield found
    finally:
        fonts.Font.clean = original


def _fonts(used: Any, left_out: Mapping[str, int]) -> dict[str, Font]:
    """The glyphs of the fonts that were left out; several of WeasyPrint's fonts may share a key."""
    found: dict[str, Font] = {}
    for font in used:
        if font.hash not in left_out:
            continue
        glyphs = {
            glyph: Glyph(width, font.to_unicode.get(glyph, ""))
            for glyph, width in sorted(font.widths.items())
        }
        known = found.get(font.hash)
        found[font.hash] = Font(
            left_out[font.hash],
            {**glyphs, **known.glyphs} if known else glyphs,
            plain=not font.missing and (known is None or known.plain),
        )
    return found
