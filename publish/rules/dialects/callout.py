"""DIA007: admonitions of every kind become one node."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    BlockQuote,
    Blocks,
    Div,
    Inline,
    LineBreak,
    Para,
    SoftBreak,
    Space,
    Str,
    Strong,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.reader.callout_kinds import kind
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text, rewrite, same_inlines

_ALERT = regex(r"\[!([^\W\d_][\w -]*)\][+-]?")


def revise(document: Document) -> Revision:
    """Alerts of GitHub and Obsidian (a quotation that begins ``[!NOTE]``, or ``**Note**`` alone on its
    line), fenced divs, and notices of kramdown."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        new = rewrite((block,), _callout, same_inlines, frozenset({BlockQuote, Div}))
        if new != (block,):
            findings.append(TreeFinding(block.line, "an admonition is set as a callout"))
        blocks += (replace(item, line=block.line) for item in new)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _callout(block: Block) -> Blocks:
    match block:
        case BlockQuote(c=(Para(c=(Str(c=first), *rest)), *others)) if found := _ALERT.fullmatch(
            first
        ):
            return (_alert(found[1], rest, others),)
        case BlockQuote(c=(Para(c=(Strong(c=(Str(c=word),)), *rest)), *others)):
            alone = not rest or isinstance(rest[0], SoftBreak | LineBreak)
            named = word.rstrip(":：") if alone and (rest or others) else ""
            return (_alert(named, rest, others),) if kind(named) else (block,)
        case Div(c=(attr, content)) if not attr.has("callout"):
            name = next((name for name in attr.classes if kind(name) and name != "details"), "")
            if not name:
                return (block,)
            classes = ("callout", kind(name) or "note")
            titled = _titled(content, classes[1])
            return (replace(block, c=(Attr(attr.id, classes, attr.pairs), titled)),)
        case _:
            return (block,)


def _titled(content: Blocks, kind: str) -> Blocks:
    """Pandoc puts the English name of an alert in front; the layout says it in the post's language."""
    match content:
        case (Div(c=(attr, title)), *rest) if attr.has("title"):
            words = plain_text(title)
            if words.lower() == kind:
                return tuple(rest)
            return (Div((Attr("", ("callout-title",)), title)), *rest)
        case _:
            return content


def _alert(name: str, rest: Sequence[Inline], others: Sequence[Block]) -> Block:
    """What stands on the line of the mark is the title; a name that no one knows is one too."""
    at = next(
        (i for i, node in enumerate(rest) if isinstance(node, SoftBreak | LineBreak)), len(rest)
    )
    title = list(rest[:at])
    while title and isinstance(title[0], Space):
        del title[0]
    known = kind(name)
    if not title and (known is None or not name.isascii()):
        title = [Str(name)]
    content: list[Block] = list(others)
    if rest[at + 1 :]:
        content.insert(0, Para(tuple(rest[at + 1 :])))
    if title:
        content.insert(0, Div((Attr("", ("callout-title",)), (Para(tuple(title)),))))
    return Div((Attr("", ("callout", known or "note")), tuple(content)))


RULE = Rule(
    code="DIA007",
    name="dialect-admonition",
    summary="A note or warning is written in the way of one generator.",
    why="The others print the mark. As a node it is a note in every format.",
    before="---\ntitle: Tea\nlang: en\n---\n\n> [!NOTE]\n> Hot.\n",
    after="::: {.callout .note}\nHot.\n:::\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
