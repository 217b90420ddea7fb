"""REF009: pictures that stand alone, and the captions of pictures, tables and code."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Caption,
    CodeBlock,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Para,
    Plain,
    SoftBreak,
    Space,
    Str,
    Table,
    TableContent,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.references.captions import label, labelled
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import bearers


def make_figures(document: Document) -> Revision:
    """A picture alone in its paragraph becomes a figure; its title, or a line below that begins like
    a caption (图 1 …), is the caption. So does a ``Div.figure``, with its ``Div.caption``. A table
    takes the caption above or below it (表 1 …), code the one below it (示例 1-1：…), where all such
    captions stand below. What has a number keeps it as data, too."""
    blocks: list[Block] = []
    findings: list[TreeFinding] = []
    listings = _captions_stand_below_code(document.blocks)
    left = list(reversed(document.blocks))
    while left:
        block = left.pop()
        following = left[-1] if left else None
        if isinstance(block, Table):
            _caption_table(block, blocks, left, findings)
        elif isinstance(block, CodeBlock):
            below = following if listings and _is_caption_of(following, "listing") else None
            if below is not None:
                findings.append(TreeFinding(below.line, "a caption stands below its code"))
                left.pop()
                block = Figure((Attr(), Caption(None, _plain((below,))), (block,)), line=block.line)
            blocks.append(block)
        elif figure := _fenced(block):
            blocks.append(figure)
        elif (alone := _alone(block)) is None:
            blocks.append(block)
        else:
            image, caption = alone
            findings.append(
                TreeFinding(block.line, "a picture alone in its paragraph is set as a figure")
            )
            if not caption and isinstance(following, Para) and is_caption(following.c, "figure"):
                left.pop()
                caption = following.c
            blocks.append(_figure(image, caption or _words(image.c[2][1]), block.line))
    return Revision(replace(document, blocks=_numbered(blocks)), tuple(findings))


def is_caption(text: Inlines, kind: str) -> bool:
    """Whether a paragraph is the caption of a numbered figure or table."""
    found = label(text)
    return found is not None and found.kind == kind


def _caption_table(
    table: Table, before: list[Block], after: list[Block], findings: list[TreeFinding]
) -> None:
    """Appends the table with the caption that stands above it, or else below it."""
    content = table.c
    below = () if _is_of_the_next(after) else (after,)
    for neighbours in (before, *below):
        near = neighbours[-1] if neighbours else None
        if not content.caption.long and near and _is_caption_of(near, "table"):
            neighbours.pop()
            findings.append(TreeFinding(near.line, "a caption stands beside its table"))
            content = content._replace(caption=Caption(None, _plain((near,))))
    before.append(table if content is table.c else replace(table, c=content))


def _is_of_the_next(after: list[Block]) -> bool:
    """Whether a caption between two tables is that of the second: nothing else can be."""
    following = after[-2:-4:-1]
    return (
        bool(following)
        and isinstance(following[0], Table)
        and not any(_is_caption_of(block, "table") for block in following[1:])
    )


def _captions_stand_below_code(blocks: Blocks) -> bool:
    return all(
        isinstance(above, CodeBlock)
        for above, block in pairwise((None, *blocks))
        if _is_caption_of(block, "listing")
    )


def _is_caption_of(block: Block | None, kind: str) -> bool:
    return isinstance(block, Para) and is_caption(block.c, kind)


def _numbered(blocks: Iterable[Block]) -> Blocks:
    """Figures and tables with the number of their caption and an id, each id once."""
    blocks = tuple(blocks)
    taken = {
        node.c[0].id if isinstance(node, Figure | Div) else node.c[1].id
        for node in bearers(blocks)
        if isinstance(node, Figure | Div | Header)
    }
    return tuple(_with_number(block, taken) for block in blocks)


def _with_number(block: Block, taken: set[str]) -> Block:
    match block:
        case Figure(c=(attr, Caption(long=(Plain(c=text),)) as caption, content)):
            return replace(block, c=(labelled(attr, text, taken), caption, content))
        case Table(c=TableContent(caption=Caption(long=(Plain(c=text),))) as content):
            attr = labelled(content.attr, text, taken)
            return replace(block, c=content._replace(attr=attr))
        case _:
            return block


def _alone(block: Block) -> tuple[Image, Inlines] | None:
    """The picture of a paragraph that holds nothing else, or a caption on the next line only."""
    match block:
        case Para(c=(Image() as image,)):
            return image, ()
        case Para(c=(Image() as image, SoftBreak() | LineBreak(), *text)) if is_caption(
            tuple(text), "figure"
        ):
            return image, tuple(text)
        case _:
            return None


def _words(title: str) -> Inlines:
    words: list[Inline] = []
    for word in title.split():
        words += [Space(), Str(word)]
    return tuple(words[1:])


def _figure(image: Image, caption: Inlines, line: int) -> Figure:
    attr, alternative, (address, _) = image.c
    plain = Image((attr.with_id(""), alternative, (address, "")))
    long = (Plain(caption),) if caption else ()
    return Figure((Attr(attr.id), Caption(None, long), (Plain((plain,)),)), line=line)


def _fenced(block: Block) -> Figure | None:
    match block:
        case Div(c=(attr, content)) if attr.has("figure"):
            captions = [
                part for part in content if isinstance(part, Div) and part.c[0].has("caption")
            ]
            inside = tuple(part for part in content if part not in captions)
            long = _plain(captions[0].c[1]) if captions else ()
            classes = tuple(name for name in attr.classes if name != "figure")
            return Figure(
                (Attr(attr.id, classes, attr.pairs), Caption(None, long), _plain(inside)),
                line=block.line,
            )
        case Figure(c=(attr, caption, content)):
            return replace(block, c=(attr, Caption(None, _plain(caption.long)), _plain(content)))
        case _:
            return None


def _plain(blocks: Blocks) -> Blocks:
    """A lone paragraph as mere text: so are captions, and so is what they belong to."""
    match blocks:
        case (Para(c=text),):
            return (Plain(text, line=blocks[0].line),)
        case _:
            return blocks


RULE = Rule(
    code="REF009",
    name="lone-picture",
    summary="A picture stands alone in its paragraph, or a numbered caption beside its picture, table or code.",
    why="As a figure it is centred, kept whole and bound to its caption, and its number can be linked to.",
    before='---\ntitle: Tea\nlang: en\n---\n\n![A cup](cup.png "The cup")\n',
    after='![A cup](cup.png "The cup")\n',
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=make_figures,
)
