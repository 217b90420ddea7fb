"""A11004: English words in a Chinese, Japanese or Korean post."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    Div,
    Emph,
    Image,
    Inline,
    Inlines,
    Link,
    Math,
    Note,
    Para,
    Quoted,
    SoftBreak,
    Space,
    Span,
    Str,
    Strikeout,
    Strong,
    Underline,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.by_block import by_block
from publish.rules.canonical import words as joined
from publish.rules.rule import Revision, Rule
from publish.walk import LEAVES, nodes, plain_text, rewrite, same_block

_FEWEST = 4  # words; fewer are names and terms, which a sentence in another script carries well
_ENGLISH = Attr("", (), (("lang", "en"),))
_LATIN = regex(r"([!-~\u00a0-\u024f\u2013\u2014\u2018-\u201d\u2026]+)")
_WORD = regex(r"[(\[\"'“‘]*(?:[A-Za-z]{2,}(?:['’-][A-Za-z]+)*|[aAI])[.,;:!?)\]\"'”’…]*")
_LETTER = regex(r"[A-Za-z]")
_BEFORE = regex(r"^[^A-Za-z0-9(\[\"'$]+")
_LAST = regex(r"[A-Za-z0-9.!?)\]\"'%+#]")
_OTHERS = regex(
    r"\b(?:der|die|das|und|ist|nicht|le|les|des|une|est|dans|el|los|las|una|por|que|della)\b"
)
_SURE = regex(r"\b(?:the|and|of|to|is|in|for|with|that|this|are|you|not)\b", re.IGNORECASE)


def revise(document: Document) -> Revision:
    """Runs of at least four such words become a ``Span[lang=en]``; what bears a language stays."""
    if document.metadata.lang.partition("-")[0] not in ("zh", "ja", "ko"):
        return Revision(document)
    return by_block(document, _whole, "English words, which are marked as such in what is built")


def _whole(block: Block) -> Blocks:
    """A block of the top level; most are text in one script, which need no walk."""
    match block:
        case Para(c=text) if LEAVES.issuperset(map(type, text)) and not _may_hold_english(text):
            return (block,)
        case _:
            return rewrite((block,), _block, _marked)


def _block(block: Block) -> Blocks:
    match block:
        case Div(c=(attr, inside)) if attr.get("lang"):
            return (replace(block, c=(attr, rewrite(inside, same_block, _unmarked))),)
        case _:
            return (block,)


def _marked(text: Inlines) -> Inlines:
    """A list whose parts are done, with its runs of English marked."""
    if not _may_hold_english(text):
        return text
    pieces = [piece for node in text for piece in _pieces(node)]
    new: list[Inline] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and _may_belong(pieces[end]):
            end += 1
        new += _run(pieces[at:end])
        new += pieces[end : end + 1]
        at = end + 1
    return joined(tuple(new))


def _may_hold_english(text: Inlines) -> bool:
    """A quick look: words with Latin letters follow each other, or something is marked already."""
    if Span in map(type, text):
        return True
    plain = plain_text(text)
    words = 0
    for word in plain.split() if _LETTER.search(plain) else ():
        words = words + 1 if _LETTER.search(word) else 0
        if words == _FEWEST:
            return True
    return False


def _pieces(node: Inline) -> list[Inline]:
    """A word of several scripts as one piece for each; a span of some language without marks of ours."""
    match node:
        case Str(c=word) if not word.isascii():
            return [Str(part) for part in _LATIN.split(word) if part]
        case Span(c=(attr, inside)) if attr.get("lang"):
            return [Span((attr, _unmarked(inside)))]
        case _:
            return [node]


def _may_belong(node: Inline) -> bool:
    match node:
        case Str(c=word):
            return _LATIN.fullmatch(word) is not None
        case Space() | SoftBreak() | Code() | Math():
            return True
        case Emph() | Strong() | Underline() | Strikeout() | Link() | Quoted():
            text = plain_text((node,))
            return all(map(_LATIN.fullmatch, text.split())) and not any(
                isinstance(part, Note | Image) for part in nodes((node,))
            )
        case Span(c=(attr, _)):
            return attr == _ENGLISH
        case _:
            return False


def _run(pieces: Sequence[Inline]) -> list[Inline]:
    """A run of Latin pieces, marked if it is a piece of English."""
    start, end = 0, len(pieces)
    while start < end and isinstance(pieces[start], Space | SoftBreak | Code | Math):
        start += 1
    while start < end and isinstance(pieces[end - 1], Space | SoftBreak | Code | Math):
        end -= 1
    run = list(pieces[start:end])
    if not _is_english(plain_text(run)):
        return list(pieces)
    before, after = "", ""
    if isinstance(first := run[0], Str) and (found := _BEFORE.search(first.c)):
        before, run[0] = found[0], Str(first.c[found.end() :])
    if isinstance(last := run[-1], Str):
        kept = _LAST.search(last.c[::-1])
        cut = len(last.c) - kept.start() if kept else 0
        after, run[-1] = last.c[cut:], Str(last.c[:cut])
    marked = Span((_ENGLISH, joined(_unmarked(tuple(run)))))
    around: list[Inline] = [Str(before), marked, Str(after)]
    return [*pieces[:start], *(node for node in around if node != Str("")), *pieces[end:]]


def _is_english(text: str) -> bool:
    if sum(1 for word in text.split() if _WORD.fullmatch(word)) < _FEWEST:
        return False
    return bool(_SURE.search(text)) or not (
        _OTHERS.search(text) or re.search(r"[\u00c0-\u024f]", text)
    )


def _unmarked(text: Inlines) -> Inlines:
    """Without the marks that lie inside."""
    return tuple(
        part
        for node in text
        for part in (
            _unmarked(node.c[1])
            if isinstance(node, Span) and node.c[0] == _ENGLISH
            else (_with_plain_content(node),)
        )
    )


def _with_plain_content(node: Inline) -> Inline:
    match node:
        case Emph(c=inside) | Strong(c=inside) | Underline(c=inside) | Strikeout(c=inside):
            return replace(node, c=_unmarked(inside))
        case Span(c=(attr, inside)) | Quoted(c=(attr, inside)):
            return replace(node, c=(attr, _unmarked(inside)))
        case Link(c=(attr, inside, target)):
            return replace(node, c=(attr, _unmarked(inside), target))
        case _:
            return node


RULE = Rule(
    code="A11004",
    name="unnamed-foreign-words",
    summary="Four or more English words stand together in a post in another script.",
    why=(
        "As English they are hyphenated, set with its quotation marks and read aloud in its voice. "
        "The language is marked in the output, the file is left alone."
    ),
    before="---\ntitle: 茶\nlang: zh\n---\n\n俗话说 all the tea in China 也不换。\n",
    after='俗话说 [all the tea in China]{lang="en"} 也不换。\n',
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
