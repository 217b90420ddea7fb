"""PDF: the page's own XHTML and the print style sheets through WeasyPrint, tagged as PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from publish.backends.backend import Artifact
from publish.backends.fragment import text_and_notes
from publish.backends.html import page_values
from publish.backends.print_tree import spaced
from publish.backends.templates import page
from publish.backends.weasy import pdf
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import Layout
from publish.publication.model import Publication
from publish.system import require_for_pdf

MANY_SECTIONS = 6  # an article with so many sections and more has its contents on the first page


class Pdf:
    """``profile`` is a variant that WeasyPrint knows; ``page_size`` names a style sheet of the
    layout's folder ``paper``; ``toc = false`` leaves the contents out."""

    suffix = ".pdf"
    options: Mapping[str, Any] = {"profile": "pdf/ua-1", "page_size": "A4", "toc": True}

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError when WeasyPrint cannot make it (PDF001, PDF002), for a size
        of page that the layout does not have (PDF003), or a library that is missing (SYS001)."""
        require_for_pdf()
        settings = {**self.options, **options}
        book = publication.kind == "book"
        styles = ["tokens.css", "print.css", "code.css", _paper(layout, settings["page_size"])]
        values = page_values(publication) | {
            "chapters": _chapters(publication),
            "style": "\n".join(layout.text(name) for name in [*styles, *["book.css"] * book]),
            "toc": settings["toc"] and (book or len(publication.nav) >= MANY_SECTIONS),
            "spaced": spaced if publication.metadata.lang[:2] in ("zh", "ja") else str,
        }
        text = page(layout, "print.html", values)
        files = dict(layout.files) | {item.name: item.content for item in publication.resources}
        source = publication.name if book else publication.chapters[0].document.path
        content = pdf(text, files, variant=settings["profile"], source=source)
        yield Artifact(publication.name + self.suffix, content)


BACKEND = Pdf()


def _chapters(publication: Publication) -> list[dict[str, str]]:
    shift = int(publication.kind == "book")
    return [
        {
            "id": chapter.id,
            "label": chapter.label,
            "title": chapter.document.metadata.title,
            "lang": chapter.document.metadata.lang,
            **text_and_notes(publication, chapter, shift=shift, form="pdf")._asdict(),
        }
        for chapter in publication.chapters
    ]


def _paper(layout: Layout, size: str) -> str:
    """The style sheet for a size of page; its name is not case-sensitive."""
    name = f"paper/{size.lower()}.css"
    if name in layout.files:
        return name
    known = sorted(
        path.removeprefix("paper/").removesuffix(".css").upper()
        for path in layout.files
        if path.startswith("paper/")
    )
    raise PublishError(
        Diagnostic(
            path=f"{layout.name}/{name}",
            line=0,
            column=0,
            code="PDF003",
            message=f"the layout has no page of the size “{size}”",
            hint=f"page_size is one of {', '.join(known)}",
            severity=Severity.ERROR,
        )
    )
