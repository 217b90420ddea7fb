"""STR006: a paragraph of bold words that stands for a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINE = regex(
    r"^(?:(?P<hashes>#{1,6})[ \t]+\S[^\n]*|\*\*(?P<words>[^*\n]{1,30})\*\*[ \t]*)$", re.MULTILINE
)
_END = regex(r"[。；;，,：:.!！?？…]\s*$")
_PARAGRAPH = regex(r"\n[ \t]*\n+(?![ \t]*(?:[#>|`~*+-]|\d+[.)、]|<|!\[|\*\*))[ \t]*\S")


def check(page: Page) -> Iterable[Finding]:
    """Two at least, each between blank lines with a paragraph below it, and without an end mark."""
    text = page.text
    if "**" not in text:
        return
    level = 1
    found_all: list[tuple[re.Match[str], int]] = []
    for found in _LINE.finditer(text, page.body):
        if found["hashes"]:
            level = len(found["hashes"])
        elif _is_heading(page, found):
            found_all.append((found, min(level + 1, 6)))
    if len(found_all) < 2:
        return
    for found, depth in found_all:
        start, end = found.span()
        yield Finding(
            start,
            end,
            f"“{found['words']}” looks like a heading of level {depth}",
            (Edit(start, end, f"{'#' * depth} {found['words'].strip()}"),),
        )


def _is_heading(page: Page, found: re.Match[str]) -> bool:
    start, end = found.span()
    if page.text[page.body : start].strip() and page.text[start - 2 : start] != "\n\n":
        return False
    words = found["words"]
    return (
        bool(words.strip())
        and not _END.search(words)
        and bool(_PARAGRAPH.match(page.text, end))
        and page.prose.holds(start, end)
    )


RULE = Rule(
    code="STR006",
    name="bold-heading",
    summary="Paragraphs of a few bold words stand where headings belong.",
    why="They are in no contents and no outline, and a screen reader cannot jump to them.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n**叶**\n\n绿的。\n\n**水**\n\n烫的。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n## 叶\n\n绿的。\n\n## 水\n\n烫的。\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    rewords=True,
    markdownlint=("MD036",),
)
