"""Pelican's addresses: ``{static}/images/x.png``, ``{filename}x.md``, ``|filename|x.md``."""

from __future__ import annotations

import re

from publish.ast import Image, Inline, Inlines, Link
from publish.regex import regex

_ADDRESS = regex(
    r"(?:\{|%7B|\||%7C)(?P<kind>static|attach|filename|author|category|tag|index)(?:\}|%7D|\||%7C)(?P<rest>.*)",
    re.IGNORECASE,
)
_PAGES = frozenset({"author", "category", "tag"})


def plain_addresses(text: Inlines) -> Inlines:
    """Links and pictures whose addresses are paths."""
    return tuple(map(_plain, text))


def _plain(node: Inline) -> Inline:
    match node:
        case Link(c=(attr, words, (address, title))) if found := _ADDRESS.fullmatch(address):
            return Link((attr, words, (_path(found), title)))
        case Image(c=(attr, words, (address, title))) if found := _ADDRESS.fullmatch(address):
            return Image((attr, words, (_path(found), title)))
        case _:
            return node


def _path(found: re.Match[str]) -> str:
    kind, rest = found["kind"].lower(), found["rest"]
    if kind == "index":
        return "index.html"
    return f"{kind}/{rest.lstrip('/')}" if kind in _PAGES else rest
