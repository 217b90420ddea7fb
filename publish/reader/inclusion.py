"""The text of a post with that of the files that it asks for, and the way back to its own lines."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

from publish.reader.remark import Remark
from publish.text import Lines

Files: TypeAlias = Callable[[str], bytes | None]  # by their path below the root; None: not there

DEEPEST = 10  # files that include each other
LARGEST = 2_000_000  # characters that a post may grow by


class Put(NamedTuple):
    """What comes in place of ``text[start:end]``, and the file that it is from (empty: none)."""

    start: int
    end: int
    new: str
    file: str = ""


class Included:
    """A text with its files, what was found, and the way back to the places of the post's own text."""

    def __init__(self, source: str, wanted: Iterable[Put], remarks: Iterable[Remark] = ()) -> None:
        self.remarks = tuple(remarks)
        self._spans: list[
            tuple[int, int, int, int]
        ] = []  # from and to in this text, and in the source
        self._files: list[str] = []
        pieces: list[str] = []
        at = size = 0
        for start, end, new, file in wanted:
            self._files.append(file)
            size += start - at
            self._spans.append((size, size + len(new), start, end))
            pieces += [source[at:start], new]
            size, at = size + len(new), end
        self.text = "".join([*pieces, source[at:]])
        self._source = source

    @cached_property
    def _lines(self) -> tuple[Lines, Lines]:
        return Lines(self.text), Lines(self._source)

    @property
    def changed(self) -> bool:
        """Whether the text differs from the post's own."""
        return bool(self._spans)

    def home(self, line: int, column: int = 0) -> tuple[int, int]:
        """The place in the post's own text of a place in this one (line 0: unknown); what a file
        holds stands where the post asks for it."""
        if not line or not self.changed:
            return line, column
        offset, index = self._found(line, column)
        if index >= 0:
            _, stop, low, high = self._spans[index]
            offset = low if offset < stop else high + offset - stop
        found = self._lines[1].place(offset)
        return found if column else (found[0], 0)

    def file(self, line: int, column: int = 0) -> str:
        """The file that holds what stands at a place in this text; empty for the post itself."""
        offset, index = self._found(line, column) if line and self.changed else (0, -1)
        return self._files[index] if index >= 0 and offset < self._spans[index][1] else ""

    def _found(self, line: int, column: int) -> tuple[int, int]:
        """The offset of a place in this text, and the last replacement that begins before it."""
        new, _ = self._lines
        begin, end = new.start(line), new.start(line + 1)
        offset = min(begin + max(column - 1, 0), end - 1 if end > begin else len(self.text))
        return offset, bisect_right(self._spans, (offset, len(self.text) + 1)) - 1


def no_files(_path: str) -> None:
    """Where no files can be had."""


def decoded(data: bytes) -> str:
    """The text of a file; it should be UTF-8."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def beside(path: str, name: str) -> str | None:
    """The path below the root of a file that is named in the file ``path``; None: it lies outside."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    return None if found.startswith(("../", "/")) or found == ".." else found


def folders_above(path: str) -> Iterator[str]:
    """The folder of a file, and every folder above it up to the root (an empty text)."""
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def missing(path: str, line: int, column: int = 0) -> Remark:
    """A file that is not there."""
    message = f"the included file “{path}” is not there"
    return Remark("DIA015", line, message, "check its path", column)


def outside(path: str, line: int, column: int = 0) -> Remark:
    """A file that a post may not have."""
    message = f"the file “{path}” lies outside the folder of the manifest"
    return Remark("DIA015", line, message, "put publish.toml in a folder that holds both", column)
