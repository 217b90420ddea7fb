"""The block of metadata at the head of a post: which form it has, its values, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from publish.diagnostics import Applicability
from publish.reader import bare_header, fences, yaml_values
from publish.reader.keys import is_known
from publish.reader.other_values import load_header, load_json, load_toml, read_json
from publish.reader.values import Fault, Loaded, Repair, Value
from publish.regex import regex

MAX_SIZE = 200_000  # characters; a longer head is a fault, not metadata

_HEADING = regex(r"(?:\n|\r)[ \t]*[\r\n]+#{1,6} ")
# An object of JSON with a known key, whatever else is wrong with it.
_OBJECT = regex(
    r"\{(?:\s|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)*[\"'“](?P<key>\w[\w -]*)[\"'”]\s*[:：]"
)
_JSON = regex(r"\{\s*\"[\w -]+\"\s*:")


class FrontMatter(NamedTuple):
    """``kind`` is yaml, toml, json (between ``;;;``), object (JSON in braces), hexo (no opening
    ``---``), pelican (bare headers) or none.

    ``values`` hold what was written: every scalar is its own text, None where it is empty. ``keys``
    maps a key of the top level, in lower case, to the offsets of its lines; ``body`` is the offset
    at which the Markdown begins, ``start`` and ``end`` hold the head without its fences, ``lead``
    what stands above it and belongs to the Markdown.

    ``faults`` say why it cannot be read; ``repairs`` are slips through which it was read.
    """

    kind: str
    values: Mapping[str, Value]
    keys: Mapping[str, tuple[int, int]]
    body: int
    start: int = 0
    end: int = 0
    faults: tuple[Fault, ...] = ()
    repairs: tuple[Repair, ...] = ()
    lead: tuple[int, int] = (0, 0)


_NONE = FrontMatter("none", {}, {}, 0)
_LOADERS = {
    "yaml": yaml_values.load,
    "hexo": yaml_values.load,
    "toml": load_toml,
    "json": load_json,
    "pelican": load_header,
}


@lru_cache(maxsize=4)  # a pure function that every stage asks again
def split(text: str) -> FrontMatter:
    """The front matter of a post; total: a fault is a value, at an offset of ``text``."""
    start = len(text) - len(text.lstrip("\ufeff"))
    if text[start : start + 1] == "{":
        return _bare_json(text, start)
    match fences.find(text, start):
        case fences.Fenced() as found:
            return _fenced(text, found)
        case fences.Unclosed(offset, fence):
            message = f"the front matter is not closed by a line “{fence}”"
            fault = Fault(offset, "FM001", message, "add that line below the last key")
            return _NONE._replace(faults=(fault,))
        case None:
            if header := bare_header.find(text, start):
                return _loaded(header.kind, text, start, header.end, header.body)
            return _NONE


def _fenced(text: str, found: fences.Fenced) -> FrontMatter:
    front = _loaded(found.kind, text, found.start, found.end, found.body)
    doubtful = front.faults or front.repairs or _HEADING.search(text, found.start, found.end)
    if doubtful and (shorter := fences.open_ended(text, found)):
        other = _loaded("yaml", text, shorter.start, shorter.end, shorter.body)
        if not other.faults:
            front, found = other, shorter
    if front.faults and fences.is_prose(text, found):
        return _NONE
    if front.faults:
        return front._replace(lead=found.lead)  # mended whole or not at all
    repairs = (*found.repairs, *front.repairs)
    return _with_second(text, front._replace(repairs=repairs, lead=found.lead))


def _with_second(text: str, front: FrontMatter) -> FrontMatter:
    """With the values of a second head right below the first, which exports leave behind."""
    second = fences.find(text, front.body)
    if not isinstance(second, fences.Fenced) or second.lead != (0, 0):
        return front
    other = _loaded(second.kind, text, second.start, second.end, second.body)
    if other.faults or sum(map(is_known, other.values)) < 2:
        return front
    message = "a second front matter follows; where both have a key, the first holds"
    hint = "put the keys together and remove the second"
    place = second.start, second.start
    repair = Repair(*place, "FM001", message, (), Applicability.DISPLAY, hint)
    values = {**other.values, **front.values}
    return front._replace(values=values, body=other.body, repairs=(*front.repairs, repair))


def _bare_json(text: str, start: int) -> FrontMatter:
    """A leading JSON object; a brace that opens anything else is text."""
    head = text[start : start + MAX_SIZE]
    found = read_json(head)
    if found.faults and (first := _OBJECT.match(head)) and is_known(first["key"]):
        found = load_json(head)
    if found.faults and _JSON.match(text, start):
        faults = tuple(fault._replace(offset=fault.offset + start) for fault in found.faults)
        return _NONE._replace(faults=faults)
    if found.faults or not found.values:
        return _NONE
    end = start + found.size
    body = end + len(text[end:]) - len(text[end:].lstrip("\r\n \t"))
    repairs = tuple(repair.moved(start) for repair in found.repairs)
    keys = _moved(found, start)
    return FrontMatter("object", found.values, keys, body, start, end, repairs=repairs)


def _loaded(kind: str, text: str, start: int, end: int, body: int) -> FrontMatter:
    if end - start > MAX_SIZE:
        message = f"the front matter is longer than {MAX_SIZE} characters"
        fault = Fault(start, "SEC003", message, "is the closing line missing?")
        return FrontMatter(kind, {}, {}, body, start, end, (fault,))
    found = _LOADERS[kind](text[start:end])
    faults = tuple(fault._replace(offset=fault.offset + start) for fault in found.faults)
    repairs = tuple(repair.moved(start) for repair in found.repairs)
    return FrontMatter(kind, found.values, _moved(found, start), body, start, end, faults, repairs)


def _moved(found: Loaded, start: int) -> dict[str, tuple[int, int]]:
    return {key: (low + start, high + start) for key, (low, high) in found.keys.items()}
