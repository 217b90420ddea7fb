"""Which characters the fonts of the system and of a layout can show."""

from __future__ import annotations

import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from unicodedata import category

from publish.fonts.font_file import points

FONT_FILES = (".otf", ".ttf", ".ttc", ".otc", ".woff", ".woff2")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # need no glyph
Range = tuple[int, int]


class Coverage:
    """Code points that some font has a glyph for; empty where nothing is known of the fonts."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        reach = 0
        self._ends = [reach := max(reach, end) for _, end in ordered]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def shows(self, character: str) -> bool:
        """Whether a character has a glyph, or needs none."""
        point = ord(character)
        at = bisect_right(self._starts, point) - 1
        if at >= 0 and point <= self._ends[at]:
            return True
        return (
            category(character) in UNSEEN
            or 0xFE00 <= point <= 0xFE0F
            or 0xE0000 <= point <= 0xE01EF
        )


def coverage(files: Mapping[str, bytes]) -> Coverage:
    """What the fonts of the system, and the font files among ``files``, have glyphs for."""
    system = of_system()
    own = [
        span
        for name in sorted(files)
        if name.lower().endswith(FONT_FILES)
        for span in _of_file(files[name])
    ]
    return Coverage((*system, *own)) if system else Coverage(())


def printable(text: str, known: Coverage) -> str:
    """``text`` with the printer's mark for a missing sort, 〓, in place of what has no glyph."""
    lost = {character for character in set(text) if not known.shows(character)} if known else set()
    mark = "〓" if known.shows("〓") else "?"
    return text.translate(dict.fromkeys(map(ord, lost), mark)) if lost else text


@cache
def of_system() -> tuple[Range, ...]:
    """By fontconfig, which knows the characters of each font without opening it; sorted."""
    program = shutil.which("fc-list")
    if program is None:
        return ()
    run = subprocess.run(
        [program, "--format", "%{charset} "], capture_output=True, text=True, check=False
    )
    return tuple(sorted({_range(word) for word in run.stdout.split()}))


def _range(word: str) -> Range:
    """``4e00-9fff`` or ``b7``, hexadecimal."""
    start, _, end = word.partition("-")
    return int(start, 16), int(end or start, 16)


def _of_file(content: bytes) -> Iterable[Range]:
    return ((point, point) for point in points(content))
