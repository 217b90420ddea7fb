"""Values of front matter as they were written: text, lists and tables, with their places."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias, Union

from publish.diagnostics import Applicability, Edit
from publish.regex import regex

Value: TypeAlias = Union[str, list["Value"], dict[str, "Value"], None]
Places: TypeAlias = dict[str, tuple[int, int]]

MAX_DEPTH = 32
MAX_VALUES = 10_000  # what aliases stand for counts each time


_TEMPLATE = regex(r"\{\{\s*[\w-]*\s*(?::[^{}]*)?\}\}|<%.*%>|\$\{.*\}", re.DOTALL)


class Fault(NamedTuple):
    """Why the front matter cannot be read, and at which offset; ``begun`` is where it went wrong."""

    offset: int
    code: str
    message: str
    hint: str = ""
    begun: int | None = None


class Repair(NamedTuple):
    """A slip through which the reader sees what was meant, and the edits that mend it in the file.

    What is safe was read as if it were mended already.
    """

    start: int
    end: int
    code: str
    message: str
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.SAFE
    hint: str = ""

    def moved(self, by: int) -> Repair:
        """The same, ``by`` characters further on."""
        edits = tuple(Edit(edit.start + by, edit.end + by, edit.new) for edit in self.edits)
        return self._replace(start=self.start + by, end=self.end + by, edits=edits)


class Loaded(NamedTuple):
    """Values, the offsets of each key's lines (keys in lower case), faults, and the length read."""

    values: dict[str, Value]
    keys: Places
    faults: tuple[Fault, ...] = ()
    size: int = 0
    repairs: tuple[Repair, ...] = ()


def failed(offset: int, code: str, message: str, hint: str = "") -> Loaded:
    """Front matter that cannot be read."""
    return Loaded({}, {}, (Fault(offset, code, message, hint),))


def too_deep(offset: int = 0) -> Loaded:
    """Front matter that is nested deeper than metadata ever is."""
    message = f"the front matter is nested more than {MAX_DEPTH} levels deep"
    return failed(offset, "SEC003", message, "write it flatter")


def as_text(value: Any, depth: int = 0) -> Value:
    """What a parser gave back, with every scalar as text. Raises RecursionError when too deep."""
    if depth > MAX_DEPTH:
        raise RecursionError
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return [as_text(item, depth + 1) for item in value]
        case dict():
            return {str(key): as_text(item, depth + 1) for key, item in value.items()}
        case _:
            written = value.isoformat() if hasattr(value, "isoformat") else str(value)
            return written.removesuffix("+00:00") + "Z" if written.endswith("+00:00") else written


def places(starts: list[tuple[str, int]], end: int) -> Places:
    """The range of each key from the offsets at which they begin, in order of the text."""
    ends = [*(start for _, start in starts), end][1:]
    return {key.lower(): (start, stop) for (key, start), stop in zip(starts, ends, strict=True)}


def is_template(text: str) -> bool:
    """Whether a value is a tag that a program for new posts should have replaced."""
    return _TEMPLATE.fullmatch(text) is not None


def is_braces(value: Value) -> bool:
    """Whether a value is what YAML makes of ``{{ title }}``: a table whose only key is a table."""
    return isinstance(value, dict) and list(value.items()) == [("", None)]
