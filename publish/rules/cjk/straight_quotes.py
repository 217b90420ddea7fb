"""CJK005: straight quotation marks around Han or kana."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, KANA, is_chinese, is_traditional
from publish.rules.rule import Finding, Page, Rule

_CHINESE = regex(f"[{HAN}]")
_JAPANESE = regex(f"[{HAN}{KANA}]")
_INSIDE = regex(rf"'(?=[{HAN}{KANA}])([^'\n]*)(?<=[{HAN}{KANA}，。！？])'")


def check(page: Page) -> Iterable[Finding]:
    """Pairs of straight marks on one line, in Chinese and in Japanese.

    A line with an odd number of marks is left alone, and so is a pair that holds only Latin words.
    """
    text = page.text
    japanese = page.lang.split("-")[0] == "ja"
    if '"' not in text or not (japanese or is_chinese(page.lang)):
        return
    letter = _JAPANESE if japanese else _CHINESE
    corners = japanese or is_traditional(page.lang)
    for low, high in _pairs(page):
        inside = text[low + 1 : high]
        if letter.search(inside) and inside == inside.strip():
            edits = [Edit(low, low + 1, "「" if corners else "“")]
            for found in _INSIDE.finditer(text, low + 1, high):
                start, end = found.span()
                edits.append(Edit(start, start + 1, "『" if corners else "‘"))
                edits.append(Edit(end - 1, end, "』" if corners else "’"))
            edits.append(Edit(high, high + 1, "」" if corners else "”"))
            if all(page.prose.holds(edit.start, edit.end) for edit in edits):
                yield Finding(low, high + 1, "straight quotation marks", tuple(edits))


def _pairs(page: Page) -> Iterable[tuple[int, int]]:
    """The marks of each line two by two, where all of them are prose and their number is even."""
    text, at = page.text, page.body
    while (at := text.find('"', at)) >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        marks = [found.start() for found in re.finditer('"', text[at:end])]
        prose = [at + mark for mark in marks if page.prose.holds(at + mark, at + mark + 1)]
        if len(prose) % 2 == 0:
            yield from zip(prose[::2], prose[1::2], strict=True)
        at = end


RULE = Rule(
    code="CJK005",
    name="straight-quotes",
    summary="Chinese or Japanese words stand between straight quotation marks.",
    why="Straight marks have no sides. Simplified Chinese writes “ ”, Traditional Chinese and Japanese 「 」.",
    before="---\nlang: zh-Hans\n---\n\n他说\"喝'热'茶\"。\n",
    after="---\nlang: zh-Hans\n---\n\n他说“喝‘热’茶”。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
