"""One file against the publication that it was made of."""

from __future__ import annotations

from collections.abc import Sequence

from publish.publication.model import Publication
from publish.verify.case import MANNERS, Case, Found
from publish.verify.checks import CHECKS
from publish.verify.expected import Expected, Lines, expected
from publish.verify.fold import fold
from publish.verify.model import Beside, Reading, Unreadable
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
    manner = MANNERS[format]
    want = expected(publication, lines, manner.saying)
    count = _length_of_front(want, reading, on_paper=manner.on_paper) if manner.titled else 0
    case = Case(format, want, reading, reading.segments[:count], reading.segments[count:])
    return tuple(dict.fromkeys(found for check in CHECKS for found in check(case)))


def _length_of_front(want: Expected, reading: Reading, *, on_paper: bool) -> int:
    """How many segments belong to the title and not to the text.

    A text may begin with its title, or with the name of its author, once more.
    """
    front = [fold(text, on_paper) for text in want.front]
    front = sorted(filter(None, front), key=len, reverse=True)
    texts = [fold(each.text, on_paper) for each in reading.segments]
    count = next((at for at, text in enumerate(texts) if not _is_made_of(text, front)), len(texts))
    own = [text for each in want.passages[: 2 * count] if (text := fold(each.text, on_paper))]
    again = (size for size in range(count - 1, 0, -1) if texts[count - size : count] == own[:size])
    return count - next(again, 0)


def _is_made_of(text: str, words: Sequence[str]) -> bool:
    while text:
        word = next((word for word in words if text.startswith(word)), "")
        if not word:
            return False
        text = text[len(word) :]
    return True
