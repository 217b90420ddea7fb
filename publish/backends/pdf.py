"""PDF: the page's own XHTML and the print style sheets through WeasyPrint, tagged as PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publish.backends.backend import Artifact
from publish.backends.fragment import text_and_notes
from publish.backends.html import page_values
from publish.backends.pdf_finish import finished
from publish.backends.print_tables import Room, room
from publish.backends.print_tree import spaced
from publish.backends.templates import page
from publish.backends.weasy import pdf, variants
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.fonts import coverage, printable
from publish.layouts import Layout
from publish.publication.model import Publication
from publish.system import require_for_pdf

MANY_SECTIONS = 6  # an article with so many sections and more has its contents on the first page
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

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError when WeasyPrint cannot make it (PDF001, PDF002), for a size,
        a form or a profile that there is not (PDF003), or a library that is missing (SYS001)."""
        require_for_pdf()
        settings = {**self.options, **options}
        form = settings["form"] or publication.kind
        variant = _known("profile", settings["profile"], [BOTH, *variants()], publication)
        _known("form", form, FORMS, publication)
        style = _style(layout, settings, form)
        values = page_values(publication) | {
            "chapters": _chapters(publication, room(style, publication.metadata.lang)),
            "style": style,
            "form": form,
            "toc": settings["toc"] and _has_contents(publication, form),
            "spaced": spaced if publication.metadata.lang[:2] in ("zh", "ja") else str,
        }
        text = printable(page(layout, "print.html", values), coverage(layout.files))
        files = dict(layout.files) | {item.name: item.content for item in publication.resources}
        data, front = pdf(
            text,
            files,
            variant="pdf/a-2a" if variant == BOTH else variant,
            source=_name(publication),
        )
        content = finished(data, says_ua=variant == BOTH, front=front)
        yield Artifact(publication.name + self.suffix, content)


BACKEND = Pdf()


def _chapters(publication: Publication, room: Room) -> list[dict[str, str]]:
    shift = int(publication.kind == "book")
    return [
        {
            "id": chapter.id,
            "label": chapter.label,
            "title": chapter.document.metadata.title,
            "lang": chapter.document.metadata.lang,
            **text_and_notes(publication, chapter, shift=shift, form="pdf", room=room)._asdict(),
        }
        for chapter in publication.chapters
    ]


def _name(publication: Publication) -> str:
    """What a message is about."""
    book = publication.kind == "book"
    return publication.name if book else publication.chapters[0].document.path


def _has_contents(publication: Publication, form: str) -> bool:
    return form == "book" or (form == "article" and len(publication.nav) >= MANY_SECTIONS)


def page_room(publication: Publication, layout: Layout, options: Mapping[str, Any]) -> Room:
    """How wide a table of the PDF may be. Raises as :meth:`Pdf.render` does."""
    settings = {**Pdf.options, **options}
    form = settings["form"] or publication.kind
    return room(_style(layout, settings, form), publication.metadata.lang)


def _style(layout: Layout, settings: Mapping[str, Any], form: str) -> str:
    return "\n".join(map(layout.text, _styles(layout, settings, form)))


def _styles(layout: Layout, settings: Mapping[str, Any], form: str) -> Iterable[str]:
    """The style sheets, each over those before it."""
    yield from ("tokens.css", "print.css", "code.css")
    paper = _paper(layout, settings["page_size"])
    yield paper
    if form != "article":
        yield f"{form}.css"
    if settings["print"]:
        yield paper.replace("paper/", "bound/")
        yield "bound.css"


def _paper(layout: Layout, size: str) -> str:
    """The style sheet for a size of page; its name is not case-sensitive."""
    prefix, suffix = "paper/", ".css"
    sizes = {
        name.removeprefix(prefix).removesuffix(suffix): name
        for name in sorted(layout.files)
        if name.startswith(prefix)
    }
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
