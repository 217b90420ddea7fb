"""Canonical Markdown: the smallest whole backend, and the view of the canonical form for people.

Read again in the dialect of its post it gives the same blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from msgspec.structs import replace

from publish import ast, pandoc
from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Para,
    Plain,
    RawBlock,
    RawInline,
    SoftBreak,
    Span,
    Str,
    Table,
    Underline,
)
from publish.backends.backend import Artifact
from publish.backends.fragment_tree import CLOSED
from publish.backends.markdown_tables import in_box, in_cell, with_caption, with_html_tables
from publish.document import Metadata
from publish.layouts import Layout
from publish.publication.model import Publication
from publish.reader import dialect as dialects
from publish.reader.mathematics import with_dollars
from publish.reader.template_tags import literal
from publish.regex import regex
from publish.rules.references.captions import label, unlabelled
from publish.rules.structure.anchors import derived
from publish.walk import plain_text, rewrite, same_block

_NUMBER = ("number-style", "number-value", "number-label", "role", "alias")
_NAME = regex(r"[\w.:-]*")
_PUNCTUATION = regex(r"[!-/:-@\[-`{-~]")
# Pandoc writes these so that they read as something else.
_MISREAD = regex(r"[\\\u00a0]|&#?\w+;|\{[{%]")
_LANGUAGE = regex(r"[^\s`{}~]+")
_MARK = regex(r"(\d{0,9})([-+*.)>#=|:])$")


class Markdown:
    """No options."""

    suffix = ".md"
    options: Mapping[str, Any] = {}

    def render(
        self, publication: Publication, _layout: Layout, _options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """Front matter and text; the chapters of a book one after the other; then the pictures."""
        documents = [chapter.document for chapter in publication.chapters]
        texts = [body(document.blocks, document.dialect) for document in documents]
        if publication.kind == "book":
            titles = [document.metadata.title for document in documents]
            texts = [f"# {title}\n\n{text}" for title, text in zip(titles, texts, strict=True)]
        head = front_matter(publication.metadata)
        yield Artifact(publication.name + self.suffix, (head + "\n" + "\n".join(texts)).encode())
        for resource in publication.resources:
            yield Artifact(resource.name, resource.content)


BACKEND = Markdown()


def body(blocks: Blocks, dialect: str = "commonmark") -> str:
    """The Markdown of some blocks for the reader of a dialect, labels of headings printed."""
    tree = ast.Pandoc(rewrite(with_html_tables(blocks), _block, _inlines))
    return pandoc.write(tree, _format(dialect), "--wrap=preserve").decode()


def _format(dialect: str) -> str:
    """The reader's own format, so that what is written is what it understands."""
    return dialects.reader(dialect, "$$") + "+raw_html"


def _block(node: Block) -> Blocks:
    match node:
        case Header(c=(level, attr, text)):
            label = attr.get("number-label")
            space = () if not label or label[-1] in CLOSED else (ast.Space(),)
            front = (ast.Str(label), *space) if label else ()
            return (replace(node, c=(level, _heading_attr(attr, plain_text(text)), front + text)),)
        case Figure(c=(attr, caption, content)):
            return _figure(unlabelled(attr), content, caption.long)
        case CodeBlock(c=(attr, code)) if not attr.id and not attr.pairs:
            return (RawBlock(("markdown", _fenced(code, attr.classes))),)
        case Table(c=content):
            *above, table = with_caption(node, content)
            return rewrite((*above, in_box(table)), same_block, in_cell)
        case _:
            return (node,)


def _fenced(code: str, classes: tuple[str, ...]) -> str:
    """Code between fences; pandoc would indent it, and lose its blank lines at the edges."""
    runs = re.findall(r"`{3,}", code)
    fence = "`" * (max(map(len, runs), default=2) + 1)
    named = " ".join(f".{name}" for name in classes)
    language = classes[0] if len(classes) == 1 and _LANGUAGE.fullmatch(classes[0]) else ""
    mark = f" {language}" if language else f" {{{named}}}" if named else ""
    return f"{fence}{mark}\n{code}\n{fence}"


def _heading_attr(attr: Attr, words: str) -> Attr:
    """What the reader does not find by itself."""
    id = "" if derived(attr.id, words) else attr.id
    classes = tuple(name for name in attr.classes if name != "unnumbered" or not attr.get("role"))
    return Attr(id, classes, attr.without(*_NUMBER).pairs)


def _figure(attr: Attr, content: Blocks, caption: Blocks) -> Blocks:
    """A picture in its own paragraph where that says all, else a fenced figure."""
    match content, caption:
        case (Plain(c=(Image() as image,)),), () if attr == Attr():
            return (Para((image,)),)
        case (Plain(c=(Image() as image,)),), (Plain(c=text) | Para(c=text),) if attr == Attr():
            if label(text):
                return (Para((image,)), Para(text))
            if all(isinstance(part, ast.Str | ast.Space) for part in text):
                pictured, alternative, (address, _) = image.c
                return (Para((Image((pictured, alternative, (address, plain_text(text)))),)),)
    inside = (*content, Div((Attr("", ("caption",)), caption))) if caption else content
    return (Div((attr.with_class("figure"), inside)),)


def _inlines(inlines: Inlines) -> Inlines:
    """What CommonMark has no mark for, or pandoc writes so that it reads as something else."""
    done: list[Inline] = []
    formula = _reads_as_formula(inlines)
    for at, node in enumerate(inlines):
        match node:
            case Underline(c=content):
                done += [RawInline(("markdown", "<u>")), *content, RawInline(("markdown", "</u>"))]
            case Span(c=(attr, content)) if attr == Attr(attr.id) and not _NAME.fullmatch(attr.id):
                tag = f'<span id="{escape(attr.id)}">'
                done += [RawInline(("markdown", tag)), *content, RawInline(("markdown", "</span>"))]
            case Link(c=(attr, (Str(c=text),), (address, title))) if title and text == address:
                # Pandoc would write it as an autolink, which has no title.
                plain = RawInline(("markdown", _escaped(text)))
                done.append(Link((attr, (plain,), (address, title))))
            case Link(c=(attr, content, target)) if " " in target[0] and attr == Attr():
                done += _spaced("[", content, target)
            case Image(c=(attr, content, target)) if " " in target[0] and attr == Attr():
                done += _spaced("![", content, target)
            case Str(c=text) if formula and "[" in text:
                done.append(RawInline(("markdown", _escaped(text).replace("\\[", "&#91;"))))
            case Str(c=text) if _MISREAD.search(text):
                done.append(RawInline(("markdown", _escaped(text))))
            case Str(c=text) if at and isinstance(inlines[at - 1], SoftBreak | LineBreak):
                done += _first_word(text)
            case _:
                done.append(node)
    return tuple(done)


def _reads_as_formula(inlines: Inlines) -> bool:
    """Whether brackets that pandoc escapes are those of a formula to the reader."""
    words = "".join(map(_written, inlines))
    if "[" not in words:
        return False
    escaped = words.replace("[", "\\[").replace("]", "\\]")
    return with_dollars(escaped) != escaped


def _written(node: Inline) -> str:
    """Roughly what stands for a node in Markdown."""
    match node:
        case Str(c=text) | Code(c=(_, text)):
            return text
        case Link(c=(_, _, (address, _))) | Image(c=(_, _, (address, _))):
            return f"<{address}>"
        case _:
            return " "


def _spaced(opening: str, content: Inlines, target: tuple[str, str]) -> Iterator[Inline]:
    """A link to an address with spaces, which pandoc would write as no link at all."""
    address, title = target
    told = f' "{title.replace(chr(34), "&quot;")}"' if title else ""
    yield RawInline(("markdown", opening))
    yield from content
    yield RawInline(("markdown", f"](<{address}>{told})"))


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\g<0>", text).replace("\u00a0", "&nbsp;")


def _first_word(text: str) -> Iterator[Inline]:
    """The first word of a line, which must not begin a block."""
    mark = _MARK.match(text)
    if mark:
        yield RawInline(("markdown", f"{mark[1]}\\{mark[2]}"))
    yield Str(text[mark.end() :] if mark else text)


def front_matter(metadata: Metadata) -> str:
    """YAML front matter in a fixed order of keys, without what is empty; other keys come last."""
    import frontmatter
    from yaml import SafeDumper  # libyaml's own would escape every emoji

    date, updated = metadata.date, metadata.updated
    fields: dict[str, Any] = {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "authors": [_author(author.name, author.email, author.url) for author in metadata.authors],
        "date": date.value + (date.zone or "") if date else "",
        "updated": updated.value + (updated.zone or "") if updated else "",
        "lang": metadata.lang,
        "description": metadata.description,
        "keywords": list(metadata.keywords),
        "categories": [list(category.path) for category in metadata.categories],
        "tags": list(metadata.tags),
        "slug": metadata.slug,
        "aliases": list(metadata.aliases),
        "draft": metadata.draft,
        "cover": metadata.cover,
        "rights": metadata.rights,
        "series": metadata.series.name if metadata.series else "",
        "series_number": metadata.series.number if metadata.series else "",
        "identifier": metadata.identifier,
    }
    post = frontmatter.Post("")
    for key, value in {**fields, **metadata.extra}.items():
        if value or key in metadata.extra:
            post[key] = _literal(value)
    return frontmatter.dumps(post, Dumper=SafeDumper, sort_keys=False, width=10_000) + "\n"


def _literal(value: Any) -> Any:
    """A value whose braces are not taken for a template tag when it is read again."""
    match value:
        case str():
            return literal(value)
        case list():
            return [_literal(part) for part in value]
        case dict():
            return {key: _literal(part) for key, part in value.items()}
        case _:
            return value


def _author(name: str, email: str, url: str) -> str | dict[str, str]:
    fields = {"name": name, "email": email, "url": url}
    return {key: value for key, value in fields.items() if value} if email or url else name
