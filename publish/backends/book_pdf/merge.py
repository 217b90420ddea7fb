"""Binds what was printed into one PDF: a pure function of the parts and of their fonts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from publish.backends.book_pdf.fonts import Face
from publish.backends.book_pdf.places import destination, write_names, write_outline
from publish.backends.book_pdf.printed import Alone, Bookmark, Printed, Spot
from publish.backends.book_pdf.resources import Shared
from publish.backends.book_pdf.stamps import stamp
from publish.backends.book_pdf.structure import Structure
from publish.backends.pdf_finish import finish, finish_part, saved
from publish.fonts.fit import Cut


class Bound(NamedTuple):
    """A part in the book, without its own file and fonts: its pages, and the number before that of its
    first page."""

    part: Printed
    pages: Sequence[Any]
    start: int


def counted(front: Printed) -> int:
    """The number before that of the first page of the text."""
    return front.numbers[-1] if front.numbers else 0


def merged(
    front: Printed, chapters: Iterable[Printed], cuts: Sequence[Cut], *, says_ua: bool
) -> bytes:
    """The book as a file. The same parts give the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(front.pdf)) as pdf:
        bind(pdf, front, chapters, cuts, says_ua=says_ua)
        return saved(pdf)


def bind(
    pdf: Any, front: Printed, chapters: Iterable[Printed], cuts: Sequence[Cut], *, says_ua: bool
) -> None:
    """Bind chapters behind ``front``, of which ``pdf`` is the file: it gives the book title, profile and
    language. ``cuts`` are the fonts that the parts were printed with. No part is held longer than it
    is needed."""
    import pikepdf

    faces = [Face(pdf, cut) for cut in cuts]
    shared, structure = Shared(pdf, faces), Structure(pdf)
    shared.replace(pdf, front)
    bound = [Bound(_light(front), list(pdf.pages), 0)]
    start = counted(front)
    for chapter, last in _with_last(chapters):
        # Each is let go when the next one is open: the other way round memory falls to pieces,
        # and all takes a third longer.
        source = pikepdf.open(io.BytesIO(chapter.pdf))
        pages = _added(pdf, source, chapter, shared, structure, last=last)
        bound.append(Bound(_light(chapter), pages, start))
        start += chapter.numbers[-1]
    _write_pages(pdf, [part.pages for part in bound])
    _stamp(pdf, bound, faces)
    for face in faces:
        face.embed()
    structure.close()
    write_names(pdf, _names(bound))
    write_outline(pdf, _bookmarks(bound))
    finish(pdf, says_ua=says_ua, front=len(bound[0].pages))


def _light(part: Printed) -> Printed:
    return replace(part, pdf=b"", fonts={})


def _with_last(parts: Iterable[Printed]) -> Iterator[tuple[Printed, bool]]:
    """Each part, and whether it is the last one."""
    coming = iter(parts)
    part = next(coming, None)
    while part is not None:
        after = next(coming, None)
        yield part, after is None
        part = after


def with_fonts(document: Alone, cuts: Sequence[Cut], *, says_ua: bool) -> bytes:
    """A document by itself with the fonts that it was printed with. The same one gives the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        faces = [Face(pdf, cut) for cut in cuts]
        finish_part(pdf, document.pdf)
        Shared(pdf, faces).replace(pdf, document)
        for face in faces:
            face.embed()
        finish(pdf, says_ua=says_ua, front=document.front)
        return saved(pdf)


def _added(
    pdf: Any, source: Any, chapter: Printed, shared: Shared, structure: Structure, *, last: bool
) -> list[Any]:
    """The pages of a chapter in the book, taken from its own PDF."""
    import pikepdf

    kept = shared.take_out(source, chapter)
    whole = source.pages[: len(chapter.numbers) - (chapter.blank if last else 0)]
    pages = [pikepdf.Page(pdf.copy_foreign(page.obj)) for page in whole]
    structure.graft(source, pages)
    shared.put_in(pages[0], kept)
    return pages


def _write_pages(pdf: Any, parts: Sequence[Sequence[Any]]) -> None:
    """The tree of pages, with a branch for each part: to add them to a list one by one takes the longer,
    the longer the list is."""
    from pikepdf import Array, Dictionary, Name

    root = pdf.Root.Pages
    branches = []
    for pages in parts:
        branch = pdf.make_indirect(
            Dictionary(
                Type=Name.Pages,
                Parent=root,
                Count=len(pages),
                Kids=Array([page.obj for page in pages]),
            )
        )
        for page in pages:
            page.obj.Parent = branch
        branches.append(branch)
    root.Kids = Array(branches)
    root.Count = sum(map(len, parts))


def _stamp(pdf: Any, bound: Sequence[Bound], faces: Sequence[Face]) -> None:
    """Print the folios."""
    for part, pages, start in bound:
        for folio in part.folios:
            if folio.page < len(pages):
                stamp(pdf, pages[folio.page], folio, start + part.numbers[folio.page], faces)


def _names(bound: Sequence[Bound]) -> Mapping[str, Any]:
    """Every named place; a name that no part holds leads to the beginning of the part that asks."""
    names: dict[str, Any] = {}
    for part, pages, _ in bound:
        for name, spot in part.places.items():
            if spot.page < len(pages):
                names.setdefault(name, destination(pages[spot.page], spot))
    for part, pages, _ in bound:
        for name in part.missing:
            top = float(pages[0].obj.MediaBox[3])
            names.setdefault(name, destination(pages[0], Spot(0, 0, top)))
    return names


def _bookmarks(bound: Sequence[Bound]) -> Iterator[tuple[Bookmark, Any]]:
    for part, pages, _ in bound:
        for mark in part.bookmarks:
            yield mark, pages[mark.spot.page]
