"""kramdown's mathematics: ``$$x$$`` within a sentence is no display."""

from __future__ import annotations

from publish.ast import Enum, Inline, Inlines, Math, SoftBreak, Space


def in_sentence(text: Inlines) -> Inlines:
    """Formulas beside words stand in the line; one alone is set apart."""
    rest = [node for node in text if not isinstance(node, Space | SoftBreak | Math)]
    return tuple(map(_inline, text)) if rest else text


def _inline(node: Inline) -> Inline:
    return Math((Enum("InlineMath"), node.c[1])) if isinstance(node, Math) else node
