"""Inlines on their way to a slide: pictures taken out, ids found, white space trimmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from publish.ast import (
    Code,
    Image,
    Inlines,
    LineBreak,
    Link,
    Plain,
    SoftBreak,
    Space,
    Span,
)
from publish.walk import nodes, rewrite


def rewritten(text: Inlines, inlines: Callable[[Inlines], Inlines]) -> Inlines:
    """``text`` with every sequence of inlines in it passed through ``inlines``."""
    (changed,) = rewrite((Plain(text),), inlines=inlines)
    assert isinstance(changed, Plain)
    return changed.c


def without_images(text: Inlines) -> tuple[Inlines, list[Image]]:
    """``text`` without its pictures (and links of nothing else), and the pictures."""
    images = [node for node in nodes(text) if isinstance(node, Image)]
    if not images:
        return text, images

    def inlines(content: Inlines) -> Inlines:
        return tuple(
            node
            for node in content
            if not isinstance(node, Image) and not (isinstance(node, Link | Span) and not node.c[1])
        )

    return rewritten(text, inlines), images


def ids_of(text: Inlines) -> Iterable[str]:
    """The ids of spans, links and code, empty ones too."""
    for node in nodes(text):
        if isinstance(node, Span | Link | Code):
            yield node.c[0].id


def stripped(text: Inlines) -> Inlines:
    """Without white space at both ends."""
    start, end = 0, len(text)
    while start < end and isinstance(text[start], Space | SoftBreak | LineBreak):
        start += 1
    while start < end and isinstance(text[end - 1], Space | SoftBreak | LineBreak):
        end -= 1
    return text[start:end]
