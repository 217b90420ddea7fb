"""INL006: forced line breaks that stand for something else."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from publish.ast import Block, Blocks, Header, Inline, Inlines, LineBreak, Para, Plain, Space
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.by_block import by_block
from publish.rules.rule import Revision, Rule
from publish.walk import rewrite, same_inlines

_BREAKS = frozenset({LineBreak})


def revise(document: Document) -> Revision:
    """Breaks at the edge of a text go, and two in a row begin a paragraph."""
    return by_block(
        document,
        lambda block: rewrite((block,), _mended, same_inlines, _BREAKS),
        "a line break stands for a blank line or nothing",
    )


def _mended(block: Block) -> Blocks:
    match block:
        case Para(c=text):
            parts = list(_parts(text))
            return (block,) if parts == [text] else tuple(Para(p, line=block.line) for p in parts)
        case Plain(c=text):
            joined = _joined(text)
            return (block,) if joined == text else (replace(block, c=joined),)
        case Header(c=(level, attr, text)):
            joined = _joined(text)
            return (block,) if joined == text else (replace(block, c=(level, attr, joined)),)
        case _:
            return (block,)


def _joined(text: Inlines) -> Inlines:
    """The parts of a text that cannot be several paragraphs, with one break between them."""
    joined: list[Inline] = []
    for part in _parts(text):
        joined += [LineBreak(), *part] if joined else part
    return tuple(joined)


def _parts(text: Inlines) -> Iterator[Inlines]:
    """The text cut at breaks in a row, without breaks and spaces at the edges of its parts."""
    part: list[Inline] = []
    breaks = 0
    for node in text:
        if isinstance(node, LineBreak):
            breaks += 1
        elif isinstance(node, Space) and (breaks or not part):
            continue
        else:
            if breaks > 1 and part:
                yield _trimmed(part)
                part = []
            elif breaks and part:
                part = [*_trimmed(part), LineBreak()]
            part.append(node)
            breaks = 0
    if part:
        yield _trimmed(part)


def _trimmed(part: list[Inline]) -> Inlines:
    end = len(part)
    while end and isinstance(part[end - 1], Space):
        end -= 1
    return tuple(part[:end])


RULE = Rule(
    code="INL006",
    name="stray-line-break",
    summary="Forced line breaks stand in a row, or at the edge of a paragraph.",
    why="They imitate blank lines. What was meant are paragraphs, which each format spaces in its own way.",
    before="---\ntitle: Tea\nlang: en\n---\n\nHot.<br><br>Cold.<br>\n",
    after="Hot.\n\nCold.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
