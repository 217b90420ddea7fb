"""The nodes that tags stand for, put into the tree that pandoc read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from urllib.parse import unquote

from msgspec.structs import replace

from publish import ast
from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Para,
    Plain,
    SoftBreak,
    Space,
    Span,
    Str,
)
from publish.reader.block_lists import with_lists
from publish.reader.remark import Remark
from publish.reader.template_tags.meaning import Meaning
from publish.reader.template_tags.nodes import placeholder
from publish.reader.template_tags.reading import HINT, LEFT
from publish.reader.template_tags.writing import Mark
from publish.walk import plain_text, rewrite

CLASS = "unknown-tag"
_BRACES = ("{{", "{%")
_OPAQUE = "\ufffc"  # stands for a node that is no word; it may lie within a tag


def restored(
    blocks: Blocks, marks: Mapping[str, Mark], lang: str
) -> tuple[Blocks, tuple[Remark, ...]]:
    """``blocks`` with nodes in place of marks, and what is to be said of them.

    A tag that is left in running text for any reason becomes a placeholder as well.
    """
    tree = _Tree(marks, lang)
    return tree.blocks(blocks), tuple(dict.fromkeys(tree.remarks))


class _Tree:
    """Two walks: marks that are a paragraph, then all others."""

    def __init__(self, marks: Mapping[str, Mark], lang: str) -> None:
        self.marks = marks
        self.full_width = lang.startswith(("zh", "ja", "ko"))
        span = f"{min(marks)}-{max(marks)}" if marks else ""  # they follow each other
        self.pattern = re.compile(f"([{span}])" if span else "(?!)")
        self.remarks: list[Remark] = []
        self.line = 0

    def blocks(self, blocks: Blocks) -> Blocks:
        """The whole tree."""
        if self.marks:
            blocks = self._siblings(
                rewrite(blocks, lambda block: (with_lists(block, self._siblings),))
            )
        done: list[Block] = []
        for block in blocks:
            self.line = block.line
            done += rewrite((block,), self._code, self._inlines)
        return self._clean(tuple(done))

    def placeholder(self, name: str) -> Inline:
        """What stands for a tag that nobody knows."""
        text = placeholder(name, full_width=self.full_width)
        return Span((Attr("", (CLASS,)), (Str(text),)))

    # ------------------------------------------------------------------------------------ blocks

    def _alone(self, block: Block) -> Mark | None:
        match block:
            case Para(c=(Str(c=text),)) | Plain(c=(Str(c=text),)):
                return self.marks.get(text)
            case _:
                return None

    def _siblings(self, blocks: Blocks) -> Blocks:
        """The blocks of one list, with boxes round what lies between their marks."""
        levels: list[tuple[Mark | None, int, list[Block]]] = [(None, 0, [])]
        waiting: set[int] = set()
        for block in blocks:
            mark = self._alone(block)
            if mark is None or (mark.kind == "node" and not mark.meaning.blocks):
                levels[-1][2].append(block)
            elif mark.kind == "node":
                self._say(mark)
                levels[-1][2].extend(replace(part, line=block.line) for part in mark.meaning.blocks)
            elif mark.kind == "open":
                self._say(mark)
                waiting.add(mark.number)
                levels.append((mark, block.line, []))
            elif mark.number in waiting:
                self._close(levels, mark.number, waiting)
        while len(levels) > 1:
            _, _, inside = levels.pop()
            levels[-1][2].extend(inside)
        return tuple(levels[0][2])

    def _close(
        self, levels: list[tuple[Mark | None, int, list[Block]]], number: int, waiting: set[int]
    ) -> None:
        while True:
            mark, line, inside = levels.pop()
            made: Sequence[Block] = inside
            if mark:
                waiting.discard(mark.number)
                if mark.number == number and mark.meaning.box:
                    made = [_placed(part, line) for part in mark.meaning.box(tuple(inside))]
            levels[-1][2].extend(made)
            if mark is None or mark.number == number:
                return

    def _code(self, node: Block) -> Blocks:
        match node:
            case CodeBlock(c=(attr, text)) if self.pattern.search(text):
                return (replace(node, c=(attr, self._source(text))),)
            case _:
                return (node,)

    # ----------------------------------------------------------------------------------- inlines

    def _inlines(self, content: Inlines) -> Inlines:
        if any(brace in node.c for node in content if isinstance(node, Str) for brace in _BRACES):
            content = self._without_tags(content)
        return tuple(part for node in content for part in self._inline(node))

    def _inline(self, node: Inline) -> Inlines:
        match node:
            case Str(c=text):
                return self._text(text) if self.pattern.search(text) else (node,)
            case Code(c=(attr, text)) if self.pattern.search(text):
                return (Code((attr, self._source(text))),)
            case Math(c=(kind, text)) if self.pattern.search(text):
                return (Math((kind, self._source(text))),)
            case Link(c=(attr, text, (address, title))):
                if self._lost(address):
                    return text
                return (Link((attr, text, (address, self._plain(title)))),)
            case Image(c=(attr, text, (address, title))):
                if self._lost(address):
                    return (Span((Attr("", ("missing",)), text or (self.placeholder(""),))),)
                return (Image((attr, text, (address, self._plain(title)))),)
            case _:
                return (node,)

    def _text(self, text: str) -> Inlines:
        done: list[Inline] = []
        for part in self.pattern.split(text):
            if mark := self.marks.get(part):
                self._say(mark)
                done += self._nodes(mark)
            elif part:
                done.append(Str(part))
        return tuple(done)

    def _nodes(self, mark: Mark) -> Inlines:
        meaning: Meaning = mark.meaning
        if mark.kind != "node":
            return ()
        if meaning.fault:
            return (self.placeholder(mark.name),)
        if meaning.inlines or not meaning.blocks:
            return meaning.inlines
        return (Str(plain_text(meaning.blocks)),) if plain_text(meaning.blocks) else ()

    def _lost(self, address: str) -> bool:
        """Whether a tag is left in an address, which then leads nowhere."""
        plain = unquote(address)
        found = [self.marks[part] for part in self.pattern.findall(plain)]
        for mark in found:
            self._say(mark)
        if not found and LEFT.search(plain):
            message = f"the address “{' '.join(plain.split())}” is not known"
            self.remarks.append(Remark("DIA008", self.line, message, "write the address itself"))
            return True
        return bool(found)

    def _without_tags(self, content: Inlines) -> Inlines:
        """Running text in which tags are left although nothing was seen of them in the source."""
        texts = [_shown(node) for node in content]
        starts = [0, *accumulate(map(len, texts))]
        done: list[Inline] = []
        at = 0
        for tag in LEFT.finditer("".join(texts)):
            done += _cut(content, starts, at, tag.start())
            at = tag.end()
            name = " ".join(tag[0].strip("{}%<>-/ ").replace(_OPAQUE, " ").split())
            message = f"the tag “{name}” is not understood"
            self.remarks.append(Remark("DIA008", self.line, message, HINT))
            done.append(self.placeholder(name.split(" ")[0] if name else ""))
        return tuple(done + _cut(content, starts, at, starts[-1])) if at else content

    # ------------------------------------------------------------------------------------- words

    def _say(self, mark: Mark) -> None:
        if mark.remark:
            self.remarks.append(mark.remark)

    def _source(self, text: str) -> str:
        return self.pattern.sub(lambda found: self.marks[found[0]].source, text)

    def _plain(self, text: str) -> str:
        return self.pattern.sub(lambda found: plain_text(self._nodes(self.marks[found[0]])), text)

    def _clean(self, blocks: Blocks) -> Blocks:
        """Without marks in attributes, where they mean nothing."""
        written = ast.encode(ast.Pandoc(blocks)).decode() if self.marks else ""
        if not self.pattern.search(written):
            return blocks
        return ast.decode(self.pattern.sub("", written).encode()).blocks


def _placed(block: Block, line: int) -> Block:
    return block if block.line else replace(block, line=line)


def _shown(node: Inline) -> str:
    match node:
        case Str(c=text):
            return text
        case Space() | SoftBreak() | LineBreak():
            return " "
        case _:
            return _OPAQUE


def _cut(content: Inlines, starts: Sequence[int], start: int, end: int) -> list[Inline]:
    """The nodes of a range of the text of all; ``starts`` are where each begins in it."""
    cut: list[Inline] = []
    index = max(bisect_right(starts, start) - 1, 0)
    while index < len(content) and starts[index] < end:
        node = content[index]
        low, high = max(start - starts[index], 0), end - starts[index]
        cut.append(Str(node.c[low:high]) if isinstance(node, Str) else node)
        index += 1
    return cut
