"""References by label: what they mean, and the words that they have once that is known."""

from __future__ import annotations

from urllib.parse import unquote

from publish.ast import Inlines, Link, Str
from publish.publication.identity import Named
from publish.publication.index import Posts
from publish.publication.links import Meant
from publish.publication.model import Words
from publish.regex import regex
from publish.rules.canonical import words as split
from publish.walk import plain_text

COUNT = regex(r"[0-9A-Z]+(?:\.[0-9]+)*")  # a number that says of itself no more than that


def meant(link: Link, source: str, posts: Posts, words: Words) -> Meant | None:
    """What a reference in the post ``source`` means. Words of its author's stand.

    A link that leads out of the post, with words, is one like others: None.
    """
    _, text, (address, _) = link.c
    if not address.startswith("#"):
        return None
    label = unquote(address[1:])
    place = posts.labelled(label, source)
    if place is None or plain_text(text) != label:
        return Meant(place)
    entry = posts.entry(place.path)
    found = entry.named.get(place.id) if place.id else Named("section", "", entry.title)
    return Meant(place, words=said(found, words) if found else ())


def said(found: Named, words: Words) -> Inlines:
    """What a reference says whose author does not: the number, or what has none by its words: 图“…”,
    the title of a section."""
    if found.number or found.kind == "section":
        label = found.number or found.words
        is_count = found.kind == "section" and COUNT.fullmatch(found.number)
        return split((Str(words.section_number.format(label) if is_count else label),))
    kind = {"table": words.table, "formula": words.formula}.get(found.kind, words.figure)
    title = found.words.rstrip(".。")
    space = " " if kind.isascii() else ""
    return split((Str(f"{kind}{space}“{title}”" if title else kind),))
