"""The text of a tree of HTML or XHTML: what the web page and the EPUB have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from publish.regex import regex
from publish.verify.model import END, FORMULA, PICTURE, Damage, Grid, Kind, Reference, Segment

Element = Any  # lxml has no types

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
OPS = "{http://www.idpf.org/2007/ops}"
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False}

BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure"
    " footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
SILENT = frozenset(("script", "style", "template", "head", "annotation", "annotation-xml"))
_HEADING = regex("h[1-6]")
_UNSEEN = regex(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|font-size\s*:\s*0\D)"
)
_KINDS: dict[str, Kind] = {
    "td": "cell", "th": "cell", "pre": "code", "figcaption": "caption", "caption": "caption"
}  # fmt: skip


class Page(NamedTuple):
    """What a tree holds; ``numbers`` are those of list items."""

    segments: tuple[Segment, ...]
    notes: tuple[Segment, ...]
    links: tuple[Reference, ...]
    tables: tuple[Grid, ...]
    numbers: tuple[tuple[int, str], ...]


Alive = Callable[[str], bool]  # whether an address leads anywhere


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def page(root: Element, where: str, alive: Alive) -> Page:
    """What stands below ``root``; ``where`` names the file of an EPUB."""
    walk = _Walk(where, alive)
    walk.go(root)
    walk.flush()
    return Page(
        tuple(walk.segments),
        tuple(walk.notes),
        tuple(walk.links),
        tuple(walk.tables),
        tuple(walk.numbers),
    )


def twice(root: Element, where: str) -> Iterator[Damage]:
    """Each id that more than one element has."""
    count = Counter(each.get("id") for each in root.iter() if isinstance(each.tag, str))
    for id, often in count.items():
        if id and often > 1:
            yield Damage("VFY011", where, f"the id “{id}” is that of {often} elements")


def ids(root: Element) -> frozenset[str]:
    """Every id of a tree."""
    return frozenset(
        id for each in root.iter() if isinstance(each.tag, str) if (id := each.get("id"))
    )


class _Walk:
    """A walk over a tree in reading order; text is collected until a block begins or ends."""

    def __init__(self, where: str, alive: Alive) -> None:
        self.where = where
        self.alive = alive
        self.segments: list[Segment] = []
        self.notes: list[Segment] = []
        self.links: list[Reference] = []
        self.tables: list[Grid] = []
        self.numbers: list[tuple[int, str]] = []
        self.text: list[str] = []
        self.kind: Kind = "text"
        self.level = 0
        self.hidden = ""
        self.in_notes = False
        self.line = 0

    @property
    def place(self) -> str:
        return self.where or f"line {self.line}"

    def flush(self) -> None:
        text = "".join(self.text)
        self.text.clear()
        if text.strip():
            into = self.notes if self.in_notes else self.segments
            into.append(Segment(text, self.kind, self.place, self.level, self.hidden))

    def go(self, element: Element) -> None:
        name = local(element)
        if not name or name in SILENT or _is_aside(element):
            return
        if name == "math" or (name == "code" and element.get("class") == "math"):
            source = element.get("alttext") or "" if name == "math" else "".join(element.itertext())
            self.text.append(f"{FORMULA}{source}{END}")
            return
        before = self.kind, self.level, self.hidden, self.in_notes
        is_block = name in BLOCKS
        if is_block:
            self.flush()
            self.line = element.sourceline or self.line
            self.kind = _KINDS.get(name, self.kind)
            self.level = int(name[1]) if _HEADING.fullmatch(name) else 0
            if self.level:
                self.kind = "heading"
        self.hidden = self.hidden or _why_unseen(element)
        if _is_notes(element):
            self.in_notes = True
        self._look(element, name)
        self.text.append(element.text or "")
        for child in element:
            self.go(child)
            self.text.append(child.tail or "")
        if is_block:
            self.flush()
        self.kind, self.level, self.hidden, self.in_notes = before

    def _look(self, element: Element, name: str) -> None:
        """What is no text: links, pictures, tables, numbers."""
        match name:
            case "a" if (address := element.get("href")) is not None:
                words = "".join(_words(element))
                place = self.where or f"line {element.sourceline}"
                self.links.append(Reference(words, address, self.alive(address), place))
            case "img":
                self.text.append(f"{PICTURE}{element.get('alt') or ''}{END}")
            case "table":
                rows = list(_rows(element))
                heads = [row for row in rows if _is_head(row)]
                self.tables.append(Grid(len(rows), len(heads), self.place))
            case "li" if not self.in_notes and local(element.getparent()) == "ol":
                self.numbers.append((_number(element), self.place))
            case _:
                return


def _number(item: Element) -> int:
    """The number that a browser puts before an item."""
    at = 0
    for before in (item, *item.itersiblings(preceding=True)):
        if local(before) != "li":
            continue
        if (before.get("value") or "").lstrip("-").isdigit():
            return int(before.get("value")) + at
        at += 1
    start = item.getparent().get("start") or "1"
    return (int(start) if start.lstrip("-").isdigit() else 1) + at - 1


def _words(element: Element) -> Iterator[str]:
    """The text of a link, with what its pictures say."""
    yield element.text or ""
    for child in element:
        if local(child) == "img":
            yield f"{PICTURE}{child.get('alt') or ''}{END}"
        elif local(child) == "math":
            yield f"{FORMULA}{child.get('alttext') or ''}{END}"
        else:
            yield from _words(child)
        yield child.tail or ""


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables in its cells."""
    for child in table:
        if local(child) == "tr":
            yield child
        elif local(child) in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _is_head(row: Element) -> bool:
    """Whether all cells of a row are heads of columns."""
    return local(row.getparent()) == "thead" and all(
        local(cell) == "th" for cell in row if isinstance(cell.tag, str)
    )


def _is_aside(element: Element) -> bool:
    """What belongs to a page, and not to its text."""
    name = local(element)
    if name == "nav" or element.get("role") == "doc-backlink":
        return True
    if element.get("aria-hidden") == "true" and name == "a":
        return True  # the link beside a heading
    return bool(element.get("class") == "note-number")


def _is_notes(element: Element) -> bool:
    return (
        element.get("role") == "doc-endnotes"
        or "footnotes" in (element.get(f"{OPS}type") or "").split()
    )


def _why_unseen(element: Element) -> str:
    if element.get("hidden") is not None:
        return "it is marked as hidden"
    if local(element) == "rp":
        return ""  # seen where readings are not
    return "its style hides it" if _UNSEEN.search(element.get("style") or "") else ""


def fragment(address: str) -> str:
    """The id that an address leads to in its page."""
    return unquote(address.partition("#")[2])


def xml(data: bytes) -> Element:
    """A tree of XML from a file of others: no entity, no network. Raises ``etree.XMLSyntaxError``."""
    return etree.fromstring(data, etree.XMLParser(**SAFE))
