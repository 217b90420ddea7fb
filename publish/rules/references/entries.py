"""REF001: reference lists typed as paragraphs."""

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
    Link,
    OrderedList,
    Para,
    Plain,
    SoftBreak,
    Space,
    Span,
    Str,
)
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.numbering import parse
from publish.regex import regex
from publish.rules.references.fields import fields
from publish.rules.references.marks import cited, marks
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.rules.structure.section_role import role
from publish.walk import nodes, plain_text

_ENTRY = regex(r"[\[［【](\d{1,3})[\]］】]")
_NAMES = frozenset("参考 引用 引用文献 参考链接 参考書籍 资料来源 sources bibliography".split())

Items = list[list[Inline]]


def make_entries(document: Document) -> Revision:
    """Paragraphs ``[n] …`` of a reference section, or at the end of a post, and the items of a
    numbered list there that the text cites, become ``Div.bibentry``, verbatim."""
    taken = dict.fromkeys((entry.c[0].id for entry in all_entries(document)), 1)
    tail = _tail(document.blocks)
    blocks: list[Block] = []
    entries: list[Block] = []
    findings: list[TreeFinding] = []
    inside = False
    for at, block in enumerate(document.blocks):
        if isinstance(block, Header):
            inside = is_references(block)
        found = _entries(block, inside or at >= tail, document, taken)
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


def is_references(block: Header) -> bool:
    """Whether a heading is that of a reference list."""
    text = plain_text(block.c[2])
    number = parse(text)
    words = number.rest if number else text
    return role(words) == "bibliography" or words.strip(" ：:").lower() in _NAMES


def _tail(blocks: Blocks) -> int:
    """Where a row of entries from [1] on begins that ends the post; without one, its end."""
    at = len(blocks)
    while at and isinstance(block := blocks[at - 1], Para) and _lines(block):
        at -= 1
    numbers = [
        _number(line) for block in blocks[at:] if isinstance(block, Para) for line in _lines(block)
    ]
    rising = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return at if rising else len(blocks)


def _entries(block: Block, inside: bool, document: Document, taken: dict[str, int]) -> list[Block]:
    """The entries that a block holds; none when it is no part of a reference list."""
    match block:
        case Para() if inside:
            return [_typed(line, block.line, taken) for line in _lines(block)]
        case OrderedList(c=((start, _, _), items)) if inside and _is_cited(
            start, len(items), document
        ):
            texts = [
                item[0].c for item in items if len(item) == 1 and isinstance(item[0], Plain | Para)
            ]
            if len(texts) == len(items):
                numbered = enumerate(texts, start)
                return [
                    _entry(f"[{n}]", str(n), list(text), block.line, taken) for n, text in numbered
                ]
    return []


def _is_cited(start: int, size: int, document: Document) -> bool:
    """Whether marks in the text name items of a numbered list, and nothing that it does not have."""
    numbers = {number for _, mark in marks(document.blocks) for number in cited(mark)}
    return bool(numbers) and numbers <= {str(start + item) for item in range(size)}


def _lines(block: Para) -> Items:
    """The entries of a paragraph, one a line; none when its first line is no entry."""
    lines: Items = [[]]
    for node in block.c:
        if isinstance(node, SoftBreak):
            lines.append([])
        else:
            lines[-1].append(node)
    entries: Items = []
    for line in lines:
        if line and isinstance(line[0], Str) and _ENTRY.match(line[0].c):
            entries.append(line)
        elif entries:
            entries[-1] += [Space(), *line]
        else:
            return []
    return entries


def _number(line: list[Inline]) -> int:
    found = _ENTRY.match(line[0].c) if isinstance(line[0], Str) else None
    return int(found[1]) if found else 0


def _typed(content: list[Inline], line: int, taken: dict[str, int]) -> Block:
    first = content[0]
    assert isinstance(first, Str)
    found = _ENTRY.match(first.c)
    assert found is not None
    rest: list[Inline] = [Str(first.c[found.end() :])] if first.c[found.end() :] else []
    rest += content[1:]
    return _entry(found[0], found[1], rest[1:] if rest[:1] == [Space()] else rest, line, taken)


def _entry(label: str, number: str, text: list[Inline], line: int, taken: dict[str, int]) -> Block:
    id = first = f"ref-{number}"
    while id in taken:
        taken[first] += 1
        id = f"{first}-{taken[first]}"
    taken[id] = 1
    address = next((node.c[2][0] for node in nodes(text) if isinstance(node, Link)), "")
    parts = tuple(fields(plain_text(text), address if "://" in address else "").items())
    attr = Attr(id, ("bibentry",), (("label", label), *parts))
    printed = Span((Attr("", ("biblabel",)), (Str(label),)))
    return Div((attr, (Para((printed, Space(), *text), line=line),)), line=line)


def _closed(entries: list[Block]) -> Blocks:
    if not entries:
        return ()
    return (Div((Attr("", ("bibliography",)), tuple(entries)), line=entries[0].line),)


def is_list(block: Block) -> bool:
    """Whether a block is a reference list."""
    return isinstance(block, Div) and block.c[0].has("bibliography")


def all_entries(document: Document) -> list[Div]:
    """Every entry of the reference lists, in reading order."""
    return [
        entry
        for block in document.blocks
        if isinstance(block, Div) and is_list(block)
        for entry in block.c[1]
        if isinstance(entry, Div) and entry.c[0].has("bibentry")
    ]


def number_of(entry: Div) -> str:
    """The number that an entry's label shows; empty for a label without one."""
    found = re.search(r"\d+", entry.c[0].get("label"))
    return found[0] if found else ""


EXAMPLE_HEAD = "---\ntitle: 茶\nlang: zh\n---\n\n"
EXAMPLE_LIST = "## 参考文献\n\n[1] 陆羽. (2019). 茶经. 书社.\n"

RULE = Rule(
    code="REF001",
    name="reference-as-paragraph",
    summary="Entries of a reference list are typed as paragraphs.",
    why="As entries they have anchors, hang their labels and can be cited. Their words stay as they are.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    after=(
        "文[\\[1\\]](#ref-1){.citation}。\n\n## 参考文献\n\n:::: {.bibliography}\n"
        '::: {#ref-1 .bibentry label="[1]" author="陆羽" title="茶经" issued="2019" type="book" publisher="书社"}\n'
        "[\\[1\\]]{.biblabel} 陆羽. (2019). 茶经. 书社.\n:::\n::::\n"
    ),
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=make_entries,
)
