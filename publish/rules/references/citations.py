"""REF003 and REF004: the marks in the text that cite the entries of a reference list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import Attr, Block, Div, Inline, Inlines, Link, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.canonical import words
from publish.rules.references.entries import ENTRIES, EXAMPLE_HEAD, EXAMPLE_LIST, all_entries
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import nodes, rewrite, same_block

# [1], [1,3-5], ［1］, 【1】: not after a letter, as in a[0], and not before a bracket, as in a link.
_MARK = re.compile(
    r"(?<![A-Za-z0-9_)\]])[\[［【]\d{1,3}(?:\s*[,，、–~-]\s*\d{1,3})*[\]］】](?![(\[:])"
)
_NUMBER = re.compile(r"\d+")


def link_marks(document: Document) -> Revision:
    """The numbers of a mark become links where all the entries that they name exist."""
    known = _known(document)
    if not known:
        return Revision(document)
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if _is_list(block):
            blocks.append(block)
            continue
        (new,) = rewrite((block,), same_block, lambda inlines: _linked(inlines, known))
        if new != block:
            findings.append(TreeFinding(block.line, "a reference is cited without a link"))
        blocks.append(new)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def unmatched(document: Document) -> Revision:
    """Entries that no mark names, and marks that name no entry."""
    known = _known(document)
    if not known:
        return Revision(document)
    findings: list[TreeFinding] = []
    cited: set[str] = set()
    for block in document.blocks:
        if _is_list(block):
            continue
        for node in nodes((block,)):
            if isinstance(node, Link):
                cited.add(node.c[2][0])
            elif isinstance(node, Str):
                findings += _lost(node.c, block.line, known)
    never = [
        TreeFinding(entry.line, f"the entry {entry.c[0].get('label')} is never cited")
        for entry in all_entries(document)
        if f"#{entry.c[0].id}" not in cited
    ]
    return Revision(document, (*never, *findings))


def _lost(word: str, line: int, known: set[str]) -> Iterator[TreeFinding]:
    """The marks of a word that name an entry which is not there."""
    for found in _MARK.finditer(word):
        if any(number not in known for number in _NUMBER.findall(found[0])):
            message = f"“{found[0]}” cites what the reference list does not have"
            yield TreeFinding(line, message)


def _known(document: Document) -> set[str]:
    return {entry.c[0].get("label")[1:-1] for entry in all_entries(document)}


def _is_list(block: Block) -> bool:
    return isinstance(block, Div) and block.c[0].has("bibliography")


def _linked(inlines: Inlines, known: set[str]) -> Inlines:
    done: list[Inline] = []
    for node in inlines:
        match node:
            case Str(c=text) if _MARK.search(text):
                done += _with_links(text, known)
            case Link(c=(attr, text, target)) if any(map(_is_citation, text)):
                # A link cannot hold a link: the author's own stands.
                plain = tuple(part for item in text for part in _unwrapped(item))
                done.append(Link((attr, words(plain), target)))
            case _:
                done.append(node)
    new = tuple(done)
    return inlines if new == inlines else words(new)


def _with_links(text: str, known: set[str]) -> Iterator[Inline]:
    at = 0
    for found in _MARK.finditer(text):
        numbers = list(_NUMBER.finditer(text, *found.span()))
        if not all(number[0] in known for number in numbers):
            continue
        if len(numbers) == 1:
            yield from _word(text[at : found.start()])
            yield _citation(found[0], numbers[0][0])
        else:
            for number in numbers:
                yield from _word(text[at : number.start()])
                yield _citation(number[0], number[0])
                at = number.end()
            yield from _word(text[at : found.end()])
        at = found.end()
    yield from _word(text[at:])


def _word(text: str) -> Inlines:
    return (Str(text),) if text else ()


def _citation(text: str, number: str) -> Link:
    return Link((Attr("", ("citation",)), (Str(text),), (f"#ref-{number}", "")))


def _is_citation(node: Inline) -> bool:
    return isinstance(node, Link) and node.c[0].has("citation")


def _unwrapped(node: Inline) -> Inlines:
    match node:
        case Link(c=(_, text, _)) if _is_citation(node):
            return text
        case _:
            return (node,)


CITED = Rule(
    code="REF004",
    name="unlinked-citation",
    summary="A mark such as [1] cites an entry without leading to it.",
    why="A link takes the reader to the entry in every format.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    after=ENTRIES.after,
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=link_marks,
)
UNMATCHED = Rule(
    code="REF003",
    name="unmatched-reference",
    summary="Nothing in the text cites an entry of the reference list, or a mark cites no entry.",
    why="Readers cannot tell what the entry is for, or look in vain for what is cited.",
    before=f"{EXAMPLE_HEAD}文[2]。\n\n{EXAMPLE_LIST}",
    after=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    applicability=Applicability.DISPLAY,
    tree=unmatched,
)
