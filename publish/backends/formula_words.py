"""Han, kana and Hangul in a drawn formula, for which the font of formulas has no glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from publish.regex import regex

STAND_IN = "\u2b1b"  # as wide as a Han, and in nobody's formula
_FACES = "'Noto Serif CJK SC', 'Noto Sans CJK SC', serif"
_EM = 12.0  # units of the font's symbols
_GLYPH = regex(
    r'<symbol id="(?P<id>\S+)" viewBox="\S+ (?P<top>\S+) \S+ (?P<height>\S+)">.*?</symbol>',
    re.DOTALL,
)
_USE = regex(
    r'<use href="#(?P<id>\S+)" x="(?P<x>\S+)" y="(?P<y>\S+)" width="\S+" height="(?P<height>\S+)"[^>]*/>'
)


def with_words(source: str, draw: Callable[[str], str]) -> str:
    """What ``draw`` makes of ``source`` (TeX or MathML): an SVG, the wide characters of the source as
    text in it.

    A black square is drawn in the place of each, and then exchanged, in the order of the source.
    """
    words = [char for char in source if _is_wide(char)]
    if not words:
        return draw(source)
    svg = draw("".join(STAND_IN if _is_wide(char) else char for char in source))
    square = _square()
    left = iter(words)

    def word(found: re.Match[str]) -> str:
        char = next(left, "") if found["id"] == square["id"] else ""
        if not char:
            return found[0]
        scale = float(found["height"]) / float(square["height"])
        base = float(found["y"]) - float(square["top"]) * scale
        return (
            f'<text x="{found["x"]}" y="{base:.3f}" font-size="{_EM * scale:.3f}"'
            f' font-family="{_FACES}">{escape(char)}</text>'
        )

    return _USE.sub(word, svg)


@cache
def _square() -> re.Match[str]:
    """The symbol of the black square."""
    from ziamath.zmath import Latex

    found = _GLYPH.search(Latex(rf"\text{{{STAND_IN}}}").svg())
    assert found is not None, "the font of formulas has a black square"
    return found


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"
