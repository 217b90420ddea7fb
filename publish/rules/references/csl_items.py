"""References as CSL-JSON, from the parts of an entry and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.regex import regex

Item = Mapping[str, Any]

_HAN = regex("[\u3400-\u9fff]")
_GIVEN_LAST = regex(r"(?P<family>.+?)\s+(?P<given>(?:[A-Z]\.?[ -]?){1,3})")
_WHOLE = (
    "type",
    "title",
    "container-title",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "page",
    "URL",
    "DOI",
)
_DATES = ("issued", "accessed")


def item(id: str, fields: Mapping[str, str]) -> Item:
    """One reference as CSL-JSON has it."""
    made: dict[str, Any] = {"id": id}
    made |= {name: fields[name] for name in _WHOLE if fields.get(name)}
    for name in _DATES:
        if fields.get(name):
            made[name] = {"date-parts": [[int(part) for part in fields[name].split("-")]]}
    if fields.get("author"):
        made["author"] = [_name(name) for name in fields["author"].split("; ")]
    return made


def _name(text: str) -> Mapping[str, str]:
    """A person's name in two parts; one in Han, or of one word, is whole."""
    if _HAN.search(text) or " " not in text:
        return {"literal": text}
    family, comma, given = text.partition(", ")
    if comma:
        return {"family": family, "given": given}
    if found := _GIVEN_LAST.fullmatch(text):
        return {"family": found["family"], "given": found["given"]}
    given, _, family = text.rpartition(" ")
    return {"family": family, "given": given}


def fields(reference: Item) -> dict[str, str]:
    """The parts of a reference in CSL-JSON as attributes of an entry."""
    made = {name: str(reference[name]) for name in _WHOLE if reference.get(name)}
    names = [_written(name) for name in reference.get("author", ()) if isinstance(name, Mapping)]
    if any(names):
        made["author"] = "; ".join(filter(None, names))
    for name in _DATES:
        if date := _date(reference.get(name)):
            made[name] = date
    return made


def _written(name: Mapping[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    parts = [str(name[part]) for part in ("family", "given") if name.get(part)]
    return ("" if _HAN.search("".join(parts)) else ", ").join(parts)


def _date(value: object) -> str:
    match value:
        case {"date-parts": [[*parts], *_]}:
            return "-".join(f"{int(part):02d}" for part in parts if str(part).isdigit())
        case _:
            return ""
