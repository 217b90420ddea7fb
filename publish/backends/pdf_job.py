"""What a PDF is printed with, and how it is printed as one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.backends.book_pdf.case import Order, set_up
from publish.backends.book_pdf.merge import with_fonts
from publish.backends.weasy import without_collector
from publish.fonts.coverage import Coverage, printable


class Job(NamedTuple):
    """``name`` is what messages are about; ``files`` are what the page and ``style`` may use; ``variant``
    is WeasyPrint's, and ``says_ua`` adds to it that the file is PDF/UA-1 too; ``known`` are the
    characters that can be shown."""

    name: str
    style: str
    files: Mapping[str, bytes]
    variant: str
    says_ua: bool
    known: Coverage


def whole(job: Job, page: str) -> bytes:
    """A page, in which the style sheet stands, as PDF. Raises PublishError (PDF001, PDF002)."""
    shown = printable(page, job.known)
    with without_collector():
        order = Order(shown, job.style, job.files, job.variant, job.name)
        press, text, files = set_up(order)
        printed = press.alone(text, files, job.name)
    return with_fonts(printed, press.cuts, says_ua=job.says_ua)
