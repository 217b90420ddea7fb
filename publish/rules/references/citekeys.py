"""REF008: citations by key, ``[@lu2019]``, and the reference list that comes of them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Cite,
    Div,
    Header,
    Inline,
    Inlines,
    Para,
    Space,
    Span,
    Str,
)
from publish.diagnostics import Applicability, PublishError
from publish.document import Document
from publish.rules.canonical import words
from publish.rules.references.bare_keys import bare_keys
from publish.rules.references.citeproc import STYLED, Printed, Styled, anchor, styled
from publish.rules.references.csl_items import Item, fields
from publish.rules.references.entries import is_references
from publish.rules.references.keys import Keys
from publish.rules.references.library import known, style
from publish.rules.rule import Choices, Revision, Rule, TreeFinding
from publish.walk import nodes, rewrite

_HEADINGS = {
    "zh-Hant": "參考文獻", "zh": "参考文献", "ja": "参考文献", "ko": "참고문헌", "de": "Literatur",
    "fr": "Références", "es": "Referencias",
}  # fmt: skip


def cite(document: Document, choices: Choices) -> Revision:
    """Keys that a bibliography knows are set in the style; the entries cited become a list."""
    library = choices.library
    metadata = document.metadata
    inline = metadata.extra.get("references")
    if not library.bibliographies and not inline:
        bare, keys = bare_keys(document.blocks, told=True)
        return Revision(replace(document, blocks=bare), keys)
    items, faults = known(library, inline)
    blocks, findings = _marked(document.blocks, items)
    findings = [*(TreeFinding(0, fault) for fault in faults), *findings]
    blocks, strange = bare_keys(blocks, told=False)
    findings += strange
    asked = [node for node in nodes(blocks) if isinstance(node, Cite)]
    if not asked:
        return Revision(replace(document, blocks=blocks), tuple(findings))
    named = {citation.citation_id for node in asked for citation in node.c[0]}
    used = [items[key] for key in items if key in named]
    wanted = style(metadata.extra.get("csl"), library, metadata.lang)
    try:
        made = styled([node.c[0] for node in asked], used, wanted, metadata.lang)
    except PublishError as error:
        fault = f"the citations cannot be set: {error.diagnostics[0].message}"
        return Revision(document, (*findings, TreeFinding(0, fault)))
    texts = {
        node.c[0][0].citation_hash: text for node, text in zip(asked, made.citations, strict=True)
    }
    cited = rewrite(blocks, inlines=lambda inlines: _printed(inlines, texts))
    whole = _with_list(cited, _entries(made, items), metadata.lang)
    return Revision(replace(document, blocks=whole), tuple(findings))


def _marked(blocks: Blocks, items: Mapping[str, Item]) -> tuple[Blocks, list[TreeFinding]]:
    """The blocks with a ``Cite`` for each citation, and what there is to say of them."""
    keys = Keys(items.keys())
    marked: list[Block] = []
    findings: list[TreeFinding] = []
    for block in blocks:
        marked.append(keys.marked(block))
        if marked[-1] != block:
            findings.append(TreeFinding(block.line, "a reference is cited by its key"))
        findings += [
            TreeFinding(block.line, f"no bibliography has the key “{key}”")
            for key in sorted(keys.unknown)
        ]
        keys.unknown.clear()
    return tuple(marked), findings


def _printed(inlines: Inlines, texts: Mapping[int, Inlines]) -> Inlines:
    """The inlines with each ``Cite`` as the style prints it."""
    if not any(isinstance(node, Cite) for node in inlines):
        return inlines
    parts: list[Inline] = []
    for node in inlines:
        parts += texts[node.c[0][0].citation_hash] if isinstance(node, Cite) else (node,)
    return words(tuple(parts))


def _entries(made: Styled, items: Mapping[str, Item]) -> Div:
    entries = tuple(_entry(key, printed, items[key]) for key, printed in made.entries.items())
    return Div((Attr("", ("bibliography",)), entries))


def _entry(key: str, printed: Printed, item: Item) -> Block:
    label = printed.label
    attr = Attr(anchor(key), ("bibentry",), (("label", label),) if label else ())
    front: Inlines = (Span((Attr("", ("biblabel",)), (Str(label),))), Space()) if label else ()
    return Div(
        (attr.with_pairs(**fields(item), **{STYLED: "yes"}), (Para((*front, *printed.text)),))
    )


def _with_list(blocks: Blocks, entries: Div, lang: str) -> Blocks:
    """The list in its place: ``Div#refs``, the reference section that ends the post, or a new one."""
    places = [
        at for at, block in enumerate(blocks) if isinstance(block, Div) and block.c[0].id == "refs"
    ]
    if places:
        at = places[0]
        return (*blocks[:at], entries, *blocks[at + 1 :])
    last = next((block for block in reversed(blocks) if isinstance(block, Header)), None)
    if last is not None and is_references(last):
        return (*blocks, entries)
    name = _HEADINGS.get(lang) or _HEADINGS.get(lang[:2], "References")
    return (*blocks, Header((2, Attr(), (Str(name),))), entries)


RULE = Rule(
    code="REF008",
    name="citation-by-key",
    summary="A reference is cited by the key that it has in a bibliography.",
    why="Set in a style, with a list of what is cited, readers can follow it. Keys that no bibliography has are told.",
    before=(
        "---\ntitle: 茶\nlang: zh\nreferences:\n- id: lu\n  type: book\n  author: [{literal: 陆羽}]\n"
        "  title: 茶经\n  publisher: 书社\n  issued: 2019\n---\n\n文[@lu]。\n"
    ),
    after=(
        "文<sup>\\[[1](#ref-lu){.citation}\\]</sup>。\n\n## 参考文献\n\n:::: {.bibliography}\n"
        '::: {#ref-lu .bibentry label="[1]" type="book" title="茶经" publisher="书社" author="陆羽" issued="2019" '
        'csl="yes"}\n'
        "[\\[1\\]]{.biblabel} 陆羽. 茶经\\[M\\]. 书社, 2019.\n:::\n::::\n"
    ),
    applicability=Applicability.SAFE,
    by_choice=cite,
)
