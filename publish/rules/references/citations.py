"""REF003 and REF004: the marks in the text that cite the entries of a reference list."""

from __future__ import annotations

from collections.abc import Iterator

from publish.ast import Block, Blocks, Inline, Inlines, Link, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.by_block import by_block
from publish.rules.references import entries
from publish.rules.references.entries import (
    EXAMPLE_HEAD,
    EXAMPLE_LIST,
    all_entries,
    is_list,
    number_of,
)
from publish.rules.references.marks import NUMBER, cited, marks, marks_in
from publish.rules.references.own_links import linked, own_link
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import kinds, nodes, rewrite, same_block

_NAME = "citation"


def link_marks(document: Document) -> Revision:
    """The numbers of a mark become links where all the entries that they name exist."""
    known = _known(document)
    if not known:
        return Revision(document)

    def parts(text: str) -> Iterator[Inline]:
        return _with_links(text, known)

    def with_links(block: Block) -> Blocks:
        if is_list(block) or not any(marks((block,))):
            return (block,)
        return rewrite((block,), same_block, lambda inlines: linked(inlines, _NAME, parts))

    return by_block(document, with_links, "a reference is cited without a link")


def unmatched(document: Document) -> Revision:
    """Entries that no mark names, and marks that name no entry."""
    known = _known(document)
    if not known:
        return Revision(document)
    text = [block for block in document.blocks if not is_list(block)]
    named = list(marks(text))
    numbers = {number for _, mark in named for number in cited(mark)}
    linked_from = (block for block in text if Link in kinds(block))
    targets = {node.c[2][0] for node in nodes(linked_from) if isinstance(node, Link)}
    findings = [
        TreeFinding(entry.line, f"the entry {entry.c[0].get('label')} is never cited")
        for entry in all_entries(document)
        if number_of(entry) not in numbers and f"#{entry.c[0].id}" not in targets
    ]
    for block, mark in named:
        if any(number not in known for number in cited(mark)):
            message = f"“{mark}” cites what the reference list does not have"
            findings.append(TreeFinding(block.line, message))
    return Revision(document, tuple(findings))


def _known(document: Document) -> dict[str, str]:
    """The first entry's id by the number of its label."""
    known: dict[str, str] = {}
    for entry in all_entries(document):
        known.setdefault(number_of(entry), entry.c[0].id)
    return known


def _with_links(text: str, known: dict[str, str]) -> Iterator[Inline]:
    at = 0
    for found in marks_in(text):
        numbers = list(NUMBER.finditer(text, *found.span()))
        if not all(number in known for number in cited(found[0])):
            continue
        if len(numbers) == 1:
            yield from _word(text[at : found.start()])
            yield own_link(_NAME, found[0], known[numbers[0][0]])
        else:
            for number in numbers:
                yield from _word(text[at : number.start()])
                yield own_link(_NAME, number[0], known[number[0]])
                at = number.end()
            yield from _word(text[at : found.end()])
        at = found.end()
    yield from _word(text[at:])


def _word(text: str) -> Inlines:
    return (Str(text),) if text else ()


CITED = Rule(
    code="REF004",
    name="unlinked-citation",
    summary="A mark such as [1] cites an entry without leading to it.",
    why="A link takes the reader to the entry in every format.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    after=entries.RULE.after,
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
