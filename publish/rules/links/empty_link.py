"""LNK002: links without words or without an address."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Attr, Image, Inline, Inlines, Link, Span, Str
from publish.diagnostics import Applicability
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import kinds, nodes, plain_text, rewrite, same_block

_LINKS = frozenset({Link, Image})


def revise(document: Document) -> Revision:
    """A link without words shows its address; one without an address is its words alone."""
    findings = tuple(
        TreeFinding(block.line, "a link has no words or no address", at=node)
        for block in document.blocks
        if not _LINKS.isdisjoint(kinds(block))
        for node in nodes((block,))
        if isinstance(node, Link | Image) and _without_emptiness(node) != (node,)
    )
    if not findings:
        return Revision(document)
    blocks = rewrite(document.blocks, same_block, _mended, _LINKS)
    return Revision(replace(document, blocks=blocks), findings)


def _mended(inlines: Inlines) -> Inlines:
    new = tuple(part for node in inlines for part in _without_emptiness(node))
    return inlines if new == inlines else new


def _without_emptiness(node: Inline) -> Inlines:
    match node:
        case Link(c=(attr, text, (address, title))) if not _shows(text):
            return (Link((attr, (Str(address),), (address, title))),) if address else ()
        case Link(c=(_, text, ("" | "#", _))):
            return text
        case Image(c=(_, alternative, ("", _))):
            return (Span((Attr("", ("missing",)), alternative)),) if alternative else ()
        case _:
            return (node,)


def _shows(text: Inlines) -> bool:
    return bool(plain_text(text)) or any(isinstance(node, Image) for node in nodes(text))


RULE = Rule(
    code="LNK002",
    name="empty-link",
    summary="A link has no words, or no address.",
    why="Nobody can click on nothing, and nobody gets anywhere without an address.",
    before="---\ntitle: Tea\nlang: en\n---\n\nSee [](https://example.com/tea) or [ask]().\n",
    after="See <https://example.com/tea> or ask.\n",
    applicability=Applicability.SAFE,
    tree=revise,
    markdownlint=("MD042",),
)
