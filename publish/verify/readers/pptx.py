"""A presentation, read back: slides in their order, each with its title, boxes and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from publish.verify.model import (
    END,
    FORMULA,
    PICTURE,
    Beside,
    Damage,
    Grid,
    Line,
    Reading,
    Reference,
    Segment,
    Unreadable,
)
from publish.verify.readers.archive import Archive, archive
from publish.verify.readers.markup import Element
from publish.verify.readers.names import Both, P, Shape
from publish.verify.readers.office import MAIN as A
from publish.verify.readers.office import MATH, RELATION, Relation, facts, part, relations
from publish.verify.readers.slide_room import Frame, outside, overflow, places
from publish.verify.texts import is_contents

_PRESENTATION = "ppt/presentation.xml"
_JUMP = "ppaction://hlinksldjump"
TITLES = ("title", "ctrTitle")
_FEET = ("sldNum", "ftr", "hdr")
NO_TITLE = "the slide has no title"


class _Slide(NamedTuple):
    """A slide of the show: its part, its number, what its ids lead to, and who places its titles."""

    root: Element
    number: int
    relations: Mapping[str, Relation]
    places: Mapping[str, Frame]
    notes: str


def read(data: bytes, _beside: Beside) -> Reading:
    """The text of all slides, a slide of contents apart. Raises Unreadable."""
    files = archive(data)
    presentation = part(files, _PRESENTATION)
    size = presentation.find(f"{P}sldSz")
    if size is None:
        raise Unreadable("the presentation has no size of slides")
    room = Frame(0, 0, int(size.get("cx")), int(size.get("cy")))
    walks = []
    damage: list[Damage] = []
    contents: list[Line] = []
    for slide in _slides(files, presentation, damage):
        walk = _Walk(slide, room)
        walk.go()
        damage += walk.damage
        if walk.is_contents:
            contents += [Line(link.text, link.alive) for link in walk.links]
        else:
            walks.append(walk)
    return Reading(
        segments=tuple(each for walk in walks for each in walk.segments),
        facts=facts(files),
        contents={"contents": tuple(contents)} if contents else {},
        links=tuple(each for walk in walks for each in walk.links),
        tables=tuple(each for walk in walks for each in walk.tables),
        damage=tuple(damage),
    )


def _slides(files: Archive, presentation: Element, damage: list[Damage]) -> Iterator[_Slide]:
    known = relations(files, _PRESENTATION)
    for number, each in enumerate(presentation.iter(f"{P}sldId"), 1):
        relation = known.get(each.get(f"{RELATION}id"))
        if relation is None or not relation.part:
            damage.append(Damage("VFY012", f"slide {number}", "the slide is not in the package"))
            continue
        own = relations(files, relation.part)
        layout = next((to.part for to in own.values() if to.kind == "slideLayout"), "")
        notes = next((to.part for to in own.values() if to.kind == "notesSlide"), "")
        placed = places(part(files, layout)) if layout else {}
        said = _notes(part(files, notes)) if notes else ""
        yield _Slide(part(files, relation.part), number, own, placed, said)


def _notes(root: Element) -> str:
    """The words below a slide that only the speaker sees."""
    for shape in root.iter(f"{P}sp"):
        holder = shape.find(f".//{P}ph")
        if holder is not None and holder.get("type") == "body":
            return "\n".join(
                "".join(each.text or "" for each in paragraph.iter(f"{A}t", f"{MATH}t"))
                for paragraph in shape.iter(f"{A}p")
            )
    return ""


class _Walk:
    """A walk over the shapes of a slide, in reading order."""

    def __init__(self, slide: _Slide, room: Frame) -> None:
        self.slide = slide
        self.room = room
        self.place = f"slide {slide.number}"
        self.hidden = "the slide is not shown" if slide.root.get("show") == "0" else ""
        self.segments: list[Segment] = []
        self.links: list[Reference] = []
        self.tables: list[Grid] = []
        self.damage: list[Damage] = []
        self.alone = True  # every paragraph but the title is a link to a slide

    @property
    def is_contents(self) -> bool:
        title = next((each.text for each in self.segments if each.kind == "heading"), "")
        return self.alone and bool(self.links) and is_contents(title)

    def go(self) -> None:
        tree = self.slide.root.find(f".//{P}spTree")
        for shape in tree if tree is not None else ():
            self._shape(shape)
        if not any(segment.kind == "heading" and segment.text.strip() for segment in self.segments):
            self.damage.append(Damage("VFY011", self.place, NO_TITLE))
        if self.slide.notes.strip():
            self.segments.append(Segment(self.slide.notes, place=self.place, optional=True))

    def _shape(self, shape: Element) -> None:
        match shape.tag:
            case Shape.BOX:
                self._box(shape)
            case Shape.FRAME:
                self.alone = False
                self._within(shape, "the table")
                for table in shape.iter(f"{A}tbl"):
                    self._table(table)
            case Shape.PICTURE:
                self.alone = False
                self._within(shape, "the picture")
                self.segments.append(self._segment(self._picture(shape)))
            case Both.ALTERNATIVES:
                self._chosen(shape)
            case Shape.GROUP:
                for inner in shape:
                    self._shape(inner)
            case _:
                return

    def _chosen(self, shape: Element) -> None:
        """A box with formulas; the picture of one, for programs that know none, has its source."""
        choice = shape.find(Both.CHOICE)
        about = shape.find(f"{Both.FALLBACK}/{P}pic//{P}cNvPr")
        if choice is None:
            return
        if about is None:
            for inner in choice:
                self._shape(inner)
            return
        self.alone = False
        self._within(shape.find(f"{Both.FALLBACK}/{P}pic"), "the formula")
        self.segments.append(self._segment(f"{FORMULA}{about.get('descr') or ''}{END}"))

    def _box(self, shape: Element) -> None:
        holder = shape.find(f".//{P}ph")
        kind = holder.get("type") or "" if holder is not None else ""
        body = shape.find(f"{P}txBody")
        if body is None or kind in _FEET:
            return
        is_title = kind in TITLES
        for paragraph in body.iter(f"{A}p"):
            linked = len(self.links)
            text = "".join(self._inlines(paragraph))
            if not text.strip():
                continue
            if not is_title:
                said = self.links[linked:]
                self.alone &= (
                    len(said) == 1 and said[0].address.startswith("#") and said[0].text == text
                )
            level = 1 if is_title else 0
            segment = self._segment(text)
            self.segments.append(
                segment._replace(kind="heading" if is_title else "text", level=level)
            )
        frame = Frame.of(shape) or self.slide.places.get(
            kind or (holder.get("idx") or "" if holder is not None else "")
        )
        if frame is None:
            return
        if far := outside(frame, self.room):
            self.damage.append(Damage("VFY005", self.place, f"a text lies {far} of the slide"))
        if not is_title and (lines := overflow(shape, frame)):
            self.damage.append(
                Damage("VFY005", self.place, f"the text is {lines} higher than its box")
            )

    def _within(self, shape: Element, what: str) -> None:
        frame = Frame.of(shape)
        if frame is not None and (far := outside(frame, self.room)):
            self.damage.append(Damage("VFY005", self.place, f"{what} lies {far} of the slide"))

    def _segment(self, text: str) -> Segment:
        return Segment(text, "text", self.place, 0, self.hidden)

    def _table(self, table: Element) -> None:
        rows = table.findall(f"{A}tr")
        about = table.find(f"{A}tblPr")
        has_head = about is not None and about.get("firstRow") in ("1", "true")
        self.tables.append(Grid(len(rows), int(has_head), self.place))
        for at, row in enumerate(rows):
            for cell in row.iter(f"{A}tc"):
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    continue
                for paragraph in cell.iter(f"{A}p"):
                    text = "".join(self._inlines(paragraph))
                    if text.strip():
                        level = 1 if has_head and at == 0 else 0
                        self.segments.append(self._segment(text)._replace(kind="cell", level=level))

    def _inlines(self, parent: Element) -> Iterator[str]:
        for node in parent:
            match node.tag:
                case Shape.RUN | Shape.FIELD:
                    text = "".join(each.text or "" for each in node.iter(f"{A}t"))
                    self._link(node, text)
                    yield text
                case Shape.BREAK:
                    yield "\n"
                case Both.FORMULA:
                    yield f"{FORMULA}{END}"
                case Shape.PROPERTIES | Shape.END | Both.FALLBACK:
                    continue
                case _:
                    yield from self._inlines(node)

    def _link(self, run: Element, text: str) -> None:
        click = run.find(f"{A}rPr/{A}hlinkClick")
        if click is None:
            return
        relation = self.slide.relations.get(click.get(f"{RELATION}id"))
        jumps = click.get("action") == _JUMP
        alive = relation is not None and bool(relation.part if jumps else relation.address)
        address = relation.address if relation else ""
        if jumps:
            address = f"#{address}"
        last = self.links[-1] if self.links else None
        if last and last.address == address and self._continues(run):
            self.links[-1] = last._replace(text=last.text + text)
        else:
            self.links.append(Reference(text, address, alive, self.place))

    def _continues(self, run: Element) -> bool:
        """Whether the run before is of the same link."""
        before = run.getprevious()
        while before is not None and before.tag == f"{A}br":
            before = before.getprevious()
        return before is not None and before.find(f"{A}rPr/{A}hlinkClick") is not None

    def _picture(self, picture: Element) -> str:
        about = picture.find(f".//{P}cNvPr")
        said = about.get("descr") or "" if about is not None else ""
        for blip in picture.iter(f"{A}blip"):
            relation = self.slide.relations.get(blip.get(f"{RELATION}embed"))
            if relation is None or not relation.part:
                message = f"the picture “{said}” is not in the package"
                self.damage.append(Damage("VFY012", self.place, message))
        return f"{PICTURE}{said}{END}"
