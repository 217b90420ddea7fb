"""Raw HTML in Markdown becomes nodes; none is left, and no visible word is lost."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Inline,
    Inlines,
    Note,
    Para,
    Plain,
    RawBlock,
    RawInline,
)
from publish.reader import html_blocks, html_inlines
from publish.reader.block_lists import with_lists
from publish.reader.html_tree import Tree
from publish.reader.remark import Remark
from publish.reader.safe_nodes import safe_nodes
from publish.walk import kinds, rewrite

_RAW = frozenset({RawBlock, RawInline})
_HTML = frozenset({"html", "html4", "html5"})


class Dropped(NamedTuple):
    """Something of the raw HTML that does not reach an output: rule, line (0: unknown), what it was."""

    code: str
    line: int
    what: str

    @property
    def remark(self) -> Remark:
        """The same as a sentence."""
        return Remark(self.code, self.line, f"{self.what} does not reach an output")


def without_raw(blocks: Blocks) -> tuple[Blocks, tuple[Dropped, ...]]:
    """``blocks`` without raw HTML, and without any other raw format, which becomes code.

    Addresses and attributes that run scripts are gone too.
    """
    removal = _Removal()
    tops: list[Block] = []
    for block in blocks:
        removal.line = block.line
        raw = not _RAW.isdisjoint(kinds(block))
        tops += rewrite((block,), removal.block, removal.inlines) if raw else (block,)
    removal.line = 0
    plain: list[Block] = []
    for block in removal.siblings(tuple(tops)):
        removal.line = block.line
        plain += safe_nodes((block,), removal.report)
    return tuple(plain), tuple(removal.dropped)


class _Removal:
    """Collects what is dropped, at the line of the block of the top level that is being read."""

    def __init__(self) -> None:
        self.dropped: list[Dropped] = []
        self.line = 0

    def report(self, code: str, line: int, what: str) -> None:
        self.dropped.append(Dropped(code, line or self.line, what))

    def block(self, node: Block) -> Blocks:
        """A block whose parts are done; raw HTML waits for the list of blocks it stands in."""
        match node:
            case RawBlock(c=(format, text)) if format not in _HTML:
                return (CodeBlock((Attr(), text.strip("\n")), line=node.line),)
            case Para(c=text) | Plain(c=text):
                text = html_inlines.trimmed(text)
                return (replace(node, c=text),) if text else ()
            case _:
                return (with_lists(node, self.siblings),)

    def siblings(self, blocks: Blocks) -> Blocks:
        """The blocks of one list: the raw HTML among them is one tree, in which the others stand."""
        if not any(isinstance(block, RawBlock) for block in blocks):
            return blocks
        tree: Tree[Block | Inline] = Tree(sentence=False)
        for block in blocks:
            if isinstance(block, RawBlock):
                tree.source(block.c[1], block.line)
            else:
                tree.leaf(block, ends_paragraph=True)
        found = html_blocks.blocks(tree.finish(), self.report)
        for line, tag in tree.dropped:
            self.report("SEC005", line, f"the unmatched tag {tag}")
        return found

    def inlines(self, content: Inlines) -> Inlines:
        """A list of inlines whose parts are done."""
        if any(isinstance(node, Note) for node in content):
            content = tuple(
                Note(self.siblings(node.c)) if isinstance(node, Note) else node for node in content
            )
        if not any(isinstance(node, RawInline) for node in content):
            return content
        tree: Tree[Block | Inline] = Tree(sentence=True)
        for node in content:
            match node:
                case RawInline(c=(format, text)) if format in _HTML:
                    tree.source(text)
                case RawInline(c=(_, text)):
                    tree.leaf(Code((Attr(), text)))
                case _:
                    tree.leaf(node)
        found = html_inlines.inlines(tree.finish(), self.report)
        for _, tag in tree.dropped:
            self.report("SEC005", 0, f"the unmatched tag {tag}")
        return found
