"""Names of emoji, ``:smile:``, which pandoc knows; what only looks like one stays as it was."""

from __future__ import annotations

from publish.ast import Code, Inline, Inlines, Span, Str
from publish.regex import regex

NAME = regex(r":[a-z0-9_+-]{1,60}:")
_CLASS = "emoji"


def emoji(text: Inlines) -> tuple[Inlines, list[str]]:
    """The characters themselves, and their names.

    ``12:100:30`` is a time and ``:label:`` before code is a role; neither is an emoji.
    """
    names: list[str] = []
    if not any(_name(node) for node in text):
        return text, names
    done: list[Inline] = []
    for at, node in enumerate(text):
        name = _name(node)
        if not name:
            done.append(node)
        elif _touches(text[:at][-1:], last=True) or _touches(text[at + 1 : at + 2], last=False):
            done.append(Str(f":{name}:"))
        else:
            names.append(name)
            done += node.c[1] if isinstance(node, Span) else ()
    return tuple(done), names


def _name(node: Inline) -> str:
    return node.c[0].get("data-emoji") if isinstance(node, Span) and node.c[0].has(_CLASS) else ""


def _touches(neighbour: Inlines, *, last: bool) -> bool:
    match neighbour:
        case (Str(c=word),) if word:
            edge = word[-1] if last else word[0]
            return edge.isascii() and edge.isalnum()
        case (Code(),):
            return not last
        case _:
            return False
