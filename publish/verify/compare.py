"""One file against the publication that it was made of."""

from __future__ import annotations

from publish.publication.model import Publication
from publish.verify.case import MANNERS, Case, Found
from publish.verify.checks import CHECKS
from publish.verify.expected import Lines, expected
from publish.verify.model import Beside, Unreadable
from publish.verify.readers import reader


def compare(
    data: bytes, format: str, publication: Publication, lines: Lines, beside: Beside
) -> tuple[Found, ...]:
    """Every finding, in the order of the checks. ``lines`` are those of the blocks of each post, and
    ``beside`` tells whether there is a file at a path relative to the one that is read."""
    try:
        reading = reader(format)(data, beside)
    except Unreadable as error:
        return (Found("VFY015", "", f"the file cannot be read: {error}"),)
    want = expected(publication, lines, note_marks=MANNERS[format].note_marks)
    case = Case(format, want, reading)
    return tuple(dict.fromkeys(found for check in CHECKS for found in check(case)))
