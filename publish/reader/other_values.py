"""Front matter in TOML and JSON, and bare headers."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence

from publish.diagnostics import Applicability
from publish.reader import json_repairs, toml_repairs
from publish.reader.values import Loaded, Repair, Value, as_text, failed, places, too_deep
from publish.regex import regex
from publish.text import Origin, apply_edits

_TOML_KEY = regex(
    r"""^[ \t]*(?:\[{1,2}[ \t]*)?(?P<key>[\w-]+|"[^"\n]*"|'[^'\n]*')[^=\n]*?(?:=|\]{1,2}[ \t]*$)""",
    re.MULTILINE,
)
_JSON_PART = regex(r'"(?P<key>(?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_AT = regex(r"at line (\d+), column (\d+)")
_LINE = regex(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def load_toml(head: str) -> Loaded:
    """The values of a head in TOML, read as it was meant where the slip is plain."""
    found = _read_toml(head)
    if not found.faults or found.faults[0].code != "FM002":
        return found
    mended = toml_repairs.mend(head, found, _read_toml)
    if mended is None:
        return found
    edits = [edit for item in mended.repairs for edit in item.edits]
    return _at_home(mended.loaded, Origin(edits), mended.repairs)


def _at_home(found: Loaded, origin: Origin, repairs: tuple[Repair, ...]) -> Loaded:
    """What was read of a mended head, at its places in the head as it stands in the file."""
    keys = {key: (origin.old(start), origin.old(end)) for key, (start, end) in found.keys.items()}
    own = tuple(
        item._replace(start=origin.old(item.start), end=origin.old(item.end))
        for item in found.repairs
    )
    return found._replace(keys=keys, size=origin.old(found.size), repairs=(*repairs, *own))


def _read_toml(head: str) -> Loaded:
    try:
        # tomllib knows no lone carriage return; one character for one keeps the places true.
        parsed = tomllib.loads(head.replace("\r\n", " \n").replace("\r", "\n"), parse_float=str)
        values = as_text(parsed)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        offset = _offset(head, int(found[1]), int(found[2])) if found else len(head)
        reason = str(error).partition(" (at")[0]
        return failed(offset, "FM002", f"the TOML cannot be read: {reason}")
    except RecursionError:
        return too_deep()
    except ValueError as error:  # a number that is longer than Python reads
        return failed(0, "FM002", f"the TOML cannot be read: {error}")
    return Loaded(values if isinstance(values, dict) else {}, _toml_places(head, values))


def _toml_places(head: str, values: Value) -> dict[str, tuple[int, int]]:
    known = values if isinstance(values, dict) else {}
    starts: list[tuple[str, int]] = []
    in_table = False
    for found in _TOML_KEY.finditer(head):
        table = found[0].lstrip().startswith("[")
        key = found["key"].strip("\"'")
        if key in known and (table or not in_table):
            starts.append((key, found.start()))
        in_table = in_table or table
    return places(starts, len(head))


def load_json(head: str) -> Loaded:
    """The values of a head in JSON, with or without its outer braces, read as it was meant where the
    slip is plain; text may follow the object."""
    found = read_json(head)
    if not found.faults:
        return found
    repairs = json_repairs.repairs(head)
    edits = [edit for item in repairs for edit in item.edits]
    again = read_json(apply_edits(head, edits)) if edits else found
    if again.faults:
        return found
    mended = _at_home(again, Origin(edits), repairs)
    return mended if edits[-1].end <= mended.size else found


def read_json(head: str) -> Loaded:
    """The same as it stands, slips and all."""
    text = head.lstrip()
    lead = len(head) - len(text)
    bare = not text.startswith("{")
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    try:
        parsed, size = decoder.raw_decode("{" + text + "}" if bare else text)
        values = as_text(parsed)
    except json.JSONDecodeError as error:
        offset = min(lead + max(error.pos - bare, 0), len(head))
        return failed(offset, "FM002", f"the JSON cannot be read: {error.msg}")
    except RecursionError:
        return too_deep()
    table: dict[str, Value] = values if isinstance(values, dict) else {}
    size = min(size - bare + lead, len(head))
    starts = list(_json_starts(head[:size], table))
    return Loaded(table, places(starts, size), size=size, repairs=tuple(_repeated(starts)))


def _json_starts(head: str, values: dict[str, Value]) -> Iterator[tuple[str, int]]:
    """Where the keys of the top level begin; one that is written twice comes twice."""
    depth = 0
    for found in _JSON_PART.finditer(head):
        depth += found[0] in "{[" and 1
        depth -= found[0] in "}]" and 1
        key = found["key"]
        if key is not None and depth == head.lstrip().startswith("{") and key in values:
            yield key, found.start()


def _repeated(starts: Sequence[tuple[str, int]]) -> Iterator[Repair]:
    """Each key that is written again further down, where the last one holds."""
    seen: set[str] = set()
    for key, start in starts:
        if key in seen:
            message = f"the key “{key}” is written twice; the last one holds"
            hint = "remove one of them"
            end = start + len(key) + 2
            yield Repair(start, end, "FM002", message, (), Applicability.DISPLAY, hint)
        seen.add(key)


def load_header(head: str) -> Loaded:
    """The values of a bare header such as ``Title: x``; an indented line continues its key."""
    values: dict[str, Value] = {}
    starts: list[tuple[str, int]] = []
    for line in _LINE.finditer(head):
        text = line[0]
        if text[:1] in (" ", "\t") and starts:
            key = starts[-1][0]
            values[key] = f"{values[key] or ''} {text.strip()}".strip()
        elif ":" in text:
            name, _, value = text.partition(":")
            starts.append((name.strip().lower(), line.start()))
            values[name.strip().lower()] = value.strip() or None
    return Loaded(values, places(starts, len(head)))


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for number, found in enumerate(_LINE.finditer(text), 1):
        at = found.start()
        if number == line:
            return min(at + column - 1, len(text))
    return min(at, len(text))
