"""Contents and bookmarks have every section, with the words and labels of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.publication.model import NavEntry
from publish.publication.nav import printed_depth
from publish.verify.case import Case, Found
from publish.verify.fold import fold, told
from publish.verify.model import Line
from publish.verify.texts import labelled

ALL = 99  # levels
# Those that a file must have where there are sections.
_NEEDED = {"html": ("contents",), "epub": ("nav", "ncx"), "pdf": ("bookmarks",)}


def check(case: Case) -> Iterator[Found]:
    """Of each table of contents: lines that lead nowhere, sections that are missing, others' words."""
    publication = case.expected.publication
    for name in _NEEDED.get(case.format, ()):
        if publication.nav and name not in case.reading.contents:
            yield Found("VFY013", "", f"the file has no {name}")
    below_parts = any(entry.kind == "part" for entry in publication.nav)
    depth = _levels(case) + (case.manner.saying.nested and below_parts)
    right = [fold(text) for text in _entries(publication.nav, depth)]
    allowed = {*right, *(fold(text) for text in case.expected.front)}
    allowed |= {fold(each.text) for each in case.expected.passages if each.kind == "heading"}
    allowed |= {fold(text) for text in _entries(publication.nav, ALL)}
    for name, lines in case.reading.contents.items():
        yield from _compared(name, lines, right, allowed)


def _levels(case: Case) -> int:
    match case.format:
        case "docx":
            return printed_depth(case.expected.publication)
        case "pptx":
            return 1
        case _:
            return ALL


def _compared(
    name: str, lines: Iterable[Line], right: list[str], allowed: set[str]
) -> Iterator[Found]:
    said = []
    for line in lines:
        key = fold(line.text)
        said.append(key)
        if not line.alive:
            yield Found("VFY013", name, f"the entry “{told(line.text)}” leads nowhere")
        if key not in allowed:
            yield Found("VFY013", name, f"the entry “{told(line.text)}” is no section")
    at = 0
    for key in right:
        if key in said[at:]:
            at = said.index(key, at) + 1
        else:
            yield Found("VFY013", name, f"there is no entry “{told(key)}” where it should stand")


def _entries(nav: Iterable[NavEntry], depth: int) -> Iterator[str]:
    for entry in nav:
        yield labelled(entry.label, entry.text)
        if depth > 1:
            yield from _entries(entry.children, depth - 1)
