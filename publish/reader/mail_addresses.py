"""Addresses of mail that pandoc takes for longer than they are.

Written bare between Han, ``写信到a@b.com吧`` is to pandoc (``autolink_bare_uris``) one address from the
first to the last letter, of whatever script.
"""

from __future__ import annotations

from publish.ast import Inline, Inlines, Link, Str
from publish.regex import regex

_SCHEME = "mailto:"
_ADDRESS = regex(r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def with_short_addresses(inlines: Inlines) -> Inlines:
    """The inlines with every such link cut to its address in ASCII; without one it is no link."""
    return tuple(part for node in inlines for part in _cut(node))


def _cut(node: Inline) -> Inlines:
    match node:
        case Link(c=(attr, (Str(c=shown),), (target, title))) if (
            target == _SCHEME + shown and not shown.isascii()
        ):
            if not (found := _ADDRESS.search(shown)):
                return (Str(shown),)
            link = Link((attr, (Str(found[0]),), (_SCHEME + found[0], title)))
            before, after = shown[: found.start()], shown[found.end() :]
            return (*_words(before), link, *_words(after))
        case _:
            return (node,)


def _words(text: str) -> Inlines:
    return (Str(text),) if text else ()
