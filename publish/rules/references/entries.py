"""REF001 and REF002: reference lists typed as paragraphs."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Div,
    Header,
    Inline,
    Para,
    SoftBreak,
    Space,
    Span,
    Str,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.numbering import parse
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.rules.structure.section_role import role
from publish.walk import plain_text

_ENTRY = re.compile(r"\[(\d{1,3})\]")
_PLACEHOLDER = re.compile(r"\bx{2,}\b|TODO|\?{2,}|\bN\.?N\.?\b", re.IGNORECASE)


def make_entries(document: Document) -> Revision:
    """Paragraphs ``[n] …`` of a reference section become ``Div.bibentry``, verbatim."""
    blocks: list[Block] = []
    entries: list[Block] = []
    findings: list[TreeFinding] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Header):
            inside = _is_references(block)
        found = _entries(block) if inside and isinstance(block, Para) else []
        if not found:
            blocks += _closed(entries)
            entries = []
            blocks.append(block)
            continue
        entries += found
        findings.append(TreeFinding(block.line, "a reference is typed as a paragraph"))
    blocks += _closed(entries)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def _is_references(block: Header) -> bool:
    text = plain_text(block.c[2])
    number = parse(text)
    return role(number.rest if number else text) == "bibliography"


def _entries(block: Para) -> list[Block]:
    """The entries of a paragraph, one a line; none when its first line is no entry."""
    lines: list[list[Inline]] = [[]]
    for node in block.c:
        if isinstance(node, SoftBreak):
            lines.append([])
        else:
            lines[-1].append(node)
    entries: list[list[Inline]] = []
    for line in lines:
        if line and isinstance(line[0], Str) and _ENTRY.match(line[0].c):
            entries.append(line)
        elif entries:
            entries[-1] += [Space(), *line]
        else:
            return []
    return [_entry(entry, block.line) for entry in entries]


def _entry(content: list[Inline], line: int) -> Block:
    first = content[0]
    assert isinstance(first, Str)
    found = _ENTRY.match(first.c)
    assert found is not None
    rest: list[Inline] = [Str(first.c[found.end() :])] if first.c[found.end() :] else []
    rest += content[1:]
    if rest and isinstance(rest[0], Space):
        rest = rest[1:]
    label = Span((Attr("", ("biblabel",)), (Str(found[0]),)))
    attr = Attr(f"ref-{found[1]}", ("bibentry",), (("label", found[0]),))
    return Div((attr, (Para((label, Space(), *rest), line=line),)), line=line)


def _closed(entries: list[Block]) -> Blocks:
    if not entries:
        return ()
    return (Div((Attr("", ("bibliography",)), tuple(entries)), line=entries[0].line),)


def all_entries(document: Document) -> list[Div]:
    """Every entry of the reference lists, in reading order."""
    return [
        node
        for block in document.blocks
        if isinstance(block, Div) and block.c[0].has("bibliography")
        for node in block.c[1]
        if isinstance(node, Div) and node.c[0].has("bibentry")
    ]


def placeholders(document: Document) -> Revision:
    """Entries with ``xxx``, TODO or ?? in them."""
    return Revision(
        document,
        tuple(
            TreeFinding(entry.line, f"the entry {entry.c[0].get('label')} holds a placeholder")
            for entry in all_entries(document)
            if _PLACEHOLDER.search(plain_text(entry.c[1]))
        ),
    )


EXAMPLE_HEAD = "---\ntitle: 茶\nlang: zh\n---\n\n"
EXAMPLE_LIST = "## 参考文献\n\n[1] 陆羽. (2019). 茶经. 书社.\n"

ENTRIES = Rule(
    code="REF001",
    name="reference-as-paragraph",
    summary="Entries of a reference list are typed as paragraphs.",
    why="As entries they have anchors, hang their labels and can be cited. Their words stay as they are.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    after=(
        "文[\\[1\\]](#ref-1){.citation}。\n\n## 参考文献\n\n:::: {.bibliography}\n"
        '::: {#ref-1 .bibentry label="[1]"}\n[\\[1\\]]{.biblabel} 陆羽. (2019). 茶经. 书社.\n:::\n::::\n'
    ),
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=make_entries,
)
PLACEHOLDER = Rule(
    code="REF002",
    name="reference-placeholder",
    summary="A reference holds xxx, TODO or ??.",
    why="It was meant to be filled in. Nothing is made up in its place.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n## 参考文献\n\n[1] xxx. (2019). 茶经.\n",
    after=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    applicability=Applicability.DISPLAY,
    tree=placeholders,
)
