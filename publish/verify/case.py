"""What a check is given, and what it gives."""

from __future__ import annotations

from typing import NamedTuple

from publish.diagnostics import Severity
from publish.verify.expected import Expected, Saying
from publish.verify.model import Reading, Segment


class Manner(NamedTuple):
    """What a format does its own way: its title stands with the text, notes stand apart from it, it has
    hyphens of its own, list items are numbered, headings and tables keep their levels and rows; and
    how it says the rest."""

    titled: bool = True
    notes_apart: bool = True
    on_paper: bool = False
    numbers: bool = True
    levels: bool = True
    deepest: int = 6
    saying: Saying = Saying()


MANNERS = {
    "html": Manner(),
    "epub": Manner(titled=False),
    "pdf": Manner(on_paper=True),
    "docx": Manner(deepest=9, saying=Saying(note_marks=False, formula_numbers=True, nested=True)),
    "pptx": Manner(notes_apart=False, numbers=False, levels=False),
}


class Case(NamedTuple):
    """A file that was read, and what it should hold; ``front`` and ``text`` are the segments of its
    title and of the document."""

    format: str
    expected: Expected
    reading: Reading
    front: tuple[Segment, ...]
    text: tuple[Segment, ...]

    @property
    def manner(self) -> Manner:
        return MANNERS[self.format]


class Found(NamedTuple):
    """A finding: its code, where in the file (empty: all of it), what, and where the post has it."""

    code: str
    place: str
    message: str
    path: str = ""
    line: int = 0
    severity: Severity = Severity.ERROR
