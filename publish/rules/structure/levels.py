"""STR001, STR002, STR003, STR011: one title, sections from level 2, no level skipped."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from publish.ast import Block, Blocks, Header, Para, Strong
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text, rewrite, same_inlines

SECTION = 2  # the level of the widest section; the title is metadata


def drop_title(document: Document) -> Revision:
    """A first heading that says the title again goes: one of level 1, or one that opens the post and
    stands above all others (in mdBook the heading that opens a chapter is its title)."""
    levels = [block.c[0] for block in document.blocks if isinstance(block, Header)]
    for at, block in enumerate(document.blocks):
        if isinstance(block, Header):
            level, _, text = block.c
            widest = document.dialect == "mdbook" or all(other > level for other in levels[1:])
            above = level == 1 or (at == 0 and widest)
            if not above or _squash(plain_text(text)) != _squash(document.metadata.title):
                break
            blocks = document.blocks[:at] + document.blocks[at + 1 :]
            finding = TreeFinding(block.line, "the heading repeats the title")
            return Revision(replace(document, blocks=blocks), (finding,))
    return Revision(document)


def _squash(text: str) -> str:
    return "".join(text.split()).casefold()


def shift(document: Document) -> Revision:
    """All levels are shifted together, so that the widest section has level 2."""
    headers = [block for block in document.blocks if isinstance(block, Header)]
    by = SECTION - min((block.c[0] for block in headers), default=SECTION)
    if not by:
        return Revision(document)
    first = headers[0].line
    count = sum(block.c[0] == 1 for block in headers)
    many = f"{count} headings are" if count > 1 else "a heading is"
    message = f"{many} of level 1 beside the title" if by > 0 else "the sections start too deep"
    return Revision(_relevelled(document, lambda level: level + by), (TreeFinding(first, message),))


def close_jumps(document: Document) -> Revision:
    """A section lies at most one level below the one around it."""
    findings: list[TreeFinding] = []
    open_levels: list[tuple[int, int]] = []  # (as typed, as set) of the sections around
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Header):
            typed = block.c[0]
            while open_levels and open_levels[-1][0] >= typed:
                open_levels.pop()
            new = min((open_levels[-1][1] if open_levels else SECTION - 1) + 1, 6)
            open_levels.append((typed, new))
            if new != typed:
                findings.append(
                    TreeFinding(block.line, f"a heading of level {typed} where {new} was due")
                )
                block = replace(block, c=(new, *block.c[1:]))
        blocks.append(block)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


def flatten(document: Document) -> Revision:
    """Headings inside quotations and lists become strong paragraphs; empty ones go."""
    findings: list[TreeFinding] = []
    tops: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Header):
            if plain_text(block.c[2]):
                tops.append(block)
            else:
                findings.append(TreeFinding(block.line, "the heading is empty"))
            continue
        new = rewrite((block,), _strong, same_inlines, frozenset({Header}))
        if new != (block,):
            findings.append(TreeFinding(block.line, "a heading stands inside another block"))
        tops += new
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(tops)), tuple(findings))


def _strong(block: Block) -> Blocks:
    match block:
        case Header(c=(_, _, text)):
            return (Para((Strong(text),), line=block.line),) if text else ()
        case _:
            return (block,)


def _relevelled(document: Document, level: Callable[[int], int]) -> Document:
    return replace(
        document,
        blocks=tuple(
            replace(block, c=(max(SECTION, min(6, level(block.c[0]))), *block.c[1:]))
            if isinstance(block, Header)
            else block
            for block in document.blocks
        ),
    )


SEVERAL_H1 = Rule(
    code="STR001",
    name="several-titles",
    summary="Sections use the level of the title, or start too deep.",
    why="A document has one title. Its sections are shifted below it, all by the same step.",
    before="---\ntitle: Tea\nlang: en\n---\n\n# Leaves\n\nText.\n\n# Water\n\nText.\n",
    after="## Leaves\n\nText.\n\n## Water\n\nText.\n",
    applicability=Applicability.SAFE,
    tree=shift,
    markdownlint=("MD025", "MD041"),
)
REPEATED_TITLE = Rule(
    code="STR002",
    name="repeated-title",
    summary="The first heading says the title again.",
    why="The title is printed by the layout; the heading would print it twice.",
    before="---\ntitle: Tea\nlang: en\n---\n\n# Tea\n\nText.\n",
    after="Text.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=drop_title,
)
LEVEL_JUMP = Rule(
    code="STR003",
    name="level-jump",
    summary="A heading lies two or more levels below the section around it.",
    why="Screen readers and tables of contents announce a section that is not there.",
    before="---\ntitle: Tea\nlang: en\n---\n\n## Leaves\n\n#### Green\n\nText.\n",
    after="## Leaves\n\n### Green\n\nText.\n",
    applicability=Applicability.SAFE,
    tree=close_jumps,
    markdownlint=("MD001",),
)
MISPLACED = Rule(
    code="STR011",
    name="misplaced-heading",
    summary="A heading is empty, or stands inside a quotation or a list.",
    why="It belongs to no section, so it cannot be listed in the contents. Its words are kept as strong text.",
    before="---\ntitle: Tea\nlang: en\n---\n\n> # Leaves\n>\n> Text.\n",
    after="> **Leaves**\n>\n> Text.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=flatten,
)
