"""Slips of YAML front matter that leave no doubt what was meant, mended line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from publish.diagnostics import Edit
from publish.reader.keys import LISTS, TEXTS, field, is_known
from publish.reader.values import Fault, Loaded, Repair
from publish.reader.yaml_quotes import as_list, meant, quoted

LONGEST = 20_000  # characters of a head that is mended; a longer one is read as it stands
_ROUNDS = 30

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_PARTS = re.compile(r"(?P<text>[^\r\n]*?)(?P<end>[ \t]*[\r\n]*)")
_TABS = re.compile(r"^[ \t]*\t[ \t]*|(?<=[:-])\t+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_KEY = re.compile(
    r"""(?P<lead>[ ]*(?:-[ ]+)?(?P<key>[^\s:：#\[\]{},"'&*!|>%@`-][^:：\r\n]{0,60}?)[ ]*:[ ]+)(?P<value>\S.*)"""
)
_TIGHT = re.compile(r"(?P<lead>[ ]*)(?P<key>\w[\w -]{0,40}?)[ ]*(?P<colon>[:：])(?P<rest>.*)")
_ITEM = re.compile(r"(?P<lead>[ ]*-[ ]+)(?P<value>\S.*)")
_TIGHT_ITEM = re.compile(r"(?P<lead>[ ]*)-(?P<value>[^\s-].*)")
_BROKEN = re.compile(r"(?![\[{][^\[\]{}]*[\]}][^,\]}]|\{[{%])[\[{]")  # a list or table, not words
_INDENTED_KEY = re.compile(r"[ ]{1,3}(?P<key>\w[\w -]{0,40}?)[ ]*:(?=[ ]|$)")

_QUOTES = "YAML cannot read this value without quotation marks"
_TAB = "YAML does not allow TABs in front of a value; they are read as spaces"


class Mended(NamedTuple):
    """What was read of a head once its slips were mended, the head then, and the repairs."""

    loaded: Loaded
    text: str
    repairs: tuple[Repair, ...]


class _Attempt(NamedTuple):
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


def _smallest(old: str, now: str, at: int) -> Edit:
    shared = min(len(old), len(now))
    start = next((i for i in range(shared) if old[i] != now[i]), shared)
    back = next((i for i in range(shared - start) if old[-1 - i] != now[-1 - i]), shared - start)
    return Edit(at + start, at + len(old) - back, now[start : len(now) - back])


def mend(head: str, found: Loaded, read: Callable[[str], Loaded]) -> Mended | None:
    """Another reading of a head that cannot be read as it stands; None when it is past mending.

    A line is changed only where the parser stops, and only when it then gets further.
    """
    if len(head) > LONGEST:
        return None
    lines = Lines(head)
    for index in range(len(lines.now)):
        _clean(lines, index)
    if lines.now != lines.old:
        found = read(lines.text)
    for _ in range(_ROUNDS):
        if not found.faults:
            return Mended(found, lines.text, tuple(lines.repairs()))
        further = _further(lines, found.faults[0], read)
        if further is None:
            return None
        found = further
    return None


def _clean(lines: Lines, index: int) -> None:
    """What is wrong whatever the parser says: control characters, TABs, known keys without space."""
    line = lines.now[index] = _CONTROLS.sub("", lines.now[index])  # ENC003 tells of these
    if "\t" in line and (text := _TABS.sub(_spaces, line)) != line:
        lines.put(index, text, _TAB)
    tight = _TIGHT.match(lines.now[index])
    if tight and not tight["lead"] and is_known(tight["key"]):
        for attempt in _colon(tight):
            lines.put(index, lines.now[index].replace(tight[0], attempt.text, 1), attempt.message)


def _spaces(tabs: re.Match[str]) -> str:
    """Two spaces for each TAB at the beginning of a line, one behind a colon or a dash."""
    return " " if tabs.start() else tabs[0].replace("\t", "  ")


def _further(lines: Lines, fault: Fault, read: Callable[[str], Loaded]) -> Loaded | None:
    """The reading after one more line is mended, when it gets further than ``fault``."""
    for index in _suspects(lines, fault):
        for attempt in _attempts(lines.now, index):
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


def _suspects(lines: Lines, fault: Fault) -> Iterable[int]:
    """The line at which the parser stopped, that where it began, and the one before."""
    stopped = lines.number(fault.offset)
    before = next((i for i in range(stopped - 1, -1, -1) if lines.now[i].strip()), stopped)
    begun = stopped if fault.begun is None else lines.number(fault.begun)
    return [i for i in dict.fromkeys((stopped, begun, before)) if i not in lines.messages]


def _attempts(lines: list[str], index: int) -> Iterator[_Attempt]:
    """What a line may have been meant to say, the likeliest first."""
    parts = _PARTS.fullmatch(lines[index])
    if parts is None or not parts["text"].strip() or parts["text"].lstrip().startswith("#"):
        return
    text, end = parts["text"], parts["end"]
    for attempt in (*_spacing(text), *_quoting(text), *_indent(lines, index, text)):
        yield attempt._replace(text=attempt.text + end)


def _spacing(text: str) -> Iterator[_Attempt]:
    """A colon or a dash without its space, or of full width."""
    tight = _TIGHT.fullmatch(text)
    if tight and (is_known(tight["key"]) or tight["key"].isascii()):
        for attempt in _colon(tight):
            yield attempt
            value = quoted(meant(tight["rest"].strip()))
            yield attempt._replace(text=f"{tight['lead']}{tight['key']}: {value}")
    if item := _TIGHT_ITEM.fullmatch(text):
        yield _Attempt(f"{item['lead']}- {item['value']}", "no space after the dash")


def _colon(tight: re.Match[str]) -> Iterator[_Attempt]:
    wide = tight["colon"] == "："
    if wide or tight["rest"][:1] not in ("", " ", "/"):
        message = "the colon after the key is full-width" if wide else "no space after the colon"
        text = f"{tight['lead']}{tight['key']}: {tight['rest'].strip()}"
        yield _Attempt(text.rstrip(), message)


def _quoting(text: str) -> Iterator[_Attempt]:
    """A value that YAML takes for something else, or whose quotation marks do not pair."""
    if found := _KEY.fullmatch(text):
        value = found["value"]
        if field(found["key"]) in LISTS and (listed := as_list(value)):
            yield _Attempt(found["lead"] + listed, "YAML cannot read this list")
        elif not _BROKEN.match(value) or (field(found["key"]) in TEXTS and value[-1] in "]}"):
            yield _Attempt(found["lead"] + quoted(meant(value)), _reason(value))
    elif (item := _ITEM.fullmatch(text)) and not _BROKEN.match(item["value"]):
        yield _Attempt(item["lead"] + quoted(meant(item["value"])), _reason(item["value"]))


def _reason(value: str) -> str:
    if value[0] == '"' and "\\" in value:
        return "YAML takes the backslashes of this value for escapes that it does not know"
    return "the quotation marks of this value do not pair" if value[0] in "\"'" else _QUOTES


def _indent(lines: list[str], index: int, text: str) -> Iterator[_Attempt]:
    """A key that is indented though nothing holds it; a line that goes on and is not indented."""
    if (found := _INDENTED_KEY.match(text)) and is_known(found["key"]):
        yield _Attempt(text.lstrip(), "this key is indented")
    above = lines[index - 1] if index else ""
    goes_on = _KEY.match(above) or above.startswith("  ")
    if goes_on and text[0] not in " -[]{}" and not _TIGHT.fullmatch(text):
        yield _Attempt(f"  {text}", "this line continues the value above and is not indented")
