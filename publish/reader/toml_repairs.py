"""Slips of TOML front matter that leave no doubt what was meant, mended line by line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator

from publish.diagnostics import Applicability
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
from publish.reader.keys import LISTS, field
from publish.reader.values import Fault, Loaded, Repair
from publish.reader.yaml_quotes import meant
from publish.regex import regex

_PAIR = regex(
    r"(?P<lead>\s*)(?P<key>\"[^\"]*\"|'[^']*'|[^\s=:：＝\[\]\"'#][^=:：＝\"'#\[\]]*?)\s*(?P<sign>[=:：＝])\s*(?P<value>.*)"
)
_ITEM = regex(r"(?P<lead>\s+)(?P<value>[^\s\[\]{}#=][^\[\]{}#=]*?)(?P<comma>\s*[,，、]?)")
_BARE_KEY = regex(r"[A-Za-z0-9_.-]+")
_MARKED = regex(r"(?P<bare>(?:\".*\"|'.*'|[“”].*[“”]|.*?))(?P<comment>\s+#(?:\s.*)?)?")
_CURLY = regex(r"[“”„‟]")
_LIST = regex(r"\[(?P<inside>[^\[\]]*)\]?")
_PIECE = regex(r"\"[^\"]*\"|'[^']*'|[“”][^“”]*[“”]|[^\s,，、\"'“”][^,，、\"'“”]*")
_TRUTH = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}
_MARKS = "TOML wants quotation marks round this value"
_TWICE = "Cannot overwrite a value"


def mend(head: str, found: Loaded, read: Callable[[str], Loaded]) -> Mended | None:
    """Another reading of a head that cannot be read as it stands; None when it is past mending.

    A line is changed only where the parser stops, and only when it then gets further.
    """
    if len(head) > LONGEST:
        return None
    lines = Lines(head)
    for index, line in enumerate(lines.now):
        lines.now[index] = CONTROLS.sub("", line)  # ENC003 tells of these
    if lines.now != lines.old:
        found = read(lines.text)
    doubtful: set[int] = set()
    for _ in range(ROUNDS):
        if not found.faults:
            return Mended(found, lines.text, tuple(_repairs(lines, doubtful)))
        after = _without_repetition(lines, found.faults[0], read, doubtful) or _further(
            lines, found.faults[0], read
        )
        if after is None:
            return None
        found = after
    return None


def _repairs(lines: Lines, doubtful: set[int]) -> Iterator[Repair]:
    """Those of the lines; removing a value that differs from the one that holds is not safe."""
    starts = {sum(map(len, lines.old[:index])) for index in doubtful}
    for item in lines.repairs():
        unsafe = item.start in starts
        yield item._replace(applicability=Applicability.UNSAFE) if unsafe else item


def _further(lines: Lines, fault: Fault, read: Callable[[str], Loaded]) -> Loaded | None:
    """The reading after one more line is mended, when it gets further than ``fault``."""
    stopped = lines.number(fault.offset)
    suspects = (i for i in (stopped, stopped - 1) if i >= 0 and i not in lines.messages)
    return further(lines, fault, read, suspects, lambda index: _attempts(lines.now[index]))


def _attempts(line: str) -> Iterator[Attempt]:
    """What a line may have been meant to say, the likeliest first."""
    parts = PARTS.fullmatch(line)
    text, end = (parts["text"], parts["end"]) if parts else ("", "")
    if not text.strip() or text.lstrip().startswith("#"):
        return
    if found := _PAIR.fullmatch(text):
        key = found["key"]
        if not (key[0] in "\"'" or _BARE_KEY.fullmatch(key)):
            key = _quoted(key)
        for value, message in _values(field(found["key"]), found["value"]):
            if found["sign"] != "=":
                message = f"TOML has “=” after a key, not “{found['sign']}”"
            elif key != found["key"] and value == found["value"]:
                message = "TOML wants quotation marks round this key"
            yield Attempt(f"{found['lead']}{key} = {value}{end}", message)
    elif item := _ITEM.fullmatch(text):
        comma = "," if item["comma"].strip() else ""
        yield Attempt(f"{item['lead']}{_quoted(_said(item['value']))}{comma}{end}", _MARKS)


def _values(name: str, written: str) -> Iterator[tuple[str, str]]:
    """What a value may have been meant to be, and what is wrong with it."""
    found = _MARKED.fullmatch(written)
    bare, rest = (found["bare"], found["comment"] or "") if found else (written, "")
    yield written, ""
    capital = bare.istitle() or bare.isupper() or name == "draft"
    if capital and (truth := _TRUTH.get(bare.lower())):
        yield truth + rest, f"TOML knows “{truth}”, not “{bare}”"
    if listed := _LIST.fullmatch(bare):
        names = [_said(piece) for piece in _PIECE.findall(listed["inside"])]
        yield f"[{', '.join(map(_quoted, names))}]{rest}", "TOML cannot read this list"
    elif name in LISTS and bare[:1] not in "[{":
        names = [_said(piece) for piece in _PIECE.findall(bare)]
        yield f"[{', '.join(map(_quoted, names))}]{rest}", "TOML cannot read this list"
    if bare[:1] not in "[{":
        for whole, behind in ((bare, rest), (written, "")):
            if whole:
                yield _quoted(_said(whole)) + behind, _reason(whole)


def _said(value: str) -> str:
    """The words of a value without the marks that were meant to quote it."""
    value = value.strip()
    if _CURLY.match(value):
        return _CURLY.sub("", value)
    return meant(value)


def _reason(value: str) -> str:
    if value[0] == '"' and "\\" in value:
        return "TOML takes the backslashes of this value for escapes that it does not know"
    if _CURLY.match(value):
        return "TOML knows no quotation marks but \" and '"
    return "the quotation marks of this value do not pair" if value[0] in "\"'" else _MARKS


def _quoted(text: str) -> str:
    """A text as TOML reads it back whatever it holds."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _without_repetition(
    lines: Lines, fault: Fault, read: Callable[[str], Loaded], doubtful: set[int]
) -> Loaded | None:
    """The reading without the first line of a key that is written again, where the last one holds."""
    if _TWICE not in fault.message:
        return None
    again = lines.number(max(fault.offset - 1, 0))
    last = _alone(lines.now[again])
    for index, line in enumerate(lines.now[:again]):
        first = _alone(line)
        if first and last and first.keys() == last.keys():
            key = next(iter(last))
            lines.now[index] = ""
            lines.messages[index] = f"the key “{key}” is written twice; the last one holds"
            if first != last:
                doubtful.add(index)
            return read(lines.text)
    return None


def _alone(line: str) -> dict[str, object]:
    """The pair on a line; empty when it is not whole there."""
    try:
        return tomllib.loads(line.replace("\r", "\n"))
    except ValueError:
        return {}
