"""Words of the text that become links of ours: they never stand inside a link of the author's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from publish.ast import Attr, Inline, Inlines, Link, Space, Str
from publish.rules.canonical import words


def own_link(name: str, text: str, id: str) -> Link:
    """A link of the class ``name`` to an id in the same document."""
    return Link((Attr("", (name,)), words((Str(text),)), (f"#{id}", "")))


def linked(inlines: Inlines, name: str, parts: Callable[[str], Iterable[Inline]]) -> Inlines:
    """``inlines`` with each run of words replaced by its ``parts``, some of which are links of the
    class ``name``. It is called from the leaves up, so a link of the author's takes them out again.
    """
    done: list[Inline] = []
    for node in joined(inlines):
        match node:
            case Str(c=text):
                done += parts(text)
            case Link(c=(attr, text, target)) if any(_is_own(part, name) for part in text):
                plain = tuple(inner for part in text for inner in _without(part, name))
                done.append(Link((attr, words(plain), target)))
            case _:
                done.append(node)
    new = words(tuple(done))
    return inlines if new == inlines else new


def joined(inlines: Inlines) -> Inlines:
    """Neighbouring words and spaces as one ``Str``, so that a mark with a space in it is whole."""
    done: list[Inline] = []
    for node in inlines:
        text = node.c if isinstance(node, Str) else " " if isinstance(node, Space) else ""
        last = done[-1] if done else None
        if text and isinstance(last, Str):
            done[-1] = Str(last.c + text)
        else:
            done.append(Str(text) if text else node)
    return tuple(done)


def _is_own(node: Inline, name: str) -> bool:
    return isinstance(node, Link) and node.c[0].has(name)


def _without(node: Inline, name: str) -> Inlines:
    match node:
        case Link(c=(_, text, _)) if _is_own(node, name):
            return text
        case _:
            return (node,)
