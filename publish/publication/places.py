"""The lines of the source on which things of a document stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from publish.ast import Block, Blocks, Inline, Node
from publish.walk import block_parts, inline_parts

Holds = Callable[[Block | Inline], bool]


def line_of(blocks: Blocks, lines: Iterable[int], holds: Holds) -> int:
    """The line of the innermost block with the first node for which ``holds``; 0 if there is none.

    ``lines`` has the line of every block, parents before children, in reading order, as
    :class:`publish.normalize.Normalized` has them.
    """
    return next((line for node, line in placed(blocks, lines) if holds(node)), 0)


def placed(blocks: Blocks, lines: Iterable[int]) -> Iterator[tuple[Block | Inline, int]]:
    """Every node with the line of the innermost block around it; ``lines`` as above."""
    return _placed(blocks, iter(lines), 0)


def _placed(
    parts: Iterable[Block | Inline], lines: Iterator[int], around: int
) -> Iterator[tuple[Block | Inline, int]]:
    for part in parts:
        is_block = isinstance(part, Node)
        line = next(lines, 0) or around if is_block else around
        yield part, line
        inside = block_parts(part) if isinstance(part, Node) else inline_parts(part)
        yield from _placed(inside, lines, line)
