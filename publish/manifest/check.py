"""From a parsed TOML table to typed tables: every fault at once, each with its key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from publish.manifest.schema import ManifestTable

T = TypeVar("T")

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `(.+?)`")
_KINDS = {
    "str": "text in quotes", "int": "a whole number", "float": "a number", "bool": "true or false",
    "array": "a list in [ ]", "object": "a table", "null": "nothing",
}  # fmt: skip


class Fault(NamedTuple):
    """What is wrong with the key at ``path``, and how to mend it."""

    path: tuple[str, ...]
    message: str
    hint: str = ""
    missing: str = ""

    def follows(self, faults: Sequence[Fault]) -> bool:
        """Whether the key is missing only because its faulty value was taken out."""
        return bool(self.missing) and any(
            other.path == (*self.path, self.missing) for other in faults
        )


def check(data: Mapping[str, Any]) -> tuple[ManifestTable, list[Fault]]:
    """The tables of a manifest, without the keys that are faulty, and the faults.

    msgspec stops at the first fault; so each faulty key is noted, taken out, and the rest is tried
    again until it holds.
    """
    left = _copy(data)
    faults: list[Fault] = []
    while True:
        try:
            return msgspec.convert(left, ManifestTable), faults
        except msgspec.ValidationError as error:
            fault = _fault(str(error), left)
            if not fault.follows(faults):
                faults.append(fault)
            if not _drop(left, fault.path):
                return ManifestTable(), faults


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copy(inner) for name, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _fault(message: str, data: Any) -> Fault:
    found = _AT.match(message)
    what, where = (found["what"], found["where"] or "$") if found else (message, "$")
    path = _path(where, data)
    if unknown := _UNKNOWN.search(what):
        name = unknown[1]
        return Fault(
            (*path, name), f"unknown key “{name}”{_inside(path)}", suggest(name, _known(path))
        )
    if missing := re.search(r"missing required field `(.+?)`", what):
        return Fault(path, f"the key “{missing[1]}” is missing{_inside(path)}", missing=missing[1])
    if kinds := re.match(r"Expected `(.+?)`, got `(.+?)`", what):
        wanted = " or ".join(_KINDS.get(kind.strip(), kind) for kind in kinds[1].split("|"))
        given = _KINDS.get(kinds[2], kinds[2])
        return Fault(path, f"“{'.'.join(path)}” must be {wanted}, not {given}")
    return Fault(path, f"“{'.'.join(path)}”: {what}")


def _inside(path: Sequence[str]) -> str:
    return f" in [{'.'.join(path)}]" if path else ""


def _path(where: str, data: Any) -> tuple[str, ...]:
    """msgspec's ``$.a[...].b`` as keys; ``[...]`` stands for any entry, so look for the faulty one."""
    path: list[str] = []
    for step in re.findall(r"\.([^.\[]+)|(\[[^\]]*\])", where):
        if step[0]:
            path.append(step[0])
        elif isinstance(_get(data, path), Mapping):
            path.append(_faulty_entry(_get(data, path), path))
    return tuple(path)


def _faulty_entry(entries: Mapping[str, Any], path: Sequence[str]) -> str:
    for name in entries:
        try:
            msgspec.convert(_nest(path, {name: entries[name]}), ManifestTable)
        except msgspec.ValidationError:
            return name
    return next(iter(entries), "")


def _nest(path: Sequence[str], value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _get(data: Any, path: Sequence[str]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _drop(data: Any, path: Sequence[str]) -> bool:
    for end in range(len(path), 0, -1):
        table = _get(data, path[: end - 1])
        if isinstance(table, dict) and path[end - 1] in table:
            del table[path[end - 1]]
            return True
    return False


def _known(path: Sequence[str]) -> list[str]:
    """The keys that the table at ``path`` may have."""
    schema: Any = ManifestTable
    for name in path:
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(schema)}
        kind = msgspec.inspect.type_info(fields[name]) if name in fields else None
        match kind:
            case msgspec.inspect.StructType(cls=cls):
                schema = cls
            case msgspec.inspect.DictType(value_type=msgspec.inspect.StructType(cls=cls)):
                return [field.encode_name for field in msgspec.structs.fields(cls)]
            case _:
                return []
    return [field.encode_name for field in msgspec.structs.fields(schema)]


def suggest(name: str, known: Sequence[str]) -> str:
    """“did you mean …?”, or the names there are."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"known: {', '.join(known)}" if known else ""
