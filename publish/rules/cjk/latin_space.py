"""CJK001: no space between Han and Latin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, LATIN, is_chinese, is_traditional
from publish.rules.cjk.words import SIMPLIFIED, TRADITIONAL
from publish.rules.rule import Finding, Page, Rule

# A pattern that begins with the rarer side is several times as fast as one that looks behind.
_BEFORE_HAN = regex(rf"[{LATIN}%+#℃°](?=[{HAN}])")
_AFTER_HAN = regex(rf"[{HAN}](?=[{LATIN}]|[$¥€#@.+-]+[{LATIN}])")
_LETTER = regex(rf"[{LATIN}]")
_SYMBOL = regex(r"[A-Za-z0-9][+#]+\Z")


def check(page: Page) -> Iterable[Finding]:
    """Every border of Han and Latin letters or digits in the prose of a Chinese post."""
    if not is_chinese(page.lang):
        return
    text, holds = page.text, page.prose.holds
    kept = _kept(is_traditional(page.lang), page.words.keep)
    for pattern in (_BEFORE_HAN, _AFTER_HAN):
        for found in pattern.finditer(text):
            at = found.start() + 1
            if not holds(at - 1, at + 1) or _lone_symbol(text, at):
                continue
            words = kept.get(text[at - 1 : at + 1], ())
            if any(_stands(text, word, at - border) for word, border in words):
                continue
            yield Finding(at - 1, at + 1, "no space between Han and Latin", (Edit(at, at, " "),))


@lru_cache(maxsize=8)
def _kept(traditional: bool, more: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
    """The words that take no space, by the two characters at each border inside them."""
    borders: dict[str, list[tuple[str, int]]] = {}
    for word in (*(TRADITIONAL if traditional else SIMPLIFIED), *more):
        for border in range(1, len(word)):
            borders.setdefault(word[border - 1 : border + 1], []).append((word, border))
    return borders


def _stands(text: str, word: str, start: int) -> bool:
    """Whether the word stands at an offset, and no Latin letter makes a longer word of it."""
    end = start + len(word)
    return (
        start >= 0
        and text.startswith(word, start)
        and not (
            (_LETTER.match(word) and _LETTER.match(text[start - 1 : start]))
            or (_LETTER.match(word[-1]) and _LETTER.match(text[end : end + 1]))
        )
    )


def _lone_symbol(text: str, at: int) -> bool:
    """``+`` and ``#`` count only as in C++ and C#; before a tag or a flag there is no border."""
    if text[at - 1] in "+#":
        return not _SYMBOL.search(text, max(0, at - 20), at)
    return text[at] in "#@.+-" and not (text[at] == "." and text[at + 1 : at + 2].isupper())


RULE = Rule(
    code="CJK001",
    name="missing-latin-space",
    summary="Han and Latin letters or digits touch in a Chinese text.",
    why="A gap of a quarter em makes mixed text readable; a typed space is the only one that shows in every format.",
    before="---\nlang: zh\n---\n\n到2013年左右，当时Google的人。\n",
    after="---\nlang: zh\n---\n\n到 2013 年左右，当时 Google 的人。\n",
    applicability=Applicability.SAFE,
    text=check,
)
