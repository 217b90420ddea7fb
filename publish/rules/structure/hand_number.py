"""STR004: numbers typed into headings become data."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import Attr, Block, Header, Inline, Inlines, Space, Str
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.numbering import Number, order, parse
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text

Group = list[tuple[int, Number]]  # index of the heading's block, and its number


def revise(document: Document) -> Revision:
    """Numbers of one style that rise through a level, two of them at least, go into attributes."""
    numbers: dict[int, Number] = {}
    for level in range(2, 7):
        groups = list(_groups(document.blocks, level))
        proven = {group[0][1].style for group in groups if len(group) > 1}
        for group in groups:
            if group[0][1].style in proven and (
                len(group) > 1 or order(group[0][1].value)[-1] == 1
            ):
                numbers |= dict(group)
    if not numbers:
        return Revision(document)
    blocks = tuple(
        _numbered(block, numbers[at]) if at in numbers and isinstance(block, Header) else block
        for at, block in enumerate(document.blocks)
    )
    findings = tuple(
        TreeFinding(
            document.blocks[at].line,
            f"the number “{number.label}” is typed by hand",
        )
        for at, number in sorted(numbers.items())
    )
    return Revision(replace(document, blocks=blocks), findings)


def _groups(blocks: tuple[Block, ...], level: int) -> Iterator[Group]:
    """Rising runs of one style among the headings of a level, each run below one parent.

    Dotted numbers (1.1, 2.1) rise through the whole document.
    """
    group: Group = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Header) or block.c[0] > level or block.c[1].get("number-style"):
            continue
        number = parse(plain_text(block.c[2])) if block.c[0] == level else None
        dotted = bool(group) and group[0][1].style == "dotted"
        if block.c[0] < level and dotted:
            continue
        if block.c[0] == level and number is None:
            continue
        if number is None or not _continues(group, number):
            if group:
                yield group
            group = []
        if number is not None:
            group.append((at, number))
    if group:
        yield group


def _continues(group: Group, number: Number) -> bool:
    if not group:
        return True
    last = group[-1][1]
    return last.style == number.style and order(last.value) < order(number.value)


def _numbered(block: Header, number: Number) -> Header:
    level, attr, text = block.c
    length = len(plain_text(text)) - len(number.rest)
    rest = without_prefix(text, length)
    if rest is None:
        return block
    return replace(block, c=(level, with_number(attr, number), rest))


def with_number(attr: Attr, number: Number) -> Attr:
    """The attributes of a heading with its number in them."""
    return attr.with_pairs(
        number_style=number.style, number_value=number.value, number_label=number.label
    )


def without_prefix(text: Inlines, length: int) -> Inlines | None:
    """``text`` without its first ``length`` characters; None where they are not plain text."""
    rest: list[Inline] = list(text)
    while length > 0 and rest:
        node = rest.pop(0)
        match node:
            case Str(c=word) if len(word) > length:
                rest.insert(0, Str(word[length:]))
                length = 0
            case Str(c=word):
                length -= len(word)
            case Space():
                length -= 1
            case _:
                return None
    return tuple(rest) if rest else None


RULE = Rule(
    code="STR004",
    name="hand-typed-number",
    summary="Headings carry numbers typed by hand.",
    why=(
        "As data, a number is printed once and alike in heading, contents, bookmarks and slides, "
        "and is a real list number in Word. Its marks stay as they were typed, be it 一、 or 一."
    ),
    before="---\ntitle: 茶\nlang: zh\n---\n\n## 一、叶\n\n文。\n\n## 二、水\n\n文。\n",
    after="## 一、叶\n\n文。\n\n## 二、水\n\n文。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
