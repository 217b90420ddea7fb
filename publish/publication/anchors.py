"""The anchors that generators make of headings, so that links written for one of them arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from publish.publication.addresses import squeezed
from publish.regex import regex

_BEFORE_LETTERS = regex(r"^[\W\d_]+")
_NOT_ASCII = regex(r"[^\x00-\x7f]+")


def heading_anchors(headings: Iterable[tuple[str, str, str]]) -> Mapping[str, str]:
    """Squeezed anchors of headings, given as id, label and words, each with the id it leads to.

    GitHub, Hugo, Hexo, mdBook, Obsidian and kramdown's GFM keep letters and digits of every script;
    pandoc leaves out what stands before the first letter; kramdown itself and Python-Markdown know
    ASCII alone. They count headings of one name, and those that leave them no letter at all.
    """
    known = list(headings)
    found: dict[str, str] = {}
    for names in zip(*(list(_names(label, words)) for _, label, words in known), strict=True):
        seen: Counter[str] = Counter()
        for (id, _, _), name in zip(known, names, strict=True):
            if name:
                found.setdefault(f"{name}{seen[name] or ''}", id)
                seen[name] += 1
    nameless = [id for id, label, words in known if not squeezed(_ascii(f"{label}{words}"))]
    for count, id in enumerate(nameless):
        found.setdefault(f"section{count or ''}", id)  # kramdown: section, section-1
        found.setdefault(f"{count + 1}", id)  # Python-Markdown: _1, _2
    return found


def _names(label: str, words: str) -> Iterator[str]:
    """The name of a heading by each rule, the most faithful first."""
    printed = f"{label}{words}"
    yield squeezed(words)
    yield squeezed(printed)
    yield squeezed(_BEFORE_LETTERS.sub("", printed))
    yield squeezed(_ascii(printed))
    yield squeezed(printed.replace("&", "amp"))  # Hexo makes it of the HTML


def _ascii(text: str) -> str:
    return _NOT_ASCII.sub("", text)
