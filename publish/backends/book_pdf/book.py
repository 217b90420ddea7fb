"""A book as PDF, chapter by chapter: what is printed, and how it becomes one file."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from publish.backends.book_pdf.apart import VARIANTS, for_chapters, for_front, reasons, sided
from publish.backends.book_pdf.folios import NotApart
from publish.backends.book_pdf.merge import merged, starts
from publish.backends.book_pdf.pages import NEXT, TEXT, cut, mark, numbered
from publish.backends.book_pdf.press import Press
from publish.backends.book_pdf.printed import Part, Printed
from publish.backends.han_lines import strange
from publish.backends.kept import NOTHING, Kept, read
from publish.backends.pdf_job import Job
from publish.backends.weasy import without_collector
from publish.fonts.coverage import printable
from publish.fonts.fit import Cut, fitted
from publish.fonts.sheets import face_rules

TRIES = 4  # at the front matter, where its length changes the numbers in it
OFTEN = 8  # chapters after which the memory of those printed is let go
_PLAIN = re.compile(r"\w[\w./-]*", re.ASCII)
_WORDS = re.compile(r"[\w./-]+", re.ASCII)

Chapters = Sequence[Mapping[str, Any]]
Fill = Callable[[Chapters, str], str]


class Book(NamedTuple):
    """What is printed: the front matter without the numbers in it, and the chapters; ``style`` and
    ``cuts`` are the style sheet and the fonts that these share, ``files`` what all may use and ``named``
    those of them that the style sheet names. ``look`` is
    the style sheet without the addresses of the fonts, which change with the characters of the book,
    and ``faces`` the digest of the layout's own font files."""

    front: Part
    chapters: tuple[Part, ...]
    style: str
    cuts: tuple[Cut, ...]
    files: Mapping[str, bytes]
    named: frozenset[str]
    look: str
    faces: str


def decides(book: Book, part: Part) -> tuple[object, ...]:
    """All that decides how a chapter is printed, but for the installed fonts and the profile: two parts
    for which it is equal give equal bytes."""
    named = book.named.union(_named(part.text, book.files))
    files = [(name, book.files[name]) for name in sorted(named)]
    cuts = [(cut.family, cut.weight, cut.italic) for cut in book.cuts]
    return part, book.look, book.faces, cuts, files


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
    book = None if why_whole(job.style, job.variant) else planned(job, chapters, fill)
    if book is None:
        return b""
    try:
        with without_collector():
            press = Press(book.style, book.cuts, book.files, job.variant, job.name)
            printed = tuple(_all(press, book, job.variant, kept))
            front = printed_front(press, book.front, printed)
            return merged(front, printed, book.cuts, says_ua=job.says_ua)
    except NotApart:
        return b""


def print_share(job: Job, chapters: Chapters, fill: Fill, kept: Kept, number: int, of: int) -> None:
    """Print and keep those chapters that leave ``number`` when divided by ``of``, as :func:`bound`
    takes them."""
    book = None if why_whole(job.style, job.variant) else planned(job, chapters, fill)
    if book is None:
        return
    with without_collector(), contextlib.suppress(NotApart):
        press = Press(book.style, book.cuts, book.files, job.variant, job.name)
        share = book._replace(chapters=book.chapters[number::of])
        for _ in _all(press, share, job.variant, kept):
            pass


def planned(job: Job, chapters: Chapters, fill: Fill) -> Book | None:
    """The parts of a book; None where the template does not keep the chapters apart."""
    page = printable(fill(_marked(chapters), ""), job.known)
    pages = cut(page, len(chapters), follow=sided(job.style))
    if pages is None:
        return None
    texts = [printable(str(chapter["text"]), job.known) for chapter in chapters]
    fonts = fitted(job.style, page + "".join(texts), job.files, system=True, lasting=True)
    style, files = fonts.beside(job.files)
    front = pages.front.replace("</head>", f"<style>\n{for_front(style)}</style>\n</head>", 1)
    return Book(
        front=Part(front, job.name, until=TEXT, is_first=True),
        chapters=tuple(
            Part(before + text + behind, str(chapter["source"]), until=NEXT)
            for (before, behind), text, chapter in zip(pages.chapters, texts, chapters, strict=True)
        ),
        style=for_chapters(style),
        cuts=fonts.cuts,
        files=files,
        named=frozenset(_named(fonts.style, files)),
        look=fonts.style,
        faces=_faces(job.style, job.files),
    )


def _faces(style: str, files: Mapping[str, bytes]) -> str:
    """A digest of the font files that a style sheet names: their glyphs are told by number."""
    told = hashlib.blake2b(digest_size=16)
    for rule in face_rules(style)[1]:
        for _, name in rule.sources:
            told.update(files.get(name, b""))
    return told.hexdigest()


def keeps_apart(chapters: Chapters, fill: Fill) -> bool:
    """Whether the template puts the chapters where they can be taken from."""
    return cut(fill(_marked(chapters), ""), len(chapters), follow=False) is not None


def _marked(chapters: Chapters) -> Chapters:
    return [{**chapter, "text": mark(number)} for number, chapter in enumerate(chapters)]


def printed_front(press: Press, front: Part, chapters: Sequence[Printed]) -> Printed:
    """The front matter with the numbers of the pages that the contents lead to."""
    start = 0
    for _ in range(TRIES):
        text = numbered(front.text, _numbers(chapters, start))
        printed = press.printed(replace(front, text=text))
        found = starts(printed, chapters)[0]
        if found == start:
            break
        start = found
    return printed


def _all(press: Press, book: Book, variant: str, kept: Kept) -> Iterator[Printed]:
    number = 0
    for part in book.chapters:
        key = msgspec.msgpack.encode((variant, decides(book, part)))
        printed = read(kept.get(key), Printed)
        if printed is None:
            printed = press.printed(part)
            kept.keep(key, msgspec.msgpack.encode(printed))
            number += 1
            if number % OFTEN == 0:
                gc.collect()
        yield printed


def _numbers(chapters: Sequence[Printed], start: int) -> dict[str, int]:
    """The number of the page on which each named place of the text stands."""
    found: dict[str, int] = {}
    for chapter in chapters:
        for name, spot in chapter.places.items():
            found.setdefault(name, start + chapter.numbers[spot.page])
        start += chapter.numbers[-1]
    return found
