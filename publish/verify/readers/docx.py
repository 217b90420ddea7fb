"""A Word document, read back as Word shows it: numbers counted, fields by their results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from publish.regex import regex
from publish.verify.model import (
    END,
    PICTURE,
    Beside,
    Damage,
    Grid,
    Kind,
    Line,
    Reading,
    Reference,
    Segment,
)
from publish.verify.readers.archive import Archive, archive
from publish.verify.readers.markup import Element
from publish.verify.readers.names import Both, W, Word
from publish.verify.readers.office import RELATION, Relation, facts, part, relations
from publish.verify.readers.word_fields import Field, pieces
from publish.verify.readers.word_formulas import said
from publish.verify.readers.word_numbers import Numbering
from publish.verify.readers.word_styles import PLAIN, Style, read_styles

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DOCUMENT = "word/document.xml"
_NOTES = "word/footnotes.xml"
_HEADING = regex("heading ([1-9])", re.IGNORECASE)
_BOXES = frozenset("☐☒☑")


def read(data: bytes, _beside: Beside) -> Reading:
    """The main text without its contents, and the footnotes. Raises Unreadable."""
    files = archive(data)
    document = part(files, _DOCUMENT)
    numbering = part(files, "word/numbering.xml") if "word/numbering.xml" in files else None
    styles = read_styles(files)
    walk = _Walk(styles, Numbering(numbering), relations(files, _DOCUMENT), _bookmarks(document))
    walk.blocks(document[0])
    notes = _Walk(styles, Numbering(numbering), relations(files, _NOTES), walk.bookmarks)
    marked = [each.get(f"{W}id") or "" for each in document.iter(f"{W}footnoteReference")]
    found = _notes(files)
    for id in marked:
        if id in found:
            notes.blocks(found[id])
        else:
            walk.damage.append(Damage("VFY007", "", f"the note {id} is not there"))
    return Reading(
        segments=tuple(walk.segments),
        notes=tuple(notes.segments),
        facts=facts(files)._replace(lang=_language(files)),
        contents={"contents": tuple(walk.contents)} if walk.contents else {},
        links=(*walk.links, *notes.links),
        tables=tuple(walk.tables),
        numbers=tuple(walk.numbers),
        damage=(*walk.damage, *notes.damage, *_twice(document)),
    )


class _Walk:
    """A walk over the blocks of a part, in reading order."""

    def __init__(
        self,
        styles: Mapping[str, Style],
        numbering: Numbering,
        relations: Mapping[str, Relation],
        bookmarks: frozenset[str],
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.relations = relations
        self.bookmarks = bookmarks
        self.segments: list[Segment] = []
        self.contents: list[Line] = []
        self.links: list[Reference] = []
        self.tables: list[Grid] = []
        self.numbers: list[tuple[int, str]] = []
        self.damage: list[Damage] = []
        self.count = 0

    @property
    def place(self) -> str:
        return f"paragraph {self.count}"

    def blocks(self, parent: Element, kind: Kind = "text") -> None:
        for block in parent:
            if block.tag == Word.PARAGRAPH:
                self._paragraph(block, kind)
            elif block.tag == Word.TABLE:
                self._table(block)
            elif block.tag == Word.CONTROL:
                self._control(block, kind)
            elif block.tag == Both.ALTERNATIVES:
                self._chosen(block, kind)

    def _chosen(self, block: Element, kind: Kind) -> None:
        choice = block.find(Both.CHOICE)
        if choice is not None:
            self.blocks(choice, kind)

    def _control(self, block: Element, kind: Kind) -> None:
        gallery = block.find(f".//{W}docPartGallery")
        inside = block.find(f"{W}sdtContent")
        if inside is None:
            return
        if gallery is None or gallery.get(f"{W}val") != "Table of Contents":
            self.blocks(inside, kind)
            return
        for link in inside.iter(f"{W}hyperlink"):
            words = "".join(_before_page(link))
            self.contents.append(Line(words, link.get(f"{W}anchor") in self.bookmarks))

    def _table(self, table: Element) -> None:
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        self.tables.append(Grid(len(rows), len(heads), self.place))
        for row in rows:
            for cell in row.iter(f"{W}tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None or merge.get(f"{W}val") == "restart":
                    self.blocks(cell, "cell")

    def _paragraph(self, paragraph: Element, kind: Kind) -> None:
        self.count += 1
        properties = paragraph.find(f"{W}pPr")
        style = self._style(properties)
        heading = _HEADING.fullmatch(style.name)
        counted = self._counted(properties, style)
        text = "".join(self._inlines(paragraph))
        if counted is not None and text.strip():
            if heading or counted[0] in _BOXES:
                text = f"{counted[0]} {text}"
            if not heading and counted[1] is not None:
                self.numbers.append((counted[1], self.place))
        if not text.strip():
            return
        level = int(heading[1]) if heading else 0
        kind = "heading" if heading else _KINDS.get(style.name, kind)
        unseen = "its style hides it" if style.hidden else ""
        self.segments.append(Segment(text, kind, self.place, level, unseen))
        self.segments += [
            Segment(hidden, kind, self.place, level, "it is marked as hidden")
            for hidden in _hidden(paragraph)
        ]

    def _style(self, properties: Element | None) -> Style:
        named = properties.find(f"{W}pStyle") if properties is not None else None
        return self.styles.get(named.get(f"{W}val") if named is not None else "", PLAIN)

    def _counted(self, properties: Element | None, style: Style) -> tuple[str, int | None] | None:
        number, level = style.number, style.level
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            at, of = own.find(f"{W}ilvl"), own.find(f"{W}numId")
            level = int(at.get(f"{W}val")) if at is not None else level
            number = of.get(f"{W}val") if of is not None else number
        return self.numbering.next(number, level) if number not in ("", "0") else None

    def _inlines(self, nodes: Iterable[Element]) -> Iterator[str]:
        for node in pieces(nodes):
            if isinstance(node, Field):
                yield self._field(node)
                continue
            match node.tag:
                case Word.TEXT:
                    yield node.text or ""
                case Word.TAB | Word.BREAK | Word.RETURN:
                    yield " "
                case Word.HYPHEN:
                    yield "-"
                case Both.FORMULA | Both.FORMULAS:
                    yield said(node)
                case Word.DRAWING:
                    yield self._picture(node)
                case Word.LINK:
                    yield self._link(node)
                case Word.RUBY:
                    base, reading = map(node.findall, (f"{W}rubyBase", f"{W}rt"))
                    yield f"{''.join(self._inlines(base))}（{''.join(self._inlines(reading))}）"
                case Both.ALTERNATIVES:
                    choice = node.find(Both.CHOICE)
                    if choice is not None:
                        yield from self._inlines(choice)
                case name if name in _SILENT:
                    continue
                case Word.RUN if node.find(f"{W}rPr/{W}vanish") is not None:
                    continue
                case _:
                    yield from self._inlines(node)

    def _link(self, link: Element) -> str:
        words = "".join(self._inlines(link))
        anchor = link.get(f"{W}anchor")
        if link.get(f"{RELATION}id"):
            relation = self.relations.get(link.get(f"{RELATION}id"))
            address = relation.address if relation else ""
            address += f"#{anchor}" if anchor and address else ""
            self.links.append(Reference(words, address, relation is not None, self.place))
        elif anchor:
            self._leads(words, f"#{anchor}")
        return words

    def _field(self, field: Field) -> str:
        words = "".join(self._inlines(field.shown))
        if field.address:
            self._leads(words, field.address)
        return words

    def _leads(self, words: str, address: str) -> None:
        alive = not address.startswith("#") or address[1:] in self.bookmarks
        self.links.append(Reference(words, address, alive, self.place))

    def _picture(self, drawing: Element) -> str:
        about = drawing.find(f".//{_WP}docPr")
        said = (about.get("descr") or "") if about is not None else ""
        for blip in drawing.iter(f"{_A}blip"):
            relation = self.relations.get(blip.get(f"{RELATION}embed"))
            if relation is None or not relation.part:
                message = f"the picture “{said}” is not in the package"
                self.damage.append(Damage("VFY012", self.place, message))
        return f"{PICTURE}{said}{END}"


_KINDS: Mapping[str, Kind] = {
    "source code": "code", "image caption": "caption", "table caption": "caption"
}  # fmt: skip
_SILENT = frozenset(
    f"{W}{name}"
    for name in "pPr rPr instrText delText del footnoteReference endnoteReference footnoteRef".split()
)


def _before_page(entry: Element) -> Iterator[str]:
    """The words of an entry of the contents, before the tab that leads to its page."""
    for each in entry.iter(f"{W}t", f"{W}tab"):
        if each.tag == f"{W}tab":
            return
        yield each.text or ""


def _hidden(paragraph: Element) -> Iterator[str]:
    for run in paragraph.iter(f"{W}r"):
        if run.find(f"{W}rPr/{W}vanish") is not None:
            text = "".join(each.text or "" for each in run.iter(f"{W}t"))
            if text.strip():
                yield text


def _notes(files: Archive) -> dict[str, Element]:
    if _NOTES not in files:
        return {}
    return {each.get(f"{W}id"): each for each in part(files, _NOTES).iter(f"{W}footnote")}


def _bookmarks(document: Element) -> frozenset[str]:
    return frozenset(each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart"))


def _twice(document: Element) -> Iterator[Damage]:
    count = Counter(each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart"))
    for name, often in count.items():
        if often > 1:
            yield Damage("VFY011", "", f"the bookmark “{name}” stands in {often} places")


def _language(files: Archive) -> str | None:
    """The language that the document names, if its text is proofed in one too."""
    found = part(files, "word/styles.xml").find(f".//{W}docDefaults//{W}lang")
    return facts(files).lang if found is not None and found.get(f"{W}val") else None
