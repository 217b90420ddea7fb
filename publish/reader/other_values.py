"""Front matter in TOML and JSON, and bare headers."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from publish.reader.values import Loaded, Value, as_text, failed, places, too_deep

_TOML_KEY = re.compile(
    r"""^[ \t]*(?:\[{1,2}[ \t]*)?(?P<key>[\w-]+|"[^"\n]*"|'[^'\n]*')[^=\n]*?(?:=|\]{1,2}[ \t]*$)""",
    re.MULTILINE,
)
_AT = re.compile(r"at line (\d+), column (\d+)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def load_toml(head: str) -> Loaded:
    """The values of a head in TOML."""
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
    """The values of a head in JSON, with or without its outer braces; text may follow the object."""
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
    return Loaded(table, places(_json_starts(head, table), size), size=size)


def _json_starts(head: str, values: dict[str, Any]) -> list[tuple[str, int]]:
    starts: list[tuple[str, int]] = []
    at = 0
    for key in values:
        if found := re.compile(rf'"{re.escape(key)}"\s*:').search(head, at):
            starts.append((key, found.start()))
            at = found.end()
    return starts


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
