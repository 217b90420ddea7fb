"""A book's EPUB lists the pages of its PDF, so it is made after that.

Nothing else of a build has to do with another output of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from publish.backends.kept import Kept
from publish.backends.printed_pages import printed_pages
from publish.disk import digest
from publish.engine.plan import Step
from publish.engine.ready import Ready


def keyed(ready: Sequence[Ready], content: Callable[[Step], str]) -> list[Ready]:
    """The steps; the key of an EPUB has the digest of the first PDF of its book in the same build.

    So it is made again when the PDF is another, and whether one is made decides what is in it, never
    what an earlier build has left. ``content`` gives the digest of the PDF of a step.
    """
    return [
        item._replace(key=digest(f"{item.key} {content(twin.step)}".encode()))
        if (twin := pdf_of(item.step, ready))
        else item
        for item in ready
    ]


def pdf_of(step: Step, ready: Iterable[Ready]) -> Ready | None:
    """What makes the PDF whose pages the EPUB of a step lists."""
    if step.book is None or step.target.format != "epub":
        return None
    others = (item for item in ready if item.step.target.format == "pdf")
    return next((each for each in others if _same_book(step, each.step)), None)


def _same_book(step: Step, other: Step) -> bool:
    return (step.book, step.documents) == (other.book, other.documents)


def with_pages(item: Ready, pdf: Path | None, kept: Kept) -> Ready:
    """An EPUB with the pages of its PDF; where that failed it has none, and is made again next time.

    Pages that were read for an earlier build are taken from those ``kept``.
    """
    if pdf is None:
        return item._replace(key="")
    assembly = item.assembly
    publication = replace(assembly.publication, printed=printed_pages(pdf.read_bytes(), kept))
    paged = assembly._replace(publication=publication)
    return item._replace(assemble=lambda: paged)
