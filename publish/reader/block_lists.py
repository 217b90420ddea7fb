"""The lists of blocks that a block holds, rewritten each as a whole."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from publish.ast import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    DefinitionList,
    Div,
    Figure,
    OrderedList,
)


def with_lists(block: Block, siblings: Callable[[Blocks], Blocks]) -> Block:
    """The block with each list of blocks in it (a quotation's, an item's, ...) as ``siblings`` gives
    it back; deeper ones are not looked for, and the cells of a table are none."""
    match block:
        case BlockQuote(c=inside):
            return replace(block, c=siblings(inside))
        case Div(c=(attr, inside)):
            return replace(block, c=(attr, siblings(inside)))
        case BulletList(c=items):
            return replace(block, c=tuple(map(siblings, items)))
        case OrderedList(c=(numbers, items)):
            return replace(block, c=(numbers, tuple(map(siblings, items))))
        case DefinitionList(c=entries):
            made = tuple((term, tuple(map(siblings, texts))) for term, texts in entries)
            return replace(block, c=made)
        case Figure(c=(attr, caption, inside)):
            return replace(block, c=(attr, caption, siblings(inside)))
        case _:
            return block
