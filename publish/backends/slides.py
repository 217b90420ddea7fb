"""A publication as slides: sections on numbered slides, each with a title of its own.

What a deck says beyond the document (titles that are repeated, the contents) stays a small part of
it: where it would be more, slides are filled closer, then repeated titles are shortened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from publish.ast import Math, Note
from publish.backends.slide_boxes import height_of
from publish.backends.slide_hints import hints
from publish.backends.slide_model import WHOLE, CodeLine, Grid, Page, Room, Section, Slide, Text
from publish.backends.slide_pages import ANY, pages
from publish.backends.slide_sections import contents, sections
from publish.publication.model import Publication, Resource
from publish.publication.words import in_brackets
from publish.regex import regex
from publish.walk import nodes

LARGEST_SHARE, LIMIT = 0.085, 0.1  # of the text that may be said twice
CONTENTS_SHARE = 0.04
FEWEST_ENTRIES = 4  # sections that are worth a slide of contents
COMMAND = regex(r"\\[a-zA-Z]+|[\s{}_^&\\]")
START = regex(r".{4}[A-Za-z0-9\u00c0-\u024f]{0,12}")  # what stays of a shortened title
DIVIDER = 110.0  # points of text that a slide between sections has room for


class Density(NamedTuple):
    """The type sizes of a section (for one slide, for more), the points that a slide has at most, and
    whether titles are shortened."""

    sizes: tuple[float, ...]
    most: int
    short: bool


DENSITIES = (
    Density((24.0, 22.0), 7, False),
    Density((24.0, 20.0), 7, False),
    Density((22.0, 18.0), 9, False),
    Density((20.0, 18.0), ANY, True),
)
CONTENTS_SIZES = (24.0, 22.0, 20.0, 18.0)


def slides(
    publication: Publication, pictures: Mapping[str, Resource], room: Room = WHOLE
) -> tuple[Slide, ...]:
    """The slides after the title slide, in the order of the document, for bodies of such a room."""
    parts = sections(publication, pictures, room)
    size = sum(map(_letters, parts))
    for density in DENSITIES:
        made, extra = _set(parts, density, publication, room)
        if extra <= LARGEST_SHARE * size:
            break
    if extra > LIMIT * size:  # then short titles have not helped
        density = DENSITIES[1]
        made, extra = _set(parts, density, publication, room)
    overview = contents(publication)
    said = sum(len(item.words) for item in overview.items if isinstance(item, Text))
    fits = extra + said <= LARGEST_SHARE * size and said <= CONTENTS_SHARE * size
    wanted = hints(publication.metadata).contents
    if fits and len(overview.items) >= FEWEST_ENTRIES if wanted is None else wanted:
        made, _ = _set([overview, *parts], density, publication, room)
    return tuple(made)


def _letters(section: Section) -> int:
    count = len(section.title)
    for item in section.items:
        match item:
            case Text(words=words) | CodeLine(text=words):
                count += len(words)
            case Grid(words=rows):
                count += sum(len(word) for row in rows for word in row)
            case _:
                continue
    return count


def _set(
    parts: Sequence[Section], density: Density, publication: Publication, room: Room
) -> tuple[list[Slide], int]:
    """The slides, and how many characters of their titles are not the document's."""
    names = {publication.metadata.title: 1}
    taken = dict(names)
    made: list[Slide] = []
    extra = _symbols(publication)
    for part in parts:
        sizes = CONTENTS_SIZES if part.overview else density.sizes
        most = ANY if part.overview else density.most
        filled = pages(part.items, sizes, room, most) or [Page(())]
        name = _name(part, len(filled), names, publication.words.continued, density.short)
        for number, page in enumerate(filled, 1):
            title = _unique(_title(name, number, len(filled), part, density.short), taken)
            taken[title] = 1
            said = len(part.title) if number == 1 and not part.opening else 0
            extra += len(title) - said
            made.append(_slide(title, part, page, number, len(filled)))
    return made, extra


def _symbols(publication: Publication) -> int:
    """The characters of formulas, which no other format counts as words, and of numbers of notes."""
    return sum(
        len(COMMAND.sub("", node.c[1])) if isinstance(node, Math) else isinstance(node, Note)
        for chapter in publication.chapters
        for node in nodes(chapter.document.blocks)
    )


def _slide(title: str, part: Section, page: Page, number: int, count: int) -> Slide:
    own = part.ids if number == 1 else ()
    ids = (*own, *(id for box in page.boxes for item in box.items for id in item.ids))
    if count == 1 and _divides(part, page):
        return Slide(title=title, lang=part.lang, kind="section", page=_unmarked(page), ids=ids)
    kind: Literal["content", "contents"] = "contents" if part.overview else "content"
    return Slide(title=title, lang=part.lang, kind=kind, page=page, ids=ids)


def _unmarked(page: Page) -> Page:
    """Below the title of a section stand no points."""
    boxes = tuple(
        replace(
            box,
            items=tuple(
                replace(item, mark="", level=0) for item in box.items if isinstance(item, Text)
            ),
        )
        for box in page.boxes
    )
    return replace(page, boxes=boxes)


def _divides(part: Section, page: Page) -> bool:
    """Whether a slide only says what follows: a title and a few words."""
    if not page.boxes:
        return True
    first = page.boxes[0]
    alone = part.divided and len(page.boxes) == 1 and first.kind == "text"
    return alone and height_of(first.items, first.size) <= DIVIDER


def _name(part: Section, count: int, names: dict[str, int], continued: str, short: bool) -> str:
    """The title of a section's slides; where another has it, with what the section is part of."""
    if part.opening and count > 1:
        return part.title
    if part.opening:
        return continued if short else part.title + in_brackets(part.lang, continued)
    name = part.title
    if name in names and part.within:
        name = f"{name} – {part.within}"
    name = _unique(name, names)
    names[name] = 1
    return name


def _title(name: str, number: int, count: int, part: Section, short: bool) -> str:
    if count == 1 or (short and number == 1 and not part.opening):
        return name
    return (_shortened(name) if short else name) + in_brackets(part.lang, f"{number}/{count}")


def _shortened(title: str) -> str:
    """The beginning of a title, to the end of a word."""
    found = START.match(title)
    return found[0].rstrip(" ，、：,:") if found else title


def _unique(title: str, taken: dict[str, int]) -> str:
    """The title, or with the next number that is free; ``taken`` knows the last one of each."""
    name = title
    while name in taken:
        taken[title] += 1
        name = f"{title} ({taken[title]})"
    return name
