"""How much room text takes, without opening a font.

Advances are those of a wide sans (DejaVu Sans, which stands in where Arial is missing), Han and kana
are 1 em; so a line is never longer than it is held to be here.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

ADVANCES = (  # hundredths of an em, from the space to the tilde
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
OTHER = 68  # any other narrow character
FIXED = 61  # every narrow character of a monospaced font
BOLD = 1.12
TAB = 4
NARROWER = 0.88  # Arial beside DejaVu Sans
HANGING = "，。、；：？！）》」』”’…"  # marks that may stand beyond the edge, or go on the next line with a letter
MARGIN = 0.6  # em of each line that are not counted on: marks that may not begin a line


def advance(character: str, fixed: bool = False) -> float:
    """The width of a character in em."""
    if east_asian_width(character) in "WF":
        return 1.0
    if fixed:
        return FIXED / 100
    at = ord(character) - 32
    if 0 <= at < len(ADVANCES):
        return ADVANCES[at] / 100
    return 1.0 if character in "“”‘’…—·" else OTHER / 100


@lru_cache(maxsize=65536)
def width(text: str, fixed: bool = False) -> float:
    """The width of one line of text in em."""
    return sum(advance(character, fixed) for character in text.replace("\t", " " * TAB))


@lru_cache(maxsize=65536)
def with_wide(text: str, codes: tuple[str, ...]) -> str:
    """A text to be measured: the code in it, in letters as wide as those of a monospaced font."""
    for code in codes:
        text = text.replace(code, "".join(map(_as_wide, code)), 1)
    return text


def _as_wide(character: str) -> str:
    return character if advance(character) in (1.0, ADVANCES[0] / 100) else "a"


@lru_cache(maxsize=65536)
def line_count(text: str, room: float, fixed: bool = False) -> int:
    """The lines that ``text`` fills where a line holds ``room`` em; a line feed begins a new one.

    Lines break at spaces and between East Asian characters; a word longer than a line is cut.
    """
    return sum(_lines(line, max(room - MARGIN, 2.0), fixed) for line in text.split("\n"))


def _lines(text: str, room: float, fixed: bool) -> int:
    lines, at, word = 1, 0.0, 0.0
    for character in text.replace("\t", " " * TAB):
        size = advance(character, fixed)
        if character == " ":
            at, word = at + size, 0.0
            continue
        word = 0.0 if size == 1.0 else word + size
        if at + size <= room:
            at += size
            continue
        lines += 1
        if word > room:
            word = size
        at = max(word, size)
    return lines


@lru_cache(maxsize=65536)
def longest_word(text: str, fixed: bool = False) -> float:
    """The width in em of the longest piece of ``text`` that does not break by itself."""
    longest = word = 0.0
    for character in text:
        size = advance(character, fixed)
        word = 0.0 if character.isspace() else size if size == 1.0 else word + size
        longest = max(longest, word)
    return longest


def ends_alone(text: str, room: float) -> bool:
    """Whether the last line of ``text``, in lines of ``room`` em, holds one East Asian character and
    marks at most. Narrow letters count as wide as in Arial."""
    at, since, last = 0.0, 0, 0
    for place, character in enumerate(text):
        size = advance(character)
        size = size if size == 1.0 else size * NARROWER
        if at + size > room and character not in HANGING:
            last = place if size == 1.0 else since
            at = sum(advance(each) for each in text[last:place])
        at += size
        if character == " " or size == 1.0:
            since = place + 1
    rest = text[last:].strip().rstrip(HANGING)
    return last > 0 and len(rest) <= 1 and bool(rest) and east_asian_width(rest) in "WF"
