"""How a PDF is printed as one document."""

from __future__ import annotations

from publish.backends.book_pdf.case import forget, set_up
from publish.backends.book_pdf.job import Job
from publish.backends.book_pdf.merge import with_fonts
from publish.backends.weasy import without_collector
from publish.diagnostics import PublishError
from publish.fonts.coverage import printable


def whole(job: Job, page: str) -> bytes:
    """A page, in which the style sheet stands, as PDF. Raises PublishError (PDF001, PDF002)."""
    with without_collector():
        press, text, files = set_up(job, printable(page, job.known))
        try:
            printed = press.alone(text, files, job.name)
        except PublishError:
            forget()  # where files of its fonts are gone, no other post could be printed
            raise
    return with_fonts(printed, press.cuts, says_ua=job.says_ua)
