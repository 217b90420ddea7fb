"""Diagrams of a tree: pictures where a program has drawn them, their source with a label elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Caption,
    CodeBlock,
    Figure,
    Image,
    Plain,
    Str,
)
from publish.publication.model import Resource
from publish.walk import nodes, rewrite, same_inlines

UNDRAWN = "diagram-source"  # the class of a figure that holds the code of a diagram
# Languages as their own makers write them.
NAMES = {
    "mermaid": "Mermaid", "plantuml": "PlantUML", "dot": "Graphviz", "echarts": "ECharts",
    "vega": "Vega", "vega-lite": "Vega-Lite", "d2": "D2", "goat": "GoAT", "wavedrom": "WaveDrom",
    "bpmn": "BPMN",
}  # fmt: skip


class Diagram(NamedTuple):
    """The source of a diagram, and the language that it is written in."""

    language: str
    source: str


class Undrawn(NamedTuple):
    """Why a diagram has no picture: a sentence about it, and what to do."""

    message: str
    hint: str


Drawings: TypeAlias = Mapping[Diagram, Resource | Undrawn]


def diagrams(blocks: Blocks) -> Iterator[Diagram]:
    """The diagrams of a document, in reading order."""
    for node in nodes(blocks):
        if isinstance(node, CodeBlock) and (found := diagram(node)):
            yield found


def diagram(block: CodeBlock) -> Diagram | None:
    """The diagram that a block is."""
    attr, source = block.c
    return Diagram(attr.classes[0], source) if "diagram" in attr.classes[1:] else None


def place_diagrams(
    blocks: Blocks, drawings: Drawings, figure: str, report: Callable[[CodeBlock, Undrawn], None]
) -> tuple[Blocks, tuple[Resource, ...]]:
    """``blocks`` with a picture for every diagram that is drawn, and these pictures, each once.

    The alternative text is the word ``figure`` and the source. A diagram that is not drawn is its code
    with the name of its language below; ``report`` hears why, where a program was to draw it.
    """
    used: dict[str, Resource] = {}

    def block(node: Block) -> Blocks:
        if isinstance(node, Figure):
            return (_without_figures(node),)
        if not isinstance(node, CodeBlock) or (found := diagram(node)) is None:
            return (node,)
        id, name = node.c[0].id, NAMES.get(found.language, found.language)
        match drawings.get(found):
            case Resource() as drawn:
                used[drawn.name] = drawn
                alt = f"{figure} ({name}): {' '.join(found.source.split())}"
                picture = Image((Attr(), (Str(alt),), (drawn.name, "")))
                return (
                    Figure((Attr(id), Caption(None, ()), (Plain((picture,)),)), line=node.line),
                )
            case Undrawn() as reason:
                report(node, reason)
            case None:
                pass
        return (_labelled(node, name),)

    return rewrite(blocks, block, same_inlines), _sorted(used.values())


def _labelled(node: CodeBlock, name: str) -> Block:
    attr, source = node.c
    code = CodeBlock((attr.with_id(""), source), line=node.line)
    caption = Caption(None, (Plain((Str(name),)),))
    return Figure((Attr(attr.id, (UNDRAWN,)), caption, (code,)), line=node.line)


def _without_figures(node: Figure) -> Figure:
    """A figure of the author's own is not made one within a figure: it has its caption already."""
    attr, caption, content = node.c
    plain: list[Block] = []
    for each in content:
        match each:
            case Figure(c=(own, words, inside)) if own.has(UNDRAWN) or not words.long:
                plain += inside
            case _:
                plain.append(each)
    return replace(node, c=(attr, caption, tuple(plain)))


def _sorted(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    return tuple(sorted(resources, key=lambda each: each.name))
