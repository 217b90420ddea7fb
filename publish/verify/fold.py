"""Text without what may differ between formats though the words are the same."""

from __future__ import annotations

import unicodedata
from functools import cache

from publish.regex import regex
from publish.verify.model import END, FORMULA, PICTURE

# Radicals that fonts of a PDF map to glyphs of Han, and NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰",
    "民虎西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙",
)
_MARKS = {FORMULA, PICTURE, END}
_DROPPED = frozenset(("Cf", "Cc", "Co", "Cs", "Zs", "Zl", "Zp"))
_PLAIN = regex(r"[!-~\u4e00-\u9fff\u3001\u3002]*")
_PICTURE = regex(f"{PICTURE}([^{END}]*){END}")


def fold(text: str, on_paper: bool = False) -> str:
    """``text`` in compatibility form, without space and invisible characters.

    ``on_paper`` leaves out what lines and fonts of a PDF add or hide: hyphens, dots of emphasis,
    pictographs, which are pictures there.
    """
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).translate(_RADICALS)
        text = "".join(
            char
            for char in text
            if char in _MARKS or not (char.isspace() or unicodedata.category(char) in _DROPPED)
        )
    return "".join(char for char in text if not _is_of_paper(char)) if on_paper else text


@cache
def _is_of_paper(char: str) -> bool:
    return (
        char in "-\u2010•"
        or "\ufe00" <= char <= "\ufe0f"
        or unicodedata.category(char) in ("So", "Sk")
    )


def without_pictures(text: str) -> str:
    """The text alone."""
    return _PICTURE.sub("", text)


def pictures(text: str) -> list[str]:
    """What the pictures of a text say, in order."""
    return _PICTURE.findall(text)


def told(text: str, longest: int = 40) -> str:
    """The beginning of a text, as a message quotes it."""
    plain = " ".join(text.replace(FORMULA, " ").replace(END, " ").split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
