"""A publication as the blocks that pandoc writes to Word: opening, contents, chapters.

Everything that Word shows by a style of the reference document is a ``Div`` with ``custom-style``
here; pictures are PNG or JPEG in ``data:`` addresses, because pandoc reads no files.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping

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
    Para,
    Plain,
    Span,
    Str,
    Table,
)
from publish.backends.dates import date_in_words
from publish.backends.docx_contents import contents_field
from publish.backends.docx_tables import fitted
from publish.backends.picture_size import sized
from publish.backends.raster import plain_picture
from publish.backends.ruby import in_brackets
from publish.publication.model import Chapter, Publication, Resource, Words
from publish.publication.nav import depths
from publish.walk import plain_text, rewrite

OPENS = "opens-page"  # the class of a heading that begins a page
DEEPEST = 9  # levels of headings that Word has


def word_blocks(publication: Publication, contents: bool) -> Blocks:
    """The whole document in reading order; ``contents`` puts a table of contents at its beginning.

    A table that an author asked for stands where it was asked for, in an article only.
    """
    pictures = _pictures(publication.resources)
    asked = publication.kind == "article" and any(
        isinstance(block, Div) and block.c[0].has("contents")
        for block in publication.chapters[0].document.blocks
    )
    field = contents_field(publication)
    parts = list(_opening(publication))
    if contents and not asked:
        parts += field
    levels = depths(publication.nav)
    for chapter in publication.chapters:
        place = field if asked else ()
        if part := chapter.part:
            parts.append(Header((1, Attr(part.id, (OPENS, "part")), (Str(part.title),))))
        level = levels.get(chapter.id, 1)
        parts += _chapter(chapter, publication, pictures, place, level)
    return tuple(parts)


def _opening(publication: Publication) -> Iterable[Block]:
    anchor = publication.chapters[0].id if publication.kind == "article" else ""
    metadata = publication.metadata
    yield _styled("Title", (Para((Str(metadata.title),)),), anchor)
    if metadata.subtitle:
        yield _styled("Subtitle", (Para((Str(metadata.subtitle),)),))
    for author in metadata.authors:
        yield _styled("Author", (Para((Str(author.name),)),))
    if metadata.date:
        yield _styled("Date", (Para((Str(date_in_words(metadata.date.value, metadata.lang)),)),))


def _chapter(
    chapter: Chapter,
    publication: Publication,
    pictures: Mapping[str, Resource],
    contents: Blocks,
    depth: int,
) -> Blocks:
    """The blocks of a chapter, its headings on the levels that they have in the contents.

    ``depth`` is that of the chapter's title in a book; the sections of an article begin with 1.
    """
    document = chapter.document
    words = publication.words
    article = publication.kind == "article"
    shift = -1 if article else depth - 1

    def block(node: Block) -> Blocks:
        match node:
            case Header(c=(level, attr, text)):
                return (Header((min(level + shift, DEEPEST), attr, text)),)
            case Figure(c=(attr, caption, inside)):
                named = plain_text(caption.long) or words.figure
                return _figure(attr, caption.long, _described(inside, named))
            case Table(c=table):
                made: Block = replace(node, c=fitted(table._replace(attr=table.attr.with_id(""))))
                return (_anchored(table.attr.id, (made,)),) if table.attr.id else (made,)
            case Para(c=(Image(),)):
                return (_styled("Figure", (node,)),)
            case Div(c=(attr, inside)):
                return _division(node, attr, inside, contents)
            case HorizontalRule():
                return (_styled("Scene Break", (Para((Str("\u200b"),)),)),)
            case _:
                return (node,)

    def inlines(content: Inlines) -> Inlines:
        return tuple(_inline(node, pictures, words) for node in content)

    blocks = _described(rewrite(in_brackets(document.blocks), block, inlines), words.figure)
    if article:
        return blocks
    pairs = (("number-label", chapter.label), ("number-value", chapter.number))
    attr = Attr(chapter.id, (OPENS,), pairs)
    title: Block = Header((min(depth, DEEPEST), attr, (Str(document.metadata.title),)))
    whole = (title, *blocks)
    if document.metadata.lang != publication.metadata.lang:
        return (Div((Attr("", (), (("lang", document.metadata.lang),)), whole)),)
    return whole


def _division(node: Div, attr: Attr, inside: Blocks, contents: Blocks) -> Blocks:
    if attr.has("contents"):
        return contents
    if attr.has("excerpt-end"):
        return ()
    for name, style in (
        ("callout-title", "Callout Title"),
        ("callout", "Callout"),
        ("bibentry", "Bibliography"),
    ):
        if attr.has(name):
            return (_styled(style, _as_paragraphs(inside), attr.id),)
    return (node,)


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


def _inline(node: Inline, pictures: Mapping[str, Resource], words: Words) -> Inline:
    match node:
        case Image(c=(attr, alt, (name, title))) if name in pictures:
            picture = pictures[name]
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
            return node


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
