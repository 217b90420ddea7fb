"""A book as PDF, chapter by chapter: what is printed, and how it becomes one file."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from publish.backends.book_pdf.apart import VARIANTS, for_chapters, for_front, reasons, sided
from publish.backends.book_pdf.binder import LARGE, bound_apart
from publish.backends.book_pdf.folios import NotApart
from publish.backends.book_pdf.job import Job
from publish.backends.book_pdf.merge import counted, merged
from publish.backends.book_pdf.pages import NEXT, TEXT, cut, mark, numbered
from publish.backends.book_pdf.press import Press
from publish.backends.book_pdf.printed import Part, Printed
from publish.backends.han_lines import strange
from publish.backends.kept import NOTHING, Kept, taken_or_made
from publish.backends.weasy import without_collector
from publish.disk import digest
from publish.fonts.coverage import printable
from publish.fonts.fit import Cut, Fitted, files_named, fitted
from publish.regex import regex

TRIES = 4  # at the front matter, where its length changes the numbers in it
OFTEN = 8  # chapters after which the memory of those printed is let go
_PLAIN = regex(r"\w[\w./-]*", re.ASCII)
_WORDS = regex(r"[\w./-]+", re.ASCII)

Chapters = Sequence[Mapping[str, Any]]
Fill = Callable[[Chapters, str], str]


class Book(NamedTuple):
    """What is printed: the front matter without the numbers in it, and the chapters; ``style`` and
    ``cuts`` are the style sheet and the fonts that all share, ``files`` what all may use, and
    ``shared`` a digest of all that decides how a chapter is printed but for itself and the installed
    fonts."""

    front: Part
    chapters: tuple[Part, ...]
    style: str
    cuts: tuple[Cut, ...]
    files: Mapping[str, bytes]
    shared: str


def decides(book: Book, part: Part) -> bytes:
    """All that decides how a chapter is printed, but for the installed fonts: two parts for which it
    is equal give equal bytes."""
    return msgspec.msgpack.encode((book.shared, part, list(_used(part.text, book.files))))


def _used(text: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files that a text may name, and what they hold."""
    return ((name, files[name]) for name in sorted(_named(text, files)))


def _named(text: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """The files that a text may name; those with a plain name, which are many, by its words."""
    words = {word.removeprefix("./") for word in _WORDS.findall(text)}
    for name in files:
        if _PLAIN.fullmatch(name):
            if name in words:
                yield name
        elif quote(name) in text or name in text:
            yield name


def why_whole(style: str, variant: str) -> tuple[str, ...]:
    """Why a book has to be printed as one document; nothing where its chapters can be by themselves."""
    if variant not in VARIANTS:
        return (f"the profile “{variant}” is made in one piece",)
    if version := strange("zh"):
        return (f"WeasyPrint {version} is not known here",)
    return reasons(style)


def bound(job: Job, chapters: Chapters, fill: Fill, kept: Kept = NOTHING) -> bytes:
    """The book as PDF; empty where it has to be printed as one document.

    Chapters that were printed before are taken from those ``kept``. ``fill`` fills the template with
    chapters, each with its ``text`` and its ``source``, and a style sheet. Raises PublishError as
    WeasyPrint does (PDF001, PDF002).
    """
    book = planned(job, chapters, fill)
    if book is None:
        return b""
    try:
        with without_collector():
            press = Press(for_chapters(book.style), book.cuts, book.files, job.variant, job.name)
            printed = tuple(_all(press, book, kept))
            front = printed_front(press, book, printed, kept)
            parts = (front, printed, book.cuts)
            apart = bound_apart(*parts, says_ua=job.says_ua) if len(printed) >= LARGE else b""
            return apart or merged(*parts, says_ua=job.says_ua)
    except NotApart:
        return b""


def print_share(job: Job, chapters: Chapters, fill: Fill, kept: Kept, number: int, of: int) -> None:
    """Print and keep those chapters that leave ``number`` when divided by ``of``, as :func:`bound`
    takes them."""
    book = planned(job, chapters, fill)
    if book is None:
        return
    with without_collector(), contextlib.suppress(NotApart):
        press = Press(for_chapters(book.style), book.cuts, book.files, job.variant, job.name)
        share = book._replace(chapters=book.chapters[number::of])
        for _ in _all(press, share, kept):
            pass


def planned(job: Job, chapters: Chapters, fill: Fill) -> Book | None:
    """The parts of a book; None where it has to be printed as one document."""
    if why_whole(job.style, job.variant):
        return None
    page = printable(fill(_marked(chapters), ""), job.known)
    pages = cut(page, len(chapters), follow=sided(job.style))
    if pages is None:
        return None
    texts = [printable(str(chapter["text"]), job.known) for chapter in chapters]
    fonts = fitted(job.style, page + "".join(texts), job.files, system=True)
    style, files = fonts.beside(job.files)
    return Book(
        front=Part(pages.front, job.name, until=TEXT, is_first=True),
        chapters=tuple(
            Part(before + text + behind, str(chapter["source"]), until=NEXT)
            for (before, behind), text, chapter in zip(pages.chapters, texts, chapters, strict=True)
        ),
        style=style,
        cuts=fonts.cuts,
        files=files,
        shared=_shared(job, fonts, files),
    )


def _shared(job: Job, fonts: Fitted, files: Mapping[str, bytes]) -> str:
    """The profile; the style sheet without the addresses of the fonts, which change with the characters
    of the book, and the files that it names; which fonts there are, and the layout's own font files:
    their glyphs are told by number."""
    cuts = [(cut.family, cut.weight, cut.italic) for cut in fonts.cuts]
    faces = files_named(job.style, job.files)
    used = list(_used(fonts.style, files))
    return digest(msgspec.msgpack.encode((job.variant, fonts.style, used, cuts, faces)))


def keeps_apart(chapters: Chapters, fill: Fill) -> bool:
    """Whether the template puts the chapters where they can be taken from."""
    return cut(fill(_marked(chapters), ""), len(chapters), follow=False) is not None


def _marked(chapters: Chapters) -> Chapters:
    return [{**chapter, "text": mark(number)} for number, chapter in enumerate(chapters)]


def printed_front(
    press: Press, book: Book, chapters: Sequence[Printed], kept: Kept = NOTHING
) -> Printed:
    """The front matter with the numbers of the pages that the contents lead to; taken from what is
    ``kept`` where these are as they were."""
    start = 0
    for _ in range(TRIES):
        text = numbered(book.front.text, _numbers(chapters, start))
        front = replace(book.front, text=text)
        make = partial(press.printed, replace(front, text=_styled(text, book.style)))
        printed = taken_or_made(kept.far, decides(book, front), Printed, make)
        found = counted(printed)
        if found == start:
            break
        start = found
    return printed


def _styled(front: str, style: str) -> str:
    return front.replace("</head>", f"<style>\n{for_front(style)}</style>\n</head>", 1)


def _all(press: Press, book: Book, kept: Kept) -> Iterator[Printed]:
    numbers = count(1)

    def made(part: Part) -> Printed:
        printed = press.printed(part)
        if next(numbers) % OFTEN == 0:
            gc.collect()
        return printed

    for part in book.chapters:
        yield taken_or_made(kept.far, decides(book, part), Printed, partial(made, part))


def _numbers(chapters: Sequence[Printed], start: int) -> dict[str, int]:
    """The number of the page on which each named place of the text stands."""
    found: dict[str, int] = {}
    for chapter in chapters:
        for name, spot in chapter.places.items():
            found.setdefault(name, start + chapter.numbers[spot.page])
        start += chapter.numbers[-1]
    return found
