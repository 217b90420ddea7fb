"""PDF: the page's own XHTML and the print style sheets through WeasyPrint, tagged as PDF/UA-1."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from publish.backends.backend import Artifact
from publish.backends.book_pdf.book import Fill, bound, keeps_apart, print_share, why_whole
from publish.backends.book_pdf.job import Job
from publish.backends.drawing_faces import with_faces
from publish.backends.fragment import text_and_notes
from publish.backends.html import page_values
from publish.backends.kai import emphasis_in_kai
from publish.backends.kept import NOTHING, Kept
from publish.backends.pdf_job import whole
from publish.backends.print_tables import Room, room
from publish.backends.print_tree import spaced
from publish.backends.templates import page
from publish.backends.weasy import variants
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.fonts.chosen import chosen
from publish.fonts.coverage import coverage
from publish.fonts.own import SHEETS
from publish.layouts import Layout
from publish.publication.model import Publication
from publish.publication.nav import depths, printed_depth, wants_contents
from publish.system import require_for_pdf

SVG = "image/svg+xml"
DEEPEST = 4  # the levels that book.css gives to the bookmarks of chapters
BOTH = "pdf/ua-1+a-2a"
FORMS = ("article", "book", "handout")


class Pdf:
    """``profile`` is a variant that WeasyPrint knows, or both PDF/UA-1 and PDF/A-2a in one file;
    ``page_size`` names a style sheet of the layout's folder ``paper``; ``form`` is one of ``FORMS``
    or empty: what the publication is; ``print`` makes a file for the printer: mirrored margins,
    chapters on right-hand pages, crop marks; ``toc = false`` leaves the contents out."""

    suffix = ".pdf"
    options: Mapping[str, Any] = {
        "profile": BOTH,
        "page_size": "A4",
        "form": "",
        "print": False,
        "toc": True,
    }

    def __init__(self, kept: Kept = NOTHING) -> None:
        self._kept = kept

    def reusing(self, kept: Kept) -> Pdf:
        """With chapters of books that were made before."""
        return Pdf(kept)

    def choices(self, option: str, layout: Layout) -> Sequence[str]:
        """A size of page of the layout, a form, or a profile."""
        match option:
            case "page_size":
                return list(_sizes(layout))
            case "form":
                return ("", *FORMS)
            case "profile":
                return (BOTH, *variants())
            case _:
                return ()

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError when WeasyPrint cannot make it (PDF001, PDF002), for a size,
        a form or a profile that there is not (PDF003), or a library that is missing (SYS001)."""
        job, fill, is_book = self._job(publication, layout, options)
        chapters = _with_texts(publication, job.style, self._kept)
        content = bound(job, chapters, fill, self._kept) if is_book else b""
        if not content:
            content = whole(job, fill(chapters, job.style))
        yield Artifact(publication.name + self.suffix, content)

    def share(
        self,
        publication: Publication,
        layout: Layout,
        options: Mapping[str, Any],
        number: int,
        of: int,
    ) -> None:
        """A share of the chapters of a book, printed. Raises as :meth:`render` does."""
        job, fill, is_book = self._job(publication, layout, options)
        if is_book:
            chapters = _with_texts(publication, job.style, self._kept, number, of)
            print_share(job, chapters, fill, self._kept, number, of)

    def _job(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> tuple[Job, Fill, bool]:
        """What is printed with, what fills the template, and whether it is a book in the form of one."""
        require_for_pdf()
        settings = {**self.options, **options}
        form = settings["form"] or publication.kind
        profile = _known("profile", settings["profile"], [BOTH, *variants()], publication)
        _known("form", form, FORMS, publication)
        style = _style(layout, settings, form)
        job = Job(
            name=_name(publication),
            style=style,
            files=_files(publication, layout, style),
            variant=_variant(profile),
            says_ua=profile == BOTH,
            known=coverage(layout.files),
        )
        fill = partial(_filled, publication, layout, form, bool(settings["toc"]))
        return job, fill, publication.kind == form == "book"


BACKEND = Pdf()


def in_one_piece(
    publication: Publication, layout: Layout, options: Mapping[str, Any]
) -> list[Diagnostic]:
    """The note (PDF006) that a book is printed as one document, with what in its layout asks for it."""
    settings = {**Pdf.options, **options}
    form = settings["form"] or publication.kind
    if not publication.kind == form == "book":
        return []
    fill = partial(_filled, publication, layout, form, bool(settings["toc"]))
    why = why_whole(_style(layout, settings, form), _variant(settings["profile"]))
    if not why and "print.html" in layout.own and not keeps_apart(_chapters(publication), fill):
        why = ("print.html does not put each chapter into one element of #publication-text",)
    message = f"the book is printed as one document: {'; '.join(why)}"
    hint = (
        "it takes longer and more memory, no more; the manual’s chapter on layouts says what helps"
    )
    note = Severity.NOTE
    return [Diagnostic(publication.name, 0, 0, "PDF006", message, hint, note)] if why else []


def _variant(profile: str) -> str:
    """What WeasyPrint calls a profile; that it is PDF/UA-1 too is added to the file of both."""
    return "pdf/a-2a" if profile == BOTH else profile


def _with_texts(
    publication: Publication, style: str, kept: Kept, number: int = 0, of: int = 1
) -> list[dict[str, Any]]:
    """The chapters with their texts. Those of a share are made first: others may make the rest."""
    write = partial(
        text_and_notes,
        publication,
        shift=int(publication.kind == "book"),
        form="pdf",
        room=room(style, publication.metadata.lang),
        kept=kept,
    )
    order = sorted(range(len(publication.chapters)), key=lambda at: (at % of != number, at))
    written = {at: write(publication.chapters[at]) for at in order}
    return [values | written[at]._asdict() for at, values in enumerate(_chapters(publication))]


def _chapters(publication: Publication) -> list[dict[str, Any]]:
    levels = depths(publication.nav)
    return [
        {
            "id": chapter.id,
            "source": chapter.document.path,
            "label": chapter.label,
            "title": chapter.document.metadata.title,
            "lang": chapter.document.metadata.lang,
            "level": min(levels.get(chapter.id, 1), DEEPEST),
            "part": chapter.part,
            "notes": "",
        }
        for chapter in publication.chapters
    ]


def _filled(
    publication: Publication,
    layout: Layout,
    form: str,
    toc: bool,
    chapters: Sequence[Mapping[str, Any]],
    style: str,
) -> str:
    """The page of a publication with some chapters and a style sheet."""
    values = page_values(publication) | {
        "chapters": chapters,
        "style": style,
        "form": form,
        "cover": _cover(publication),
        "toc": toc and _has_contents(publication, form),
        "toc_depth": printed_depth(publication),
        "spaced": spaced if publication.metadata.lang[:2] in ("zh", "ja") else str,
    }
    return page(layout, "print.html", values)


def _files(publication: Publication, layout: Layout, style: str) -> Mapping[str, bytes]:
    """What a page may use: the pictures and the files of its layout, which are not gone through."""
    families = chosen(style, publication.metadata.lang)
    pictures = {
        item.name: with_faces(item.content, families) if item.media_type == SVG else item.content
        for item in publication.resources
    }
    return ChainMap(pictures, cast("dict[str, bytes]", layout.files))


def _cover(publication: Publication) -> str:
    """How a book's cover is made: a picture as tall as a cover is it, any other stands above the
    title; without one the title stands on a plain ground."""
    name = publication.metadata.cover
    for item in publication.resources:
        if name and item.name == name:
            return "whole" if item.height > 1.2 * item.width else "picture"
    return "plain"


def _name(publication: Publication) -> str:
    """What a message is about."""
    book = publication.kind == "book"
    return publication.name if book else publication.chapters[0].document.path


def _has_contents(publication: Publication, form: str) -> bool:
    return form == "book" or (form == "article" and wants_contents(publication))


def page_room(publication: Publication, layout: Layout, options: Mapping[str, Any]) -> Room:
    """How wide a table of the PDF may be. Raises as :meth:`Pdf.render` does."""
    settings = {**Pdf.options, **options}
    form = settings["form"] or publication.kind
    return room(_style(layout, settings, form), publication.metadata.lang)


def _style(layout: Layout, settings: Mapping[str, Any], form: str) -> str:
    text = "\n".join(map(layout.style, _styles(layout, settings, form)))
    fonts = (layout.style(name) for name in SHEETS if name in layout.files)
    return "\n".join((text, emphasis_in_kai(text), *fonts))


def _styles(layout: Layout, settings: Mapping[str, Any], form: str) -> Iterable[str]:
    """The style sheets but those of fonts, each over those before it."""
    yield from ("tokens.css", "print.css", "code.css")
    paper = _paper(layout, settings["page_size"])
    yield paper
    if form != "article":
        yield f"{form}.css"
    if settings["print"]:
        yield paper.replace("paper/", "bound/")
        yield "bound.css"


def _sizes(layout: Layout) -> dict[str, str]:
    """The style sheets of the sizes of page that a layout has, by their names."""
    prefix, suffix = "paper/", ".css"
    return {
        name.removeprefix(prefix).removesuffix(suffix): name
        for name in sorted(layout.files)
        if name.startswith(prefix)
    }


def _paper(layout: Layout, size: str) -> str:
    """The style sheet for a size of page; its name is not case-sensitive."""
    sizes = _sizes(layout)
    return sizes[_known("page_size", size.lower(), list(sizes), layout)]


def _known(option: str, value: str, known: Sequence[str], where: Publication | Layout) -> str:
    if value in known:
        return value
    raise PublishError(
        Diagnostic(
            path=where.name,
            line=0,
            column=0,
            code="PDF003",
            message=f"there is no {option} “{value}”",
            hint=f"{option} is one of {', '.join(known)}",
            severity=Severity.ERROR,
        )
    )
