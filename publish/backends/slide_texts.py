"""Items as their surroundings want them: points of a paragraph, marks of a list, the line of a cell."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from publish.ast import Attr, Code, Enum, Inlines, LineBreak, Math, Str, Strong
from publish.backends.slide_model import Break, CodeLine, Formula, Grid, Item, Picture, Text
from publish.backends.slide_sentences import sentences
from publish.walk import plain_text


def points(whole: Text) -> Iterable[Text]:
    """A paragraph as points: a sentence each."""
    for at, sentence in enumerate(sentences(whole.inlines)):
        yield replace(
            whole,
            inlines=sentence,
            words=plain_text(sentence),
            level=1,
            mark="•",
            ids=() if at else whole.ids,
        )


def marked(items: list[Item], mark: str, start: int, ids: tuple[str, ...]) -> list[Item]:
    """The first paragraph carries the mark of its list."""
    match items:
        case [Text() as first, *rest]:
            return [replace(first, mark=mark, start=start, ids=(*ids, *first.ids)), *rest]
        case _:
            return items


def identified(items: list[Item], id: str) -> list[Item]:
    """The first item is the place that ``id`` means."""
    return [replace(items[0], ids=(id, *items[0].ids)), *items[1:]] if id and items else items


def strong(item: Item) -> Item:
    """The title of what follows."""
    if not isinstance(item, Text):
        return item
    return replace(item, inlines=(Strong(item.inlines),), keep=True)


def in_one_line(items: Iterable[Item]) -> Inlines:
    """What can stand in the cell of a table."""
    parts: list[Inlines] = []
    for item in items:
        match item:
            case Text(inlines=inlines):
                parts.append(inlines)
            case CodeLine(text=text):
                parts.append((Code((Attr(), text)),))
            case Formula(tex=tex):
                parts.append((Math((Enum("InlineMath"), tex)),))
            case Grid(words=rows):
                parts += [(Str(" ".join(row)),) for row in rows]
            case Picture() | Break():
                continue
    return tuple(
        node for at, part in enumerate(parts) for node in ((LineBreak(),) * (at > 0) + part)
    )
