"""CJK018: a quotation mark or a bracket without its other half."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "【": "】", "（": "）"}
_TOKEN = regex(r"[“”「」『』《【】（）()]|(?<![=-])》|\n[ \t>]*(?=\n|[#*+-]|\d+[.)])")
_ITEM = regex(r"(?:^|[\s，。；：、])[\da-zA-Z一二三四五六七八九十]{1,3}\Z", re.MULTILINE)


def check(page: Page) -> Iterable[Finding]:
    """Marks that have no partner in their block; a half-width parenthesis may close a full one."""
    text = page.text
    if not is_chinese(page.lang) or all(
        text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items()
    ):
        return
    open_marks: list[tuple[str, int]] = []
    for found in _TOKEN.finditer(text, page.body):
        mark, at = found[0], found.start()
        if mark[0] == "\n":
            yield from _lost(open_marks)
            open_marks = []
        elif page.prose.holds(at, at + 1):
            if mark in _PAIRS or mark == "(":
                open_marks.append((mark, at))
            elif open_marks and _PAIRS.get(open_marks[-1][0], ")") in (mark, _wide(mark)):
                open_marks.pop()
            elif mark != "）" or not _numbers(text, at):
                yield from _lost([(mark, at)])
    yield from _lost(open_marks)


def _wide(mark: str) -> str:
    return {")": "）", "）": ")"}.get(mark, mark)


def _numbers(text: str, at: int) -> bool:
    """Whether a closing parenthesis follows the number of an item: ``1）``."""
    return bool(_ITEM.search(text, max(0, at - 8), at))


def _lost(marks: list[tuple[str, int]]) -> Iterable[Finding]:
    for mark, at in marks:
        if mark not in "()":
            yield Finding(at, at + 1, f"“{mark}” has no other half in its paragraph")


RULE = Rule(
    code="CJK018",
    name="unpaired-mark",
    summary="A quotation mark or a bracket has no other half in its paragraph.",
    why="The reader waits for the end of the quotation. Only the author knows where it is.",
    before="---\nlang: zh\n---\n\n他说“喝茶。\n",
    after="---\nlang: zh\n---\n\n他说“喝茶”。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
