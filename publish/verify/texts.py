"""How labels and texts stand together, whatever the format."""

from __future__ import annotations

from functools import cache

from publish.publication.words import languages, words
from publish.verify.fold import fold


def labelled(label: str, text: str) -> str:
    """A label before its text; space does not count."""
    return f"{label} {text}" if label else text


def is_contents(title: str) -> bool:
    """Whether a title is that of a table of contents, in any language; it may fill several slides."""
    return fold(title).partition("(")[0] in _contents()


@cache
def _contents() -> frozenset[str]:
    return frozenset(fold(words(lang).contents) for lang in languages())
