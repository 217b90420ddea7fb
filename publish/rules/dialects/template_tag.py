"""DIA008: template tags that no one resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from publish.ast import Attr, Block, Code, Inline, Inlines, LineBreak, SoftBreak, Space, Span, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.canonical import words
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text, rewrite, same_block

CLASS = "unknown-tag"
_TAG = re.compile(r"\{%.+?%\}|\{\{.+?\}\}")
_OPAQUE = "\ufffc"  # stands for a node that is no word; it may lie within a tag


def revise(document: Document) -> Revision:
    """Tags of Liquid, Hugo and Hexo in running text become code that says so."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        tags: list[str] = []
        (new,) = rewrite((block,), same_block, lambda inlines, tags=tags: _marked(inlines, tags))  # type: ignore[misc]
        blocks.append(new)
        findings += [
            TreeFinding(
                block.line,
                f"the tag “{tag}” is not understood",
                "write what it stands for, or remove it; it is printed as code",
            )
            for tag in tags
        ]
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _marked(inlines: Inlines, tags: list[str]) -> Inlines:
    texts = [_text(node) for node in inlines]
    whole = "".join(texts)
    found = list(_TAG.finditer(whole)) if "{" in whole else []
    if not found:
        return inlines
    done: list[Inline] = []
    at = 0
    for tag in found:
        done += _cut(inlines, texts, at, tag.start())
        inside = _cut(inlines, texts, *tag.span())
        said = " ".join(plain_text(inside).split())
        tags.append(said)
        done.append(Span((Attr("", (CLASS,)), (Code((Attr(), said)),))))
        at = tag.end()
    return words(tuple(done + _cut(inlines, texts, at, len(whole))))


def _text(node: Inline) -> str:
    match node:
        case Str(c=text):
            return text
        case Space() | SoftBreak() | LineBreak():
            return " "
        case _:
            return _OPAQUE


def _cut(inlines: Inlines, texts: Sequence[str], start: int, end: int) -> list[Inline]:
    """The nodes of a range of the text that ``texts`` make up, words cut at its edges."""
    cut: list[Inline] = []
    at = 0
    for node, text in zip(inlines, texts, strict=True):
        low, high = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if low < high:
            cut.append(Str(text[low:high]) if isinstance(node, Str) else node)
    return cut


RULE = Rule(
    code="DIA008",
    name="unknown-template-tag",
    summary="A template tag of a generator is left in the text.",
    why=(
        "Its generator would have put something in its place. Here it would be printed as it is, "
        "which no reader should see; it is set as code until somebody decides."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSee {% include cup.html %} here.\n",
    after="See [`{% include cup.html %}`]{.unknown-tag} here.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.ERROR,
    tree=revise,
)
