"""Places in UTF-16 units, which most editors count in, beside those in code points."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.diagnostics import Diagnostic
from publish.reader.encoding import decode
from publish.text import Lines


class Columns:
    """The text of a file, for places in it; of one that cannot be read nothing is known."""

    def __init__(self, path: str) -> None:
        try:
            self.text = decode(Path(path).read_bytes()).text
        except OSError:
            self.text = ""
        self.plain = self.text.isascii() or max(self.text) <= "\uffff"
        self.lines = Lines(self.text)

    def column(self, line: int, column: int) -> int:
        """A column in UTF-16 units; that in code points where the line has no such character."""
        if self.plain or not line:
            return column
        start = self.lines.start(line)
        return column + astral(self.text[start : start + column - 1])

    def offset(self, offset: int) -> int:
        """An offset in UTF-16 units."""
        return offset if self.plain else offset + astral(self.text[:offset])

    def place(self, offset: int) -> tuple[int, int]:
        """1-based line and column, in code points, of an offset."""
        return self.lines.place(offset)


def astral(text: str) -> int:
    """How many characters take two units of UTF-16."""
    return sum(character > "\uffff" for character in text)


def of(found: Sequence[Diagnostic]) -> dict[str, Columns]:
    """The columns of every file that some findings are in."""
    return {path: Columns(path) for path in dict.fromkeys(item.path for item in found)}
