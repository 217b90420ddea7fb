"""A publication as the blocks that pandoc writes to Word: opening, contents, chapters.

Everything that Word shows by a style of the reference document is a ``Div`` with ``custom-style``
here; pictures are PNG or JPEG in ``data:`` addresses, because pandoc reads no files.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    NO_ATTR,
    Attr,
    Block,
    Blocks,
    Code,
    Div,
    Figure,
    Header,
    HorizontalRule,
    Image,
    Inline,
    Inlines,
    Link,
    Para,
    Plain,
    RawBlock,
    Span,
    Str,
    Table,
    TableContent,
)
from publish.backends.dates import date_in_words
from publish.backends.docx_captions import Label, counted, labels, reference, titles
from publish.backends.docx_contents import contents_field
from publish.backends.docx_formulas import formula, formula_labels, set_apart
from publish.backends.docx_language import setting
from publish.backends.docx_ruby import guided
from publish.backends.docx_tables import fitted
from publish.backends.picture_size import sized
from publish.backends.raster import plain_picture
from publish.backends.ruby import in_brackets
from publish.publication.model import Chapter, NavEntry, Publication, Resource, Words
from publish.publication.nav import depths
from publish.walk import plain_text, rewrite

KINDS = {"tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Warning"}
FRONT_END = '<w:p><w:pPr><w:pStyle w:val="FrontEnd"/></w:pPr></w:p>'
OPENS = "opens-page"  # the class of a heading that begins a page
DEEPEST = 9  # levels of headings that Word has


class Around(NamedTuple):
    """What the blocks of a publication are set with: pictures by name, what fields may name by id,
    how deep each chapter stands and on which level the numbers in it begin anew, by its id, and the
    contents, for the place where an author asked for them."""

    pictures: Mapping[str, Resource]
    labels: Mapping[str, Label]
    titles: Mapping[str, str]
    depths: Mapping[str, int]
    tops: Mapping[str, int]
    words: Words
    tag: str
    contents: Blocks


def word_blocks(publication: Publication, contents: bool) -> Blocks:
    """The whole document in reading order; ``contents`` puts a table of contents at its beginning.

    Where an author asked for one it stands where it was asked for, in an article only. In a book
    what comes before the first chapter ends with a paragraph in the style ``FrontEnd``.
    """
    field = contents_field(publication)
    asked = publication.kind == "article" and any(
        isinstance(block, Div) and block.c[0].has("contents")
        for block in publication.chapters[0].document.blocks
    )
    every = [block for chapter in publication.chapters for block in chapter.document.blocks]
    tops = _tops(publication.nav)
    around = Around(
        pictures=_pictures(publication.resources),
        labels=_labels(publication.chapters, tops),
        titles=titles(every),
        depths=depths(publication.nav),
        tops=tops,
        words=publication.words,
        tag=setting(publication.metadata.lang).tag,
        contents=field if asked and contents else (),
    )
    parts = list(_opening(publication, around))
    if contents and not asked:
        parts += field
    if publication.kind == "book":
        parts.append(RawBlock(("openxml", FRONT_END)))
    for chapter in publication.chapters:
        if part := chapter.part:
            parts.append(Header((1, Attr(part.id, (OPENS, "part")), (Str(part.title),))))
        parts += _chapter(chapter, publication, around)
    return tuple(parts)


def _tops(nav: Iterable[NavEntry]) -> dict[str, int]:
    """The level on which each chapter, or the one that it stands below, is counted."""
    return {id: 1 + (each.kind == "part") for each in nav for id in depths((each,))}


def _labels(chapters: Iterable[Chapter], tops: Mapping[str, int]) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for chapter in chapters:
        blocks, top = chapter.document.blocks, tops.get(chapter.id, 1)
        found |= labels(blocks, top) | formula_labels(blocks, top)
    return found


def _opening(publication: Publication, around: Around) -> Iterable[Block]:
    anchor = publication.chapters[0].id if publication.kind == "article" else ""
    metadata = publication.metadata
    if publication.kind == "book" and metadata.cover in around.pictures:
        cover = Image((NO_ATTR, (Str(metadata.title),), (metadata.cover, "")))
        yield _styled("Cover", (Para((_inline(cover, around),)),))
    yield _styled("Title", (Para((Str(metadata.title),)),), anchor)
    if metadata.subtitle:
        yield _styled("Subtitle", (Para((Str(metadata.subtitle),)),))
    for author in metadata.authors:
        yield _styled("Author", (Para((Str(author.name),)),))
    if metadata.date:
        yield _styled("Date", (Para((Str(date_in_words(metadata.date.value, metadata.lang)),)),))


def _chapter(chapter: Chapter, publication: Publication, around: Around) -> Blocks:
    """The blocks of a chapter, its headings on the levels that they have in the contents; the
    sections of an article begin with 1."""
    document = chapter.document
    figure = publication.words.figure
    article = publication.kind == "article"
    depth, top = around.depths.get(chapter.id, 1), around.tops.get(chapter.id, 1)
    shift = -1 if article else depth - 1

    def block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)):
                return (Header((min(level + shift, DEEPEST), attr, text)),)
            case Figure(c=(attr, caption, inside)):
                named = plain_text(caption.long) or figure
                return _figure(
                    attr, _caption(caption.long, attr.id, around), _described(inside, named)
                )
            case Table(c=table):
                return _table(node, table, around)
            case Para(c=(Image(),)):
                return (_styled("Figure", (node,)),)
            case Div(c=(attr, inside)):
                return _division(node, attr, inside, around.contents)
            case HorizontalRule():
                return (_styled("Scene Break", (Para((Str("\u200b"),)),)),)
            case _:
                return (node,)

    def numbered(node: Block) -> Blocks:
        found = formula(node, top)
        return (set_apart(found),) if found else (node,)

    def inlines(content: Inlines) -> Inlines:
        return tuple(_inline(node, around) for node in content)

    set_out = rewrite(rewrite(document.blocks, numbered), block, inlines)
    blocks = _described(in_brackets(set_out), figure)
    if article:
        return blocks
    pairs = (("number-label", chapter.label), ("number-value", chapter.number))
    attr = Attr(chapter.id, (OPENS,), pairs)
    title: Block = Header((min(depth, DEEPEST), attr, (Str(document.metadata.title),)))
    whole = (title, *blocks)
    if document.metadata.lang != publication.metadata.lang:
        return (Div((Attr("", (), (("lang", document.metadata.lang),)), whole)),)
    return whole


def _table(node: Block, table: TableContent, around: Around) -> Blocks:
    caption = table.caption._replace(long=_caption(table.caption.long, table.attr.id, around))
    bare = table._replace(attr=table.attr.with_id(""), caption=caption)
    made: Block = replace(node, c=fitted(bare))
    return (_anchored(table.attr.id, (made,)),) if table.attr.id else (made,)


def _caption(blocks: Blocks, id: str, around: Around) -> Blocks:
    """A caption that Word counts."""
    match blocks:
        case (Plain() | Para() as first, *rest):
            return (replace(first, c=counted(first.c, id, around.labels.get(id))), *rest)
        case _:
            return blocks


def _division(node: Div, attr: Attr, inside: Blocks, contents: Blocks) -> Blocks:
    if attr.has("contents"):
        return contents
    if attr.has("excerpt-end"):
        return ()
    if attr.has("callout-title"):
        return (_styled("Callout Title", _as_paragraphs(inside), attr.id),)
    if attr.has("callout"):
        return (_callout(attr, inside),)
    if attr.has("bibentry"):
        return (_styled("Bibliography", _as_paragraphs(inside), attr.id),)
    return (node,)


def _callout(attr: Attr, inside: Blocks) -> Div:
    """A callout in the styles of its kind."""
    kind = next((f" {KINDS[name]}" for name in attr.classes if name in KINDS), "")
    dressed = rewrite(
        inside,
        lambda node: (
            _styled(f"Callout{kind} Title", node.c[1], node.c[0].id)
            if isinstance(node, Div) and node.c[0].get("custom-style") == "Callout Title"
            else node,
        ),
    )
    return _styled(f"Callout{kind}", _as_paragraphs(dressed), attr.id)


def _as_paragraphs(blocks: Blocks) -> Blocks:
    """Tight list items too take the style of what they stand in, which pandoc denies a ``Plain``."""
    return rewrite(blocks, lambda node: (Para(node.c) if isinstance(node, Plain) else node,))


def _figure(attr: Attr, caption: Blocks, inside: Blocks) -> Blocks:
    parts: list[Block] = [
        _styled("Captioned Figure" if caption else "Figure", (Para(part.c),))
        if isinstance(part, Plain | Para)
        else part
        for part in inside
    ]
    if caption:
        parts.append(_styled("Image Caption", caption))
    return (_anchored(attr.id, tuple(parts)),) if attr.id else tuple(parts)


def _inline(node: Inline, around: Around) -> Inline:
    words = around.words
    match node:
        case Link():
            return reference(node, around.labels, around.titles)
        case Image(c=(attr, alt, (name, title))) if name in around.pictures:
            picture = around.pictures[name]
            address = (
                f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
            )
            return Image((sized(attr, picture), alt, (address, title)))
        case Image(c=(attr, alt, _)):
            text = plain_text(alt) or words.figure
            return Span((_character("Missing"), (Str(f"[{words.missing_image}] {text}"),)))
        case Span(c=(attr, content)) if attr.has("missing"):
            return Span((_character("Missing").with_id(attr.id), content))
        case Code(c=(attr, text)) if attr.classes:
            return Code((Attr(attr.id), text))  # inline code is shown in one colour
        case _:
            return guided(node, around.tag)


def _described(blocks: Blocks, name: str) -> Blocks:
    """Pictures without alternative text get ``name``, so that none is unknown to a screen reader."""

    def inlines(content: Inlines) -> Inlines:
        return tuple(
            Image((node.c[0], (Str(name),), node.c[2]))
            if isinstance(node, Image) and not plain_text(node.c[1])
            else node
            for node in content
        )

    return rewrite(blocks, inlines=inlines)


def _pictures(resources: Iterable[Resource]) -> dict[str, Resource]:
    drawn = ((each.name, plain_picture(each)) for each in resources if _is_picture(each))
    return {name: picture for name, picture in drawn if picture is not None}


def _is_picture(resource: Resource) -> bool:
    return resource.media_type.startswith("image/")


def _styled(style: str, blocks: Blocks, id: str = "") -> Div:
    return Div((Attr(id, (), (("custom-style", style),)), blocks))


def _character(style: str) -> Attr:
    return Attr("", (), (("custom-style", style),))


def _anchored(id: str, blocks: Blocks) -> Div:
    return Div((NO_ATTR.with_id(id), blocks))
