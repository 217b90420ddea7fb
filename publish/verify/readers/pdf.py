"""A PDF, read back in the order of its tags, as assistive programs read it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from publish.regex import regex
from publish.verify.model import (
    END,
    PICTURE,
    Beside,
    Damage,
    Facts,
    Grid,
    Kind,
    Reading,
    Reference,
    Segment,
    Unreadable,
)
from publish.verify.readers.pdf_places import Places, Thing
from publish.verify.readers.pdf_text import Drawn, Pieces, pieces
from publish.verify.texts import is_contents

_HEADING = regex("/H([1-6])")
_BLOCKS = frozenset(
    "/P /H /H1 /H2 /H3 /H4 /H5 /H6 /L /LI /LBody /Lbl /Table /THead /TBody /TFoot /TR /TH /TD"
    " /Caption /BlockQuote /Sect /Div /Art /Part /Document /Note /TOC /TOCI /Code /Index".split()
)
_KINDS: dict[str, Kind] = {"/TH": "cell", "/TD": "cell", "/Caption": "caption"}
_MARK = regex(r"\(?(\d+|[A-Za-z]|[ivxlc]+)[.)、）]?|[•◦▪‣–·○●■□-]")
_NUMBERED = regex(r"[0-9ivxlc]$")
_DEEPEST = 400


def read(data: bytes, _beside: Beside) -> Reading:
    """The tagged text. Raises Unreadable, also for a file that cannot be opened without a password."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise Unreadable(f"it is damaged: {error}") from error
    with pdf:
        walk = _Walk(pdf, pieces(data))
        root = pdf.Root.get("/StructTreeRoot")
        damage = list(_tags(pdf))
        if root is not None:
            walk.inside(root, _DEEPEST)
            walk.flush()
        bookmarks = walk.places.bookmarks(pdf)
        return Reading(
            segments=tuple(walk.segments),
            notes=tuple(walk.notes),
            facts=_facts(pdf),
            contents={"bookmarks": bookmarks},
            links=tuple(walk.links),
            tables=tuple(walk.tables),
            numbers=tuple(walk.numbers),
            damage=(*damage, *walk.damage),
        )


class _Walk:
    """A walk over the tags; text is collected until a block begins or ends."""

    def __init__(self, pdf: Thing, drawn: Pieces) -> None:
        self.pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        self.places = Places(pdf)
        self.drawn = drawn
        self.segments: list[Segment] = []
        self.notes: list[Segment] = []
        self.links: list[Reference] = []
        self.tables: list[Grid] = []
        self.numbers: list[tuple[int, str]] = []
        self.damage: list[Damage] = []
        self.text: list[str] = []
        self.hidden = ""
        self.kind: Kind = "text"
        self.level = 0
        self.in_notes = self.in_head = False
        self.page = 0
        self.linked = -1  # how much of the text there was at the end of the last link

    @property
    def place(self) -> str:
        return f"page {self.page + 1}"

    def flush(self) -> None:
        text = "".join(self.text)
        self.text.clear()
        self.linked = -1
        if text.strip():
            into = self.notes if self.in_notes else self.segments
            into.append(Segment(text, self.kind, self.place, self.level, self.hidden))
        self.hidden = ""

    def inside(self, element: Thing, deep: int, page: int | None = None) -> None:
        """What an element holds, in order."""
        if not deep:
            return
        page = self._page(element, page)
        for child in _children(element):
            if isinstance(child, int):
                self._content(page, child)
            elif child.get("/Type") == "/MCR":
                self._content(self._page(child, page), int(child.get("/MCID", -1)))
            elif "/S" in child:
                self._element(child, deep - 1, page)

    def _page(self, element: Thing, page: int | None) -> int | None:
        own = element.get("/Pg")
        return self.pages.get(own.objgen, page) if own is not None else page

    def _content(self, page: int | None, mark: int) -> None:
        if page is None:
            return
        self.page = page
        text, hidden = self.drawn.get((page, mark), Drawn("", ""))
        self.text.append(text)
        self.hidden = self.hidden or hidden

    def _element(self, element: Thing, deep: int, page: int | None) -> None:
        name = str(element.S)
        if name in ("/Figure", "/Formula"):
            self.text.append(f"{PICTURE}{element.get('/Alt', '')}{END}")
            return
        if name == "/Link":
            self._link(element, deep, page)
            return
        before = self.kind, self.level, self.in_notes, self.in_head
        is_block = name in _BLOCKS
        if is_block:
            self.flush()
            heading = _HEADING.fullmatch(name)
            self.kind = "heading" if heading else _KINDS.get(name, self.kind)
            self.level = int(heading[1]) if heading else int(name == "/TH" and self.in_head)
        self.in_notes = self.in_notes or name == "/Note"
        self.in_head = self.in_head or name == "/THead"
        if (name == "/Lbl" and self.in_notes) or (
            name == "/L" and self._is_contents(element, deep, page)
        ):
            pass  # they belong to the page, and not to the text
        elif name in ("/LI", "/LBody") and (label := self._label(element, deep, page)):
            self._item(element, label, deep, page)
        else:
            if name == "/Table":
                self.tables.append(self._table(element))
            self.inside(element, deep, page)
        if is_block:
            self.flush()
        self.kind, self.level, self.in_notes, self.in_head = before

    def _label(self, item: Thing, deep: int, page: int | None) -> str:
        """What stands before an item; empty where its text begins at once."""
        first = next(_elements(item), None)
        if first is None or str(first.S) not in ("/NonStruct", "/Lbl", "/Span"):
            return ""
        text = self._said(first, deep, self._page(item, page)).strip()
        return text if _MARK.fullmatch(text) and len(list(_elements(item))) > 1 else ""

    def _item(self, item: Thing, label: str, deep: int, page: int | None) -> None:
        found = _MARK.fullmatch(label)
        if found and found[1] and not self.in_notes:
            self.numbers.append((_value(found[1]), self.place))
        page = self._page(item, page)
        for child in list(_elements(item))[1:]:
            self._element(child, deep - 1, page)

    def _said(self, element: Thing, deep: int, page: int | None) -> str:
        """The text of an element, with nothing remembered."""
        page = self._page(element, page)
        parts = []
        for child in _children(element):
            if isinstance(child, int):
                parts.append(self.drawn.get((page or 0, child), Drawn("", "")).text)
            elif child.get("/Type") == "/MCR":
                at = (self._page(child, page) or 0, int(child.get("/MCID", -1)))
                parts.append(self.drawn.get(at, Drawn("", "")).text)
            elif "/S" in child and deep:
                parts.append(self._said(child, deep - 1, page))
        return "".join(parts)

    def _link(self, link: Thing, deep: int, page: int | None) -> None:
        start = len(self.text)
        self.inside(link, deep, page)
        words = "".join(self.text[start:])
        for child in _children(link):
            if isinstance(child, int) or child.get("/Type") != "/OBJR" or "/Obj" not in child:
                continue
            address, alive = self.places.of(child.Obj)
            last = self.links[-1] if self.links else None
            if (
                last and last.address == address and self.linked == start
            ):  # it runs on, on a new line
                self.links[-1] = last._replace(text=last.text + words)
            else:
                self.links.append(Reference(words, address, alive, self.place))
            self.linked = len(self.text)

    def _is_contents(self, element: Thing, deep: int, page: int | None) -> bool:
        """Whether a list is the printed contents: links and numbers of pages below their title."""
        if not (self.segments and is_contents(self.segments[-1].text)):
            return False
        page = self._page(element, page)
        items = [self._said(item, deep, page).strip() for item in _elements(element)]
        return all(_NUMBERED.search(item) for item in items) and all(
            _only_links(item, deep) for item in _elements(element)
        )

    def _table(self, table: Thing) -> Grid:
        rows = list(_rows(table, 6))
        heads = [row for row in rows if all(str(cell.S) == "/TH" for cell in _elements(row[0]))]
        return Grid(len(rows), sum(1 for row in heads if row[1]), self.place)


def _only_links(element: Thing, deep: int) -> bool:
    """Whether all text below an element is that of links inside the document."""
    if not deep:
        return False
    for child in _children(element):
        if isinstance(child, int) or child.get("/Type") == "/MCR":
            return False
        if "/S" in child and str(child.S) != "/Link" and not _only_links(child, deep - 1):
            return False
    return True


def _children(element: Thing) -> Iterator[Any]:
    """Marks of content as numbers, elements and references as dictionaries."""
    from pikepdf import Array, Dictionary

    inside = element.get("/K")
    if inside is None:
        return
    for child in inside if isinstance(inside, Array) else (inside,):
        if isinstance(child, Dictionary | int):
            yield child


def _elements(element: Thing) -> Iterator[Thing]:
    for child in _children(element):
        if not isinstance(child, int) and "/S" in child:
            yield child


def _rows(table: Thing, deep: int, head: bool = False) -> Iterator[tuple[Thing, bool]]:
    """The rows of a table, and whether they stand in its head."""
    for child in _elements(table):
        if str(child.S) == "/TR":
            yield child, head
        elif deep:
            yield from _rows(child, deep - 1, head or str(child.S) == "/THead")


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    return ord(number.lower()[0]) - ord("a") + 1


def _tags(pdf: Thing) -> Iterator[Damage]:
    """What a tagged PDF says of itself, and must."""
    root = pdf.Root
    marked = root.get("/MarkInfo")
    if "/StructTreeRoot" not in root or marked is None or not marked.get("/Marked"):
        yield Damage("VFY011", "", "the PDF is not tagged")
    shown = root.get("/ViewerPreferences")
    if shown is None or not shown.get("/DisplayDocTitle"):
        yield Damage("VFY011", "", "a window would show the name of the file in place of the title")


def _facts(pdf: Thing) -> Facts:
    about = pdf.trailer.get("/Info") or {}

    def said(name: str) -> str | None:
        return str(about[name]) if name in about else None

    date = re.match(r"D:(\d{4})(\d\d)?(\d\d)?", said("/CreationDate") or "")
    author, keywords = said("/Author"), said("/Keywords")
    return Facts(
        title=said("/Title"),
        authors=(author,) if author else (),
        lang=str(pdf.Root.Lang) if "/Lang" in pdf.Root else None,
        date="-".join(filter(None, date.groups())) if date else None,
        keywords=(keywords,) if keywords else (),
        description=said("/Subject"),
    )
