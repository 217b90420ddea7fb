"""From a parsed TOML table to typed tables: every fault at once, each with its key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect
from msgspec.structs import fields

from publish.manifest.schema import ManifestTable
from publish.regex import regex

_AT = regex(r"^(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = regex(r"unknown field `(.+?)`")
_KINDS = {
    "str": "text in quotes", "int": "a whole number", "float": "a number", "bool": "true or false",
    "array": "a list in [ ]", "object": "a table", "null": "nothing",
}  # fmt: skip


class Fault(NamedTuple):
    """What is wrong with the key at ``path``, or with one ``value`` of its list, and how to mend it.

    A fault of a key among ``because`` explains this one: its faulty value was taken out.
    """

    path: tuple[str, ...]
    message: str
    hint: str = ""
    because: tuple[tuple[str, ...], ...] = ()
    code: str = "MAN003"
    value: str = ""

    def follows(self, faults: Sequence[Fault]) -> bool:
        """Whether it is there only because of another."""
        return any(other.path in self.because for other in faults)


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
            (*path, name),
            f"unknown key “{name}”{_inside(path)}",
            suggest(name, _known(path)),
            value=name,
        )
    if missing := re.search(r"missing required field `(.+?)`", what):
        message = f"the key “{missing[1]}” is missing{_inside(path)}"
        return Fault(path, message, because=((*path, missing[1]),))
    if choice := re.match(r"Invalid enum value ['\"]?(.*?)['\"]?$", what):
        message = f"“{'.'.join(path)}” cannot be “{choice[1]}”"
        return Fault(path, message, suggest(choice[1], _choices(path)))
    if bound := re.match(r"Expected `\w+` (>=|<=) (\S+)$", what):
        side = "at least" if bound[1] == ">=" else "at most"
        message = f"“{'.'.join(path)}” must be {side} {bound[2]}, not {_get(data, path)}"
        return Fault(path, message)
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
    return [field.encode_name for cls in _tables(_type(path)) for field in fields(cls)]


def _choices(path: Sequence[str]) -> list[str]:
    """The values of a key that has a list of them."""
    kind = _type(path)
    return [str(value) for value in kind.values] if isinstance(kind, inspect.LiteralType) else []


def _type(path: Sequence[str]) -> inspect.Type:
    """The type of the key at ``path``."""
    kind = inspect.type_info(ManifestTable)
    for name in path:
        if isinstance(kind, inspect.DictType):
            kind = kind.value_type
            continue
        named = {field.encode_name: field.type for cls in _tables(kind) for field in fields(cls)}
        kind = inspect.type_info(named[name]) if name in named else inspect.AnyType()
        kind = kind.type if isinstance(kind, inspect.Metadata) else kind
    return kind


def _tables(kind: inspect.Type) -> Iterator[type[msgspec.Struct]]:
    """The tables that a type is, or holds in a list."""
    match kind:
        case inspect.StructType(cls=cls):
            yield cls
        case inspect.VarTupleType(item_type=inside):
            yield from _tables(inside)
        case inspect.UnionType(types=types):
            for each in types:
                yield from _tables(each)
        case _:
            return


def kind_of(value: object) -> str:
    """A value's kind in words."""
    name = type(value).__name__
    return _KINDS.get({"dict": "object", "list": "array"}.get(name, name), name)


def suggest(name: str, known: Sequence[str]) -> str:
    """“did you mean …?”, or the names there are."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"known: {', '.join(known)}" if known else ""
