"""LST003: lines that begin like items of a list, with marks that Markdown does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINE = regex(
    r"^(?P<mark>[ \u3000]{0,3}(?:(?P<number>\d{1,2})[、．）]|[（(](?P<inside>\d{1,2})[）)]|(?P<circled>[①-⑳])"
    r"|(?P<bullet>[•·●▪■◆○]))[ \t\u3000]*)(?=[^\s\d])[^\n]*$",
    re.MULTILINE,
)


def check(page: Page) -> Iterable[Finding]:
    """Two lines or more in a row, one mark, numbers that rise by one."""
    for run in _runs(page):
        for found in run:
            start, end = found.span("mark")
            number = _number(found)
            marker = "- " if number is None else f"{number}. "
            yield Finding(
                start,
                end,
                f"“{found['mark'].strip()}” at the beginning of a line makes no list",
                (Edit(start, end, marker),),
            )


def _runs(page: Page) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for found in _LINE.finditer(page.text, page.body):
        if not page.prose.holds(*found.span("mark")):
            continue
        if run and not _follows(page.text, run[-1], found):
            if _is_list(page, run):
                yield run
            run = []
        run.append(found)
    if _is_list(page, run):
        yield run


def _follows(text: str, last: re.Match[str], found: re.Match[str]) -> bool:
    if text[last.end() : found.start()].strip() or _style(last) != _style(found):
        return False
    before, number = _number(last), _number(found)
    return before is None or number == before + 1


def _is_list(page: Page, run: list[re.Match[str]]) -> bool:
    """Whether a run is a list that may begin where it stands: at 1 or after a blank line."""
    if len(run) < 2:
        return False
    start = run[0].start()
    fresh = not page.text[page.body : start].strip() or page.text[:start].endswith("\n\n")
    return fresh or _number(run[0]) in (None, 1)


def _style(found: re.Match[str]) -> str:
    return found["bullet"] or found["mark"].strip(" \t\u3000").strip(
        "0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    )


def _number(found: re.Match[str]) -> int | None:
    if found["circled"]:
        return ord(found["circled"]) - ord("①") + 1
    digits = found["number"] or found["inside"]
    return int(digits) if digits else None


RULE = Rule(
    code="LST003",
    name="unknown-list-marker",
    summary="Lines begin with 1、, （1） and the like, one under another.",
    why="Markdown runs them together into one paragraph. As items of a list each has its own line.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n1、烧水\n2、泡茶\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n1. 烧水\n2. 泡茶\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
