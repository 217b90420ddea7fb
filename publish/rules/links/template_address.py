"""LNK006: addresses that a generator would have completed."""

from __future__ import annotations

import re
from urllib.parse import unquote

from msgspec.structs import replace

from publish.ast import Attr, Block, Image, Inline, Inlines, Link, Span
from publish.diagnostics import Applicability
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import kinds, rewrite, same_block

# The root of the site in Jekyll's, Hugo's and Pelican's words: what follows is a path from there.
_ROOT = re.compile(
    r"(?:\{\{-?\s*(?:site\.(?:url|baseurl|github\.url)|BASE_PATH|ASSET_PATH)\s*-?\}\}"
    r"|\{(?:static|filename|attach)\}|\|filename\|)+/?"
)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")


def revise(document: Document) -> Revision:
    """The root of the site is ``/``; a link whose address nobody knows is its words alone."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if kinds(block).isdisjoint((Link, Image)):
            blocks.append(block)
            continue
        lost: list[str] = []
        (new,) = rewrite((block,), same_block, lambda inlines, lost=lost: _mended(inlines, lost))  # type: ignore[misc]
        blocks.append(new)
        if new != block and not lost:
            findings.append(TreeFinding(block.line, "the root of the site is written as a tag"))
        findings += [
            TreeFinding(
                block.line,
                f"the address “{address}” is not known; the link is left out",
                "write the address itself",
            )
            for address in lost
        ]
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _mended(inlines: Inlines, lost: list[str]) -> Inlines:
    new = tuple(part for node in inlines for part in _resolved(node, lost))
    return inlines if new == inlines else new


def _resolved(node: Inline, lost: list[str]) -> Inlines:
    match node:
        case Link(c=(attr, text, (address, title))) | Image(c=(attr, text, (address, title))):
            plain = unquote(address)
            found = _ROOT.match(plain)
            path = f"/{plain[found.end() :]}" if found else plain
            if not _TAG.search(path):
                return (replace(node, c=(attr, text, (path, title))),) if found else (node,)
            lost.append(plain)
            return text if isinstance(node, Link) else (Span((Attr("", ("missing",)), text)),)
        case _:
            return (node,)


RULE = Rule(
    code="LNK006",
    name="template-address",
    summary="The address of a link or picture holds a template tag.",
    why=(
        "Only the generator that the post was written for can complete it. The root of the site is "
        "known here too; any other tag would make a link that leads nowhere."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSee [us]({{ site.baseurl }}/about/).\n",
    after="See [us](/about/).\n",
    applicability=Applicability.SAFE,
    tree=revise,
)
