"""The files of an EPUB's chapters: what they are called, and where a long one is cut."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from publish.publication.model import Publication
from publish.regex import regex

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
LONG = 100_000  # bytes; small reading devices are slow with more
LITTLE = 0.1  # of it is no file of its own
NAME = 40  # characters of a slug
DEEPEST = 6
_NAMESPACE = regex(rb' xmlns(?::\w+)?="[^"]*"')  # said once in a file
_LEVEL = regex(re.escape(XHTML) + r"h([2-6])")


def stems(publication: Publication) -> tuple[str, ...]:
    """``chapter-01-tea`` and so on: numbers keep the order in any listing, slugs tell who is who."""
    digits = max(2, len(str(len(publication.chapters))))
    book = publication.kind == "book"
    slugs = [chapter.id if book else publication.name for chapter in publication.chapters]
    return tuple(
        _joined(f"chapter-{number:0{digits}}", slug.removeprefix("chapter-"))
        for number, slug in enumerate(slugs, 1)
    )


def part_stems(publication: Publication) -> tuple[str, ...]:
    """The same for the pages of the parts: ``part-01`` and so on."""
    titles = [chapter.part.title for chapter in publication.chapters if chapter.part]
    return tuple(_joined(f"part-{number:02}", title) for number, title in enumerate(titles, 1))


def cut(stem: str, tree: Any, limit: int = LONG) -> tuple[tuple[str, Any], ...]:
    """A chapter as one file, or as several that begin with sections, each with its file name.

    A file is as near below ``limit`` as the sections allow; the first has the title, the last the
    notes. The others have the chapter's title as their label.
    """
    box = _box(tree)
    if box is None or _size([box]) <= limit:
        return ((f"{stem}.xhtml", tree),)
    place = tree.getroottree().getpath(box)
    parts = _parts(list(box), 2, limit)
    for child in list(box):
        box.remove(child)
    shells = [tree, *(_continuation(tree) for _ in parts[1:])]
    files = []
    for number, (shell, part) in enumerate(zip(shells, parts, strict=True), 1):
        shell.getroottree().xpath(place)[0].extend(part)
        first = part[0].get("id", "") if number > 1 else ""
        name = _joined(f"{stem}-{number}", first.rpartition("--")[2]) if first else stem
        files.append((f"{name}.xhtml", shell))
    return tuple(files)


def _joined(stem: str, slug: str) -> str:
    """A name that any device can keep: ASCII, and not long."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:NAME].strip("-")
    return f"{stem}-{plain}" if plain else stem


def _box(tree: Any) -> Any:
    """The element whose children are the headings of the sections; None where there are none."""
    parents = Counter(each.getparent() for each in tree.iter(etree.Element) if _level(each))
    return max(parents, key=lambda box: parents[box], default=None)


def _parts(children: Sequence[Any], level: int, limit: int) -> list[list[Any]]:
    """The children in files: whole sections as long as they fit, those of the next level where not."""
    parts: list[list[Any]] = []
    room = 0
    for section in _sections(children, level):
        size = _size(section)
        deeper = size > limit and level < DEEPEST
        for piece in _parts(section, level + 1, limit) if deeper else [section]:
            size = _size(piece)
            if parts and (size <= room or limit - room < limit * LITTLE):
                parts[-1] += piece
                room -= size
            else:
                parts.append(piece)
                room = limit - size
    return parts


def _sections(children: Iterable[Any], level: int) -> list[list[Any]]:
    """Groups of children; each but the first begins with a heading of the level, or of one above."""
    groups: list[list[Any]] = []
    for child in children:
        if not groups or 0 < _level(child) <= level:
            groups.append([])
        groups[-1].append(child)
    return groups


def _level(element: Any) -> int:
    found = _LEVEL.fullmatch(element.tag) if isinstance(element.tag, str) else None
    return int(found[1]) if found else 0


def _size(elements: Iterable[Any]) -> int:
    return sum(
        len(_NAMESPACE.sub(b"", etree.tostring(each, encoding="UTF-8"))) for each in elements
    )


def _continuation(tree: Any) -> Any:
    """The page around a chapter once more: it has the chapter's title as a label, not as a heading."""
    page = copy.deepcopy(tree)
    title = page.findtext(f"{XHTML}head/{XHTML}title")
    for element in page.iter(etree.Element):
        element.attrib.pop("id", None)
        if element.attrib.pop("aria-labelledby", None) or element.get("role") == "doc-chapter":
            element.set("aria-label", title or "")
            element.attrib.pop("role", None)
            element.attrib.pop(f"{OPS}type", None)
    return page
