"""Slides as blocks for pandoc's HTML writer: a division each, with a heading and its boxes.

A paragraph stands in a ``Span.text`` whose attributes become those of its element (:mod:`deck_tree`),
because pandoc gives none to paragraphs and items of lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Div,
    Enum,
    Image,
    Inline,
    Inlines,
    Link,
    Math,
    Plain,
    Span,
    Str,
    Table,
)
from publish.backends.slide_boxes import space_before, type_size
from publish.backends.slide_lists import nested
from publish.backends.slide_model import (
    FORMULA,
    NOTE,
    WHOLE,
    Box,
    CodeLine,
    Formula,
    Grid,
    Picture,
    Slide,
    Text,
)
from publish.backends.slide_speech import rest, speech
from publish.backends.slide_titles import CONTENT, SECTION, title_size
from publish.walk import rewrite

CLASSES = {"content": "points", "section": "divider", "contents": "index"}
OWN = ("place", "title")  # spans whose ids stay
FIRST = 2  # the number of the slide after that of the title
Places = Mapping[str, int]


def places(slides: Sequence[Slide]) -> Places:
    """The number of the slide on which each id is found first."""
    found: dict[str, int] = {}
    for number, slide in enumerate(slides, FIRST):
        for id in slide.ids:
            found.setdefault(id, number)
    return found


def deck_blocks(slide: Slide, number: int, known: Places) -> Blocks:
    """The blocks of one slide; ids stand in front of its boxes, links lead to those that are known."""
    name = f"slide-{number}"
    size = title_size(slide.title, SECTION if slide.kind == "section" else CONTENT)
    style = (("style", f"--size:{size:g}"),)
    title = Plain((Span((Attr(f"{name}-title", ("text", "title"), style), (Str(slide.title),))),))
    marks = tuple(
        Span((Attr(id, ("place",)), ())) for id in dict.fromkeys(slide.ids) if known[id] == number
    )
    boxes = tuple(_box(box) for box in slide.page.boxes)
    face = (title, *((Plain(marks),) if marks else ()), Div((Attr("", ("body",)), boxes)))
    said = (*speech(slide.page), *rest(slide.page.notes))
    kept = ("notes", "rest") if slide.page.notes else ("notes",)
    notes = (Div((Attr("", kept), said)),) if said else ()
    attr = Attr(name, ("slide", CLASSES[slide.kind]), (("lang", slide.lang),))
    whole: Block = Div((attr, (Div((Attr("", ("face",)), face)), *notes)))
    return rewrite((whole,), inlines=partial(_inlines, known))


def _box(box: Box) -> Block:
    attr = Attr("", ("box", f"box-{box.kind}"), (("style", f"--size:{box.size:g}"),))
    return Div((attr, _inside(box)))


def _inside(box: Box) -> Blocks:
    match box.items[0]:
        case CodeLine(language=language):
            lines = (item.text for item in box.items if isinstance(item, CodeLine))
            return (CodeBlock((Attr("", (language,) if language else ()), "\n".join(lines))),)
        case Formula(tex=tex):
            return (Plain((Math((Enum("DisplayMath"), tex)),)),)
        case Picture() as picture:
            return (Plain((_picture(picture, box.height),)),)
        case Grid(table=table):
            return (Table(table),)
        case _:
            texts = [item for item in box.items if isinstance(item, Text)]
            blocks = nested(texts, partial(_paragraph, _near(texts, box.size), box.size))
            return (BlockQuote(blocks),) if box.kind == "quote" else blocks


def _near(texts: Sequence[Text], size: float) -> Mapping[int, float]:
    """The space above each paragraph, in em of the box."""
    before: Text | None = None
    found = {}
    for text in texts:
        found[id(text)] = space_before(before, text, size) / size
        before = text
    return found


def _paragraph(spaces: Mapping[int, float], size: float, text: Text, level: int) -> Block:
    own = type_size(text, size)
    told = [f"--above:{spaces[id(text)] * size / own:.3g}"]
    if level:
        told.append(f"--level:{level}")
    if own != size:
        told.append(f"--size:{own:g}")
    kind = () if text.style in ("body", "entry") else (text.style,)
    attr = Attr("", ("text", *kind), (("style", ";".join(told)),))
    return Plain((Span((attr, text.inlines)),))


def _picture(picture: Picture, height: float) -> Inline:
    scale = min(height / picture.height, WHOLE.width / picture.width)
    style = f"--wide:{picture.width * scale:.4g};--high:{picture.height * scale:.4g}"
    return Image((Attr("", (), (("style", style),)), (Str(picture.alt),), (picture.name, "")))


def _inlines(known: Places, content: Inlines) -> Inlines:
    return tuple(_inline(known, node) for node in content)


def _inline(known: Places, node: Inline) -> Inline:
    match node:
        case Span(c=(attr, _)) if attr.has(FORMULA):
            return Math((Enum("InlineMath"), attr.get("tex")))
        case Link(c=(attr, text, (address, _))) if address.startswith("#"):
            if address[1:] not in known:
                return Span((Attr(), text))
            kept = (("role", "doc-noteref"),) if attr.has(NOTE) else ()
            return Link((Attr("", (), kept), text, (address, "")))
        case Span(c=(attr, text)) if attr.id and not any(map(attr.has, OWN)):
            return Span((Attr("", attr.classes, attr.pairs), text))
        case Link(c=(attr, text, target)) if attr.id:
            return Link((Attr("", attr.classes, attr.pairs), text, target))
        case Code(c=(attr, text)) if attr.id:
            return Code((Attr("", attr.classes, attr.pairs), text))
        case _:
            return node
