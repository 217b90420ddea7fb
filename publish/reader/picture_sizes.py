"""Sizes of pictures as platforms write them, for pandoc: ``=100x200`` and ``#pic_center``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.reader.prose import prose
from publish.regex import regex

# markdown-it-imsize and its kin: ![alt](address "title" =WIDTHxHEIGHT); CSDN: address#pic_center
SIZED = regex(
    r"""(?P<picture>!\[[^\]\n]*\]\([ ]*(?:<[^<>\n]+>|[^\s()<>]+?))(?P<place>\#pic_(?:center|left|right))?
        (?P<title>[ ]+(?:"[^"\n]*"|'[^'\n]*'))?
        (?:[ ]+=(?P<width>\d{1,5}%?)?(?:(?P<times>[x*×])(?P<height>\d{1,5}%?|auto|\*)?)?)?[ ]*\)""",
    re.VERBOSE,
)


def sized(text: str, body: int = 0) -> Iterator[re.Match[str]]:
    """The pictures outside code that bear such a size or place."""
    if "](" not in text or not ("#pic_" in text or " =" in text):
        return
    free = None
    for found in SIZED.finditer(text, body):
        if found["place"] or found["width"] or found["height"]:
            free = free or prose(text, body)
            if free.holds(found.start(), found.start() + 1):
                yield found


def with_sizes(text: str) -> str:
    """The text with sizes as attributes; every line stays where it is."""
    pieces: list[str] = []
    at = 0
    for found in sized(text):
        pairs = [
            f"{name}={found[name]}"
            for name in ("width", "height")
            if found[name] and found[name][0].isdigit()
        ]
        attributes = f"{{{' '.join(pairs)}}}" if pairs else ""
        pieces += [
            text[at : found.start()],
            found["picture"],
            found["title"] or "",
            ")",
            attributes,
        ]
        at = found.end()
    return "".join([*pieces, text[at:]]) if pieces else text
