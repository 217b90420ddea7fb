"""CJK015: a space between two Han characters of a sentence."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import groupby

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import HAN, is_chinese
from publish.rules.rule import Finding, Page, Rule

_GAP = regex(rf"[ ](?<=[{HAN}] )(?=[{HAN}])")
_MARK = regex(r"[，。；：！？、,.;:!?“”「」『』《》（）()\[\]]")
_STOP = regex("[，。；：！？]")
# Headings, rows of tables, definitions, captions: their spaces divide a label from words.
_LABELLED = regex(r"[ \t>]*(?:#|\[|:[ \t]|[图表圖][ ]?[\d一二三四五六七八九十])|[^\n|]*\|")
_OPENING = regex(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)、])[ \t]+)*[*_]*")
_LABEL = 6  # characters at the beginning of a line that may be a label
_MOST = 2  # spaces in a clause; where there are more they stand for commas, or divide names


def check(page: Page) -> Iterable[Finding]:
    """Single spaces in sentences, which have a full-width stop; not where they may be meant."""
    if not is_chinese(page.lang):
        return
    for line, found in groupby(_gaps(page), lambda gap: gap[0]):
        end = page.text.find("\n", line)
        end = len(page.text) if end < 0 else end
        if not _STOP.search(page.text, line, end) or _LABELLED.match(page.text, line, end):
            continue
        opening = _OPENING.match(page.text, line, end)
        start = (opening.end() if opening else line) + _LABEL
        for clause in _clauses(page.text, line, end, [at for _, at in found]):
            if len(clause) > _MOST:
                continue
            for at in clause:
                if at > start and page.prose.holds(at - 1, at + 2):
                    edit = Edit(at, at + 1, "")
                    yield Finding(at - 1, at + 2, "a space between two Han characters", (edit,))


def _clauses(text: str, line: int, end: int, gaps: list[int]) -> Iterator[list[int]]:
    """The spaces of a line by the marks of punctuation between them, without those in links."""
    marks = [mark.start() for mark in _MARK.finditer(text, line, end)]
    for before, clause in groupby(gaps, lambda at: bisect(marks, at)):
        if not before or text[marks[before - 1]] != "[":
            yield list(clause)


def _gaps(page: Page) -> Iterator[tuple[int, int]]:
    """Where each space stands, after the place where its line begins."""
    line = page.body
    for found in _GAP.finditer(page.text, page.body):
        line = max(page.text.rfind("\n", line, found.start()) + 1, line)
        yield line, found.start()


RULE = Rule(
    code="CJK015",
    name="space-between-han",
    summary="A space stands between two Chinese characters of a sentence.",
    why=(
        "Chinese has no spaces between words; such a one is left over from a line break or from an input "
        "method. It may also stand for a pause, so the fix is not safe. Spaces after labels, in headings "
        "and in tables, ideographic ones, and those that divide names or verses are not meant."
    ),
    before="---\nlang: zh\n---\n\n茶树的叶子里有 一种香味。\n",
    after="---\nlang: zh\n---\n\n茶树的叶子里有一种香味。\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
)
