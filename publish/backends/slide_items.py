"""The blocks of a document as items for slides: a flat sequence in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Caption,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Enum,
    Figure,
    Header,
    HorizontalRule,
    Image,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    Note,
    OrderedList,
    Para,
    Plain,
    RawBlock,
    RawInline,
    Span,
    Str,
    Superscript,
    Table,
    TableContent,
)
from publish.backends.fragment_tree import with_label
from publish.backends.measure import width
from publish.backends.picture_size import in_points
from publish.backends.slide_grid import plain_table
from publish.backends.slide_inlines import ids_of, rewritten, stripped, without_images
from publish.backends.slide_model import (
    FORMULA,
    NOTE,
    WHOLE,
    Break,
    CodeLine,
    Formula,
    Grid,
    Item,
    Picture,
    Style,
    Text,
)
from publish.backends.slide_texts import identified, in_one_line, marked, points, strong
from publish.publication.model import Resource, Words
from publish.walk import nodes, plain_text

NUMBERS = {
    "Decimal": "arabic",
    "LowerAlpha": "alphaLc",
    "UpperAlpha": "alphaUc",
    "LowerRoman": "romanLc",
    "UpperRoman": "romanUc",
}
ENDS = {"OneParen": "ParenR", "TwoParens": "ParenBoth"}
LEAD = ("：", ":")
LONGEST_LEAD = 60  # em


class Items:
    """Turns blocks into items; numbers blocks and collects footnotes on the way."""

    def __init__(
        self,
        pictures: Mapping[str, Resource],
        formulas: Mapping[str, Inlines],
        words: Words,
        prefix: str,
    ) -> None:
        self.pictures = pictures
        self.formulas = formulas
        self.words = words
        self.prefix = prefix
        self.block = 0
        self.notes: list[tuple[str, Blocks]] = []
        self.places: tuple[str, ...] = ()

    def taken_places(self) -> tuple[str, ...]:
        """The ids of places without words that were met since the last text: it is what they mean."""
        places, self.places = self.places, ()
        return places

    def of(self, blocks: Blocks, level: int = 0, style: Style = "body") -> list[Item]:
        """The items of some blocks, indented by ``level`` steps."""
        return [item for block in blocks for item in self._block(block, level, style)]

    def noted(self) -> list[Item]:
        """The footnotes met so far, numbered; notes within notes follow."""
        items: list[Item] = []
        for number, (id, blocks) in enumerate(self.notes, 1):
            items += marked(self.of(blocks, 1, "entry"), "arabicPeriod", number, (id,))
        return items

    def heading(self, inlines: Inlines) -> str:
        """The words of a heading; its footnotes are kept."""
        return plain_text(self._readable(inlines))

    def _block(self, block: Block, level: int, style: Style) -> list[Item]:
        match block:
            case Plain(c=text) | Para(c=text):
                return self._paragraph(text, level, style)
            case LineBlock(c=lines):
                joined = tuple(
                    node
                    for at, line in enumerate(lines)
                    for node in ((LineBreak(),) if at else ()) + line
                )
                return self._text(joined, level, style)
            case CodeBlock(c=(attr, code)):
                return self._code(attr, code)
            case BlockQuote(c=inside):
                return self.of(inside, level + 1, "quote" if style == "body" else style)
            case OrderedList(c=((start, number, end), items)):
                mark = NUMBERS.get(number.t, "arabic") + ENDS.get(end.t, "Period")
                return self._list(items, level, style, lambda at: (mark, start + at))
            case BulletList(c=items):
                return self._list(items, level, style, lambda _: ("•", 0))
            case DefinitionList(c=entries):
                return [
                    item for entry in entries for item in self._definition(*entry, level, style)
                ]
            case Header(c=(_, attr, text)):
                label = attr.get("number-label")
                return self._text(with_label(label, text), level, "head", ids=(attr.id,))
            case Table(c=table):
                return self._table(table, level)
            case Figure(c=(attr, caption, inside)):
                return identified(self._figure(caption, inside, level, style), attr.id)
            case Div(c=(attr, inside)):
                return self._division(attr, inside, level, style)
            case HorizontalRule():
                return [Break(block=self._next())] if style == "body" and not level else []
            case RawBlock():
                return []

    def _figure(self, caption: Caption, inside: Blocks, level: int, style: Style) -> list[Item]:
        words = plain_text(caption.long)
        items = [self._named(item, words) for item in self.of(inside, level, style)]
        below = self.of(caption.long, level, "caption")
        if items and isinstance(items[-1], Picture):  # its caption stands on the same slide
            below = [replace(item, block=items[-1].block) for item in below]
        return items + below

    def _paragraph(self, text: Inlines, level: int, style: Style) -> list[Item]:
        """Text, the formulas that stand in it by themselves, then its pictures."""
        shown, images = without_images(self._readable(text))
        items: list[Item] = []
        part: list[Inline] = []
        for node in shown:
            match node:
                case (
                    Math(c=(Enum("DisplayMath"), tex))
                    | Span(c=(_, (Math(c=(Enum("DisplayMath"), tex)),)))
                ):
                    items += self._text(tuple(part), level, style)
                    ids = ids_of((node,))
                    items.append(Formula(tex=tex, block=self._next(), ids=tuple(ids)))
                    part = []
                case _:
                    part.append(node)
        items += self._text(tuple(part), level, style)
        items += [item for image in images for item in self._picture(image)]
        return items

    def _text(
        self, text: Inlines, level: int, style: Style, ids: tuple[str, ...] = ()
    ) -> list[Item]:
        text = stripped(self._readable(text))
        words = plain_text(text)
        ids = tuple(id for id in (*ids, *ids_of(text)) if id)
        if not words and not any(isinstance(node, Math) for node in nodes(text)):
            self.places += ids
            return []
        ids = (*self.taken_places(), *ids)
        whole = Text(
            inlines=text,
            words=words,
            block=self._next(),
            style=style,
            level=level,
            ids=ids,
            codes=tuple(node.c[1] for node in nodes(text) if isinstance(node, Code)),
        )
        if style in ("head", "term"):
            return [replace(whole, keep=True)]
        if style != "body" or level:
            return [whole]
        if words.endswith(LEAD) and width(words) < LONGEST_LEAD:
            return [replace(whole, style="lead", keep=True)]
        return [*points(whole)]

    def _list(
        self,
        entries: Iterable[Blocks],
        level: int,
        style: Style,
        mark: Callable[[int], tuple[str, int]],
    ) -> list[Item]:
        items: list[Item] = []
        for at, entry in enumerate(entries):
            items += marked(self.of(entry, level + 1, style), *mark(at), ())
        return items

    def _definition(
        self, term: Inlines, texts: tuple[Blocks, ...], level: int, style: Style
    ) -> list[Item]:
        items = self._text(term, level, "term")
        return items + [item for text in texts for item in self.of(text, level + 1, style)]

    def _code(self, attr: Attr, code: str) -> list[Item]:
        lines = code.expandtabs(4).rstrip().split("\n")
        if not lines[0] and len(lines) == 1:
            return []
        wide = max(width(line, True) for line in lines)
        language = attr.classes[0] if attr.classes else ""
        block = self._next()
        return identified(
            [CodeLine(text=line, language=language, block=block, wide=wide) for line in lines],
            attr.id,
        )

    def _table(self, content: TableContent, level: int) -> list[Item]:
        pictures: list[Item] = []

        def cell(blocks: Blocks) -> Inlines:
            items = self.of(blocks, 0, "entry")
            pictures.extend(item for item in items if isinstance(item, Picture))
            return in_one_line(items)

        items = self.of(content.caption.long, level, "table")
        items = [replace(item, keep=True) if isinstance(item, Text) else item for item in items]
        table, words = plain_table(content, cell)
        if words:
            items.append(Grid(table=table, words=words, block=self._next()))
        return identified(items + pictures, content.attr.id)

    def _division(self, attr: Attr, inside: Blocks, level: int, style: Style) -> list[Item]:
        if attr.has("contents") or attr.has("excerpt-end"):
            return []
        if attr.has("callout"):
            return identified(self.of(inside, level, "callout"), attr.id)
        items = self.of(inside, level, "entry" if attr.has("bibentry") else style)
        if attr.has("callout-title"):
            items = [strong(item) for item in items]
        if attr.has("bibentry"):
            items = marked(items, "hang", 0, ())
        return identified(items, attr.id)

    def _picture(self, image: Image) -> list[Item]:
        attr, alt, (name, _) = image.c
        words = plain_text(alt)
        picture = self.pictures.get(name)
        if picture is None:
            shown = f"[{self.words.missing_image}] {words}".strip()
            return self._text((Str(shown),), 0, "entry")
        width, height = in_points(attr, picture, WHOLE.width)
        alt_text = words or self.words.figure
        return [
            Picture(
                name=name,
                alt=alt_text,
                width=width,
                height=height,
                block=self._next(),
                ids=(attr.id,) if attr.id else (),
            )
        ]

    def _named(self, item: Item, caption: str) -> Item:
        """A picture that says nothing of itself takes the words of its caption."""
        if isinstance(item, Picture) and item.alt == self.words.figure and caption:
            return replace(item, alt=caption)
        return item

    def _readable(self, text: Inlines) -> Inlines:
        """Footnotes are kept for the end and leave their number; simple formulas become words (a
        ``Span.formula`` that keeps the TeX)."""

        def inlines(content: Inlines) -> Inlines:
            return tuple(new for node in content for new in self._said(node))

        return rewritten(text, inlines)

    def _said(self, node: Inline) -> Inlines:
        match node:
            case Note():
                return (self._reference(node),)
            case Math(c=(Enum("InlineMath"), tex)):
                said = self.formulas.get(tex)
                return (Span((Attr("", (FORMULA,), (("tex", tex),)), said)),) if said else (node,)
            case RawInline():
                return ()
            case _:
                return (node,)

    def _reference(self, note: Note) -> Inline:
        id = f"note-{self.prefix}{len(self.notes) + 1}"
        self.notes.append((id, note.c))
        number = Superscript((Str(str(len(self.notes))),))
        return Link((Attr("", (NOTE,)), (number,), (f"#{id}", "")))

    def _next(self) -> int:
        self.block += 1
        return self.block
