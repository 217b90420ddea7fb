"""What citing needs from outside a post, as values: a style, and bibliographies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from publish import pandoc
from publish.diagnostics import PublishError
from publish.rules.references.csl_items import Item

SHIPPED = {"gb7714-2015-numeric": "gb7714-2015-numeric.csl"}
_ALIASES = {"china-national-standard-gb-t-7714-2015-numeric": "gb7714-2015-numeric"}
FORMATS = {".bib": "biblatex", ".json": "csljson", ".yaml": "markdown", ".yml": "markdown"}


class Bibliography(NamedTuple):
    """A file of references: its name, and its text (None when there is no such file)."""

    name: str
    text: str | None


class Library(NamedTuple):
    """A style (the name of a shipped one, or CSL itself) and the bibliographies of a post."""

    style: str = ""
    bibliographies: tuple[Bibliography, ...] = ()


NO_LIBRARY = Library()


def declared(style: str, names: tuple[str, ...]) -> Library:
    """What a manifest names, before the files are read."""
    return Library(style, tuple(Bibliography(name, None) for name in names))


class Known(NamedTuple):
    """References by their key, and what could not be read, as sentences."""

    items: Mapping[str, Item]
    faults: tuple[str, ...]


def shipped(name: str) -> str:
    """The name of the shipped style that ``name`` means, or nothing."""
    bare = name.rpartition("/")[2].removesuffix(".csl")
    bare = _ALIASES.get(bare, bare)
    return bare if bare in SHIPPED else ""


@cache
def style_text(name: str) -> str:
    """The CSL of a shipped style."""
    return (files(__package__) / "styles" / SHIPPED[name]).read_text(encoding="utf-8")


def style(wanted: object, library: Library, lang: str = "") -> str:
    """The style that the post asks for, or the manifest, or the usual one of a language: the name of a
    shipped style, or CSL. Empty where none was asked for, and where what was asked for is not there."""
    if isinstance(wanted, str) and (name := shipped(wanted)):
        return name
    if library.style:
        return library.style if library.style.lstrip().startswith("<") else shipped(library.style)
    return "gb7714-2015-numeric" if lang.startswith("zh") else ""


def known(library: Library, inline: object) -> Known:
    """The references of the bibliographies, and those that stand in the front matter of the post."""
    items: dict[str, Item] = {}
    faults: list[str] = []
    for bibliography in library.bibliographies:
        read = _read(bibliography)
        items |= read.items
        faults += read.faults
    if isinstance(inline, list):
        text = json.dumps({"references": inline}, ensure_ascii=False)
        read = _converted("the references of the front matter", f"---\n{text}\n---\n", "markdown")
        items |= read.items
        faults += read.faults
    return Known(items, tuple(faults))


def _read(bibliography: Bibliography) -> Known:
    name, text = bibliography
    format = next((FORMATS[end] for end in FORMATS if name.lower().endswith(end)), "")
    if text is None:
        return Known({}, (f"the bibliography “{name}” is not there",))
    if not format:
        return Known({}, (f"the bibliography “{name}” is none of {', '.join(FORMATS)}",))
    if format == "markdown" and not text.startswith("---"):
        text = f"---\n{text}\n---\n"
    return _converted(f"the bibliography “{name}”", text, format)


@lru_cache(maxsize=16)
def _converted(name: str, text: str, format: str) -> Known:
    """Any form of references as CSL-JSON, by pandoc."""
    try:
        data = pandoc.convert(text.encode(), ("--from", format, "--to", "csljson"))
    except PublishError as error:
        return Known({}, (f"{name} cannot be read: {error.diagnostics[0].message}",))
    return Known({str(entry["id"]): entry for entry in _entries(data)}, ())


def _entries(data: bytes) -> Iterator[dict[str, Any]]:
    for entry in json.loads(data or b"[]"):
        if isinstance(entry, dict) and entry.get("id"):
            yield entry
