"""CJK012: full-width marks in a Latin sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, KANA, is_chinese
from publish.rules.rule import Finding, Page, Rule

_NARROW = {"，": ", ", "。": ". ", "；": "; ", "：": ": ", "！": "! ", "？": "? "}
_MARK = regex(r"[，。；：！？](?<=[A-Za-z0-9)].)[ ]*(?=[A-Za-z(]|$)", re.MULTILINE)
_SQUARE = regex(f"[{HAN}{KANA}\uac00-\ud7a3]")
_WORDS = regex(r"[A-Za-z]{2,}[ ,，]+[A-Za-z]{2,}")


def check(page: Page) -> Iterable[Finding]:
    """Marks on lines of two Latin words or more without Han, in a Chinese or an English post."""
    if not (is_chinese(page.lang) or page.lang.startswith("en")):
        return
    text = page.text
    line_end, latin = -1, False
    for found in _MARK.finditer(text, page.body):
        start, end = found.span()
        if start > line_end:
            low, high = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            line_end = high if high >= 0 else len(text)
            line = text[low:line_end]
            latin = bool(_WORDS.search(line)) and not _SQUARE.search(line)
        if not latin or not page.prose.holds(start, end):
            continue
        narrow = _NARROW[found[0][0]]
        new = narrow.strip() if text[end : end + 1] in ("", "\n") else narrow
        message = f"full-width “{found[0][0]}” in a Latin sentence"
        yield Finding(start, end, message, (Edit(start, end, new),))


RULE = Rule(
    code="CJK012",
    name="wide-mark-in-latin",
    summary="A sentence in Latin letters has full-width punctuation marks.",
    why="They tear a gap into it, and no line can break after them.",
    before="---\nlang: zh\n---\n\n原文：\n\n> Hello，dear reader。\n",
    after="---\nlang: zh\n---\n\n原文：\n\n> Hello, dear reader.\n",
    applicability=Applicability.UNSAFE,
    text=check,
)
