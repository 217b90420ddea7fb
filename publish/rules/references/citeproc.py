"""References set in a style of CSL, by pandoc's citeproc."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from publish import ast, pandoc
from publish.ast import (
    Attr,
    Block,
    Citation,
    Cite,
    Div,
    Inline,
    Inlines,
    Link,
    Para,
    Plain,
    Space,
    Span,
    Str,
)
from publish.rules.canonical import words
from publish.rules.references.csl_items import Item
from publish.rules.references.library import style_text
from publish.walk import plain_text, rewrite

STYLED = "csl"  # the attribute of an entry that is set in a style
_LOCALES = {
    "zh-Hans": "zh-CN",
    "zh-Hant": "zh-TW",
    "zh": "zh-CN",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "en": "en-US",
    "de": "de-DE",
    "fr": "fr-FR",
    "es": "es-ES",
}


class Printed(NamedTuple):
    """An entry as the style prints it: its label (empty where the style has none) and its text."""

    label: str
    text: Inlines


class Styled(NamedTuple):
    """What stands in the text for each group of citations, and the entries in the style's order."""

    citations: tuple[Inlines, ...]
    entries: dict[str, Printed]


def styled(
    groups: Sequence[Sequence[Citation]], items: Sequence[Item], style: str, lang: str
) -> Styled:
    """Groups of citations in reading order and the references, set in a style.

    ``style`` is the name of a shipped style, CSL itself, or empty for pandoc's own. Raises PublishError
    when pandoc refuses the style or a reference.
    """
    read = pandoc.convert(json.dumps(list(items)).encode(), ("--from", "csljson", "--to", "json"))
    meta: dict[str, Any] = dict(ast.decode(read).meta)
    meta["lang"] = _string(_LOCALES.get(lang, lang))
    meta["link-citations"] = {"t": "MetaBool", "c": True}
    if style:
        text = style if style.lstrip().startswith("<") else style_text(style)
        data = base64.b64encode(text.encode()).decode()
        meta["csl"] = _string(f"data:application/xml;base64,{data}")
    asked = tuple(Para((Cite((tuple(group), ())),)) for group in groups)
    document = ast.encode(ast.Pandoc(asked, meta))
    blocks = ast.decode(
        pandoc.convert(document, ("--from", "json", "--to", "json", "--citeproc"))
    ).blocks
    citations = tuple(_citation(block) for block in blocks[: len(groups)])
    entries = dict(_entry(block) for block in _list(blocks))
    return Styled(citations, entries)


def anchor(key: str) -> str:
    """The id of an entry: every format takes it, whatever the key holds."""
    return "ref-" + re.sub(r"[^\w.-]", "-", key)


def _string(text: str) -> dict[str, str]:
    return {"t": "MetaString", "c": text}


def _citation(block: Block) -> Inlines:
    """The inlines of a citation; its links are ours."""
    (new,) = rewrite((block,), inlines=lambda inlines: words(tuple(map(_ours, _uncited(inlines)))))
    return new.c if isinstance(new, Para | Plain) else ()


def _uncited(inlines: Inlines) -> Inlines:
    return tuple(
        part for node in inlines for part in (node.c[1] if isinstance(node, Cite) else (node,))
    )


def _ours(node: Inline) -> Inline:
    match node:
        case Link(c=(_, text, (address, title))) if address.startswith("#ref-"):
            return Link(
                (
                    Attr("", ("citation",)),
                    text,
                    (f"#{anchor(address.removeprefix('#ref-'))}", title),
                )
            )
        case _:
            return node


def _list(blocks: Sequence[Block]) -> list[Div]:
    last = blocks[-1] if blocks else None
    inside = last.c[1] if isinstance(last, Div) and last.c[0].id == "refs" else ()
    return [block for block in inside if isinstance(block, Div)]


def _entry(block: Div) -> tuple[str, Printed]:
    """The key of an entry, and the entry in two parts where the style sets a label in the margin."""
    key = block.c[0].id.removeprefix("ref-")
    match block.c[1]:
        case (Para(c=(Span(c=(left, label)), *text)),) if left.has("csl-left-margin"):
            inside = tuple(
                part for node in text for part in (node.c[1] if isinstance(node, Span) else (node,))
            )
            return key, Printed(plain_text(label), _stripped(inside))
        case (Para(c=text) | Plain(c=text),):
            return key, Printed("", _stripped(text))
        case content:
            return key, Printed("", _stripped((Str(plain_text(content)),)))


def _stripped(text: Inlines) -> Inlines:
    made = words(text)
    return made[1:] if made[:1] == (Space(),) else made
