"""What a PDF is printed with, and how it is printed as one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.backends.pdf_finish import finished
from publish.backends.weasy import pdf
from publish.fonts.coverage import Coverage, printable
from publish.fonts.fit import fitted


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
    page = printable(page, job.known)
    fonts = fitted(job.style, page, job.files, system=True)
    style, files = fonts.beside(job.files)
    data, front = pdf(
        page.replace(job.style, style, 1), files, variant=job.variant, source=job.name
    )
    return finished(data, says_ua=job.says_ua, front=front)
