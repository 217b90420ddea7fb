"""The lines of a head while its slips are mended: a line changes only where the parser stops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from publish.diagnostics import Edit
from publish.reader.values import Fault, Loaded, Repair
from publish.regex import regex

LONGEST = 20_000  # characters of a head that is mended; a longer one is read as it stands
ROUNDS = 30  # lines that are mended
PARTS = regex(r"(?P<text>[^\r\n]*?)(?P<end>[ \t]*[\r\n]*)")  # of a line
CONTROLS = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_LINE = regex(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")


class Mended(NamedTuple):
    """What was read of a head once its slips were mended, the head then, and the repairs."""

    loaded: Loaded
    text: str
    repairs: tuple[Repair, ...]


class Attempt(NamedTuple):
    """What a line may have been meant to say, and what is wrong with it."""

    text: str
    message: str


class Lines:
    """The lines of a head while they are mended; none is added and none goes."""

    def __init__(self, head: str) -> None:
        self.old = _LINE.findall(head)
        self.now = list(self.old)
        self.messages: dict[int, str] = {}

    @property
    def text(self) -> str:
        """The head as it stands now."""
        return "".join(self.now)

    def number(self, offset: int) -> int:
        """The index of the line at an offset of the text as it stands now."""
        for index, line in enumerate(self.now):
            offset -= len(line)
            if offset < 0:
                return index
        return len(self.now) - 1

    def put(self, index: int, text: str, message: str) -> None:
        """Replace a line."""
        self.now[index] = text
        self.messages.setdefault(index, message)

    def repairs(self) -> Iterator[Repair]:
        """The lines that differ from those of the file, with the smallest edit for each."""
        at = 0
        for index, (old, now) in enumerate(zip(self.old, self.now, strict=True)):
            if old != now:
                edit = _smallest(old, now, at)
                bare = len(old.rstrip("\r\n"))
                code = "FM002" if index in self.messages else "ENC003"
                message = self.messages.get(index, "")
                yield Repair(edit.start, max(edit.end, at + bare), code, message, (edit,))
            at += len(old)


def further(
    lines: Lines,
    fault: Fault,
    read: Callable[[str], Loaded],
    suspects: Iterable[int],
    attempts: Callable[[int], Iterator[Attempt]],
) -> Loaded | None:
    """The reading after one of the ``suspects`` is mended, when it gets further than ``fault``.

    ``attempts`` gives what the line of an index may have been meant to say, the likeliest first.
    """
    for index in suspects:
        for attempt in attempts(index):
            before = lines.now[index]
            lines.now[index] = attempt.text
            found = read(lines.text)
            if not found.faults or _gets_further(lines, index, found.faults[0], fault):
                lines.put(index, attempt.text, attempt.message)
                return found
            lines.now[index] = before
    return None


def _gets_further(lines: Lines, index: int, new: Fault, old: Fault) -> bool:
    same = (new.offset, new.message) == (old.offset, old.message)
    return new.code == "FM002" and not same and lines.number(new.offset) > index


def _smallest(old: str, now: str, at: int) -> Edit:
    shared = min(len(old), len(now))
    start = next((i for i in range(shared) if old[i] != now[i]), shared)
    back = next((i for i in range(shared - start) if old[-1 - i] != now[-1 - i]), shared - start)
    return Edit(at + start, at + len(old) - back, now[start : len(now) - back])
