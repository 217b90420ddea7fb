"""Formulas that Markdown takes for text, because a brace of theirs has no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from publish.ast import Blocks, Enum, Inline, Inlines, Math, SoftBreak, Space, Str
from publish.regex import regex
from publish.rules.inline.tex import is_torn
from publish.walk import each, rewrite

_DOLLARS = regex(r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\d)")
_COMMAND = regex(r"\\[A-Za-z]")
_PART = regex(r"[ \n]|[^ \n]+")


def read_anyway(blocks: Blocks) -> Blocks:
    r"""The blocks with such text as formulas: what stands between dollars, holds a command of TeX, and
    has braces that do not match, as in ``$\frac{1}{2$``."""
    if not any("$" in part.c for _, part in each(blocks, Str)):
        return blocks
    return rewrite(blocks, inlines=_inlines, only=frozenset({Str}))


def _inlines(content: Inlines) -> Inlines:
    done: list[Inline] = []
    for is_text, run in groupby(content, lambda part: isinstance(part, Str | Space | SoftBreak)):
        parts = tuple(run)
        text = "".join(map(_text, parts)) if is_text else ""
        done += _parted(text) if any(map(_is_torn, _DOLLARS.finditer(text))) else parts
    return tuple(done)


def _text(part: Inline) -> str:
    if isinstance(part, Str):
        return part.c
    return "\n" if isinstance(part, SoftBreak) else " "


def _is_torn(found: re.Match[str]) -> bool:
    inside = found["display"] or found["inline"]
    return bool(_COMMAND.search(inside)) and is_torn(inside)


def _parted(text: str) -> Iterator[Inline]:
    at = 0
    for found in filter(_is_torn, _DOLLARS.finditer(text)):
        yield from _words(text[at : found.start()])
        kind = "DisplayMath" if found["display"] else "InlineMath"
        yield Math((Enum(kind), found["display"] or found["inline"]))
        at = found.end()
    yield from _words(text[at:])


def _words(text: str) -> Iterator[Inline]:
    for part in _PART.findall(text):
        match part:
            case " ":
                yield Space()
            case "\n":
                yield SoftBreak()
            case _:
                yield Str(part)
