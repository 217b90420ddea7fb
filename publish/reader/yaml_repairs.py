"""Slips of YAML front matter that leave no doubt what was meant, mended line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from publish.reader.head_lines import (
    CONTROLS,
    LONGEST,
    PARTS,
    ROUNDS,
    Attempt,
    Lines,
    Mended,
    further,
)
from publish.reader.keys import LISTS, TEXTS, field, is_known
from publish.reader.values import Fault, Loaded
from publish.reader.yaml_quotes import as_list, meant, quoted
from publish.regex import regex

_TABS = regex(r"^[ \t]*\t[ \t]*|(?<=[:-])\t+")
_KEY = regex(
    r"""(?P<lead>[ ]*(?:-[ ]+)?(?P<key>[^\s:：#\[\]{},"'&*!|>%@`-][^:：\r\n]{0,60}?)[ ]*:[ ]+)(?P<value>\S.*)"""
)
_TIGHT = regex(r"(?P<lead>[ ]*)(?P<key>\w[\w -]{0,40}?)[ ]*(?P<colon>[:：])(?P<rest>.*)")
_ITEM = regex(r"(?P<lead>[ ]*-[ ]+)(?P<value>\S.*)")
_TIGHT_ITEM = regex(r"(?P<lead>[ ]*)-(?P<value>[^\s-].*)")
_BROKEN = regex(r"(?![\[{][^\[\]{}]*[\]}][^,\]}]|\{[{%])[\[{]")  # a list or table, not words
_INDENTED_KEY = regex(r"[ ]{1,3}(?P<key>\w[\w -]{0,40}?)[ ]*:(?=[ ]|$)")

_QUOTES = "YAML cannot read this value without quotation marks"
_TAB = "YAML does not allow TABs in front of a value; they are read as spaces"


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
    for _ in range(ROUNDS):
        if not found.faults:
            return Mended(found, lines.text, tuple(lines.repairs()))
        after = _further(lines, found.faults[0], read)
        if after is None:
            return None
        found = after
    return None


def _clean(lines: Lines, index: int) -> None:
    """What is wrong whatever the parser says: control characters, TABs, known keys without space."""
    line = lines.now[index] = CONTROLS.sub("", lines.now[index])  # ENC003 tells of these
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
    suspects = _suspects(lines, fault)
    return further(lines, fault, read, suspects, lambda index: _attempts(lines.now, index))


def _suspects(lines: Lines, fault: Fault) -> Iterable[int]:
    """The line at which the parser stopped, that where it began, and the one before."""
    stopped = lines.number(fault.offset)
    before = next((i for i in range(stopped - 1, -1, -1) if lines.now[i].strip()), stopped)
    begun = stopped if fault.begun is None else lines.number(fault.begun)
    return [i for i in dict.fromkeys((stopped, begun, before)) if i not in lines.messages]


def _attempts(lines: list[str], index: int) -> Iterator[Attempt]:
    """What a line may have been meant to say, the likeliest first."""
    parts = PARTS.fullmatch(lines[index])
    if parts is None or not parts["text"].strip() or parts["text"].lstrip().startswith("#"):
        return
    text, end = parts["text"], parts["end"]
    for attempt in (*_spacing(text), *_quoting(text), *_indent(lines, index, text)):
        yield attempt._replace(text=attempt.text + end)


def _spacing(text: str) -> Iterator[Attempt]:
    """A colon or a dash without its space, or of full width."""
    tight = _TIGHT.fullmatch(text)
    if tight and (is_known(tight["key"]) or tight["key"].isascii()):
        for attempt in _colon(tight):
            yield attempt
            value = quoted(meant(tight["rest"].strip()))
            yield attempt._replace(text=f"{tight['lead']}{tight['key']}: {value}")
    if item := _TIGHT_ITEM.fullmatch(text):
        yield Attempt(f"{item['lead']}- {item['value']}", "no space after the dash")


def _colon(tight: re.Match[str]) -> Iterator[Attempt]:
    wide = tight["colon"] == "："
    if wide or tight["rest"][:1] not in ("", " ", "/"):
        message = "the colon after the key is full-width" if wide else "no space after the colon"
        text = f"{tight['lead']}{tight['key']}: {tight['rest'].strip()}"
        yield Attempt(text.rstrip(), message)


def _quoting(text: str) -> Iterator[Attempt]:
    """A value that YAML takes for something else, or whose quotation marks do not pair."""
    if found := _KEY.fullmatch(text):
        value = found["value"]
        if field(found["key"]) in LISTS and (listed := as_list(value)):
            yield Attempt(found["lead"] + listed, "YAML cannot read this list")
        elif not _BROKEN.match(value) or (field(found["key"]) in TEXTS and value[-1] in "]}"):
            yield Attempt(found["lead"] + quoted(meant(value)), _reason(value))
    elif (item := _ITEM.fullmatch(text)) and not _BROKEN.match(item["value"]):
        yield Attempt(item["lead"] + quoted(meant(item["value"])), _reason(item["value"]))


def _reason(value: str) -> str:
    if value[0] == '"' and "\\" in value:
        return "YAML takes the backslashes of this value for escapes that it does not know"
    return "the quotation marks of this value do not pair" if value[0] in "\"'" else _QUOTES


def _indent(lines: list[str], index: int, text: str) -> Iterator[Attempt]:
    """A key that is indented though nothing holds it; a line that goes on and is not indented."""
    if (found := _INDENTED_KEY.match(text)) and is_known(found["key"]):
        yield Attempt(text.lstrip(), "this key is indented")
    above = lines[index - 1] if index else ""
    goes_on = _KEY.match(above) or above.startswith("  ")
    if goes_on and text[0] not in " -[]{}" and not _TIGHT.fullmatch(text):
        yield Attempt(f"  {text}", "this line continues the value above and is not indented")
