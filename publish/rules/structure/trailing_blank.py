"""STR013: trailing spaces, needless blank lines, and the end of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_TRAILING = regex(r"(?<=\S)(?:[ \t]|[ \t]*\t[ \t]*|[ \t]{3,})$|^[ \t]+$", re.MULTILINE)
_BREAK = regex(r"(?<=\S) {3,}$", re.MULTILINE)
_HEADING_END = regex(r"^#{1,6}[ \t][^\n]*?(?P<space>[ \t]+)$", re.MULTILINE)
_BLANKS = regex(r"\n{3,}")


def check(page: Page) -> Iterable[Finding]:
    """Two spaces at the end of a line are a line break and stay, of more two do."""
    text = page.text
    for span in _trailing(text, page.body):
        if page.prose.holds(*span):
            kept = (
                "  "
                if _BREAK.match(text, *span) and text[span[1] + 1 : span[1] + 2].strip()
                else ""
            )
            yield Finding(*span, "trailing space", (Edit(*span, kept),))
    for found in _BLANKS.finditer(text, page.body):
        if found.end() < len(text) and page.prose.holds(*found.span()):
            span = found.start() + 2, found.end()
            yield Finding(*span, "more than one blank line", (Edit(*span, ""),))
    end = len(text.rstrip("\n"))
    if text[end:] != "\n" and end > page.body:
        message = "no line feed at the end" if end == len(text) else "blank lines at the end"
        yield Finding(end, len(text), message, (Edit(end, len(text), "\n"),))


def _trailing(text: str, body: int) -> list[tuple[int, int]]:
    """The spaces at ends of lines that mean nothing, or more than two of them."""
    if not any(end in text for end in (" \n", "\t\n")) and text[-1:] not in (" ", "\t"):
        return []
    spans = {found.span() for found in _TRAILING.finditer(text, body)}
    spans |= {found.span("space") for found in _HEADING_END.finditer(text, body)}
    return sorted(spans)


RULE = Rule(
    code="STR013",
    name="stray-blank",
    summary="Spaces at the end of a line, several blank lines, or a file that does not end with one line feed.",
    why="They mean nothing, and they make every later change of the file look larger than it is.",
    before="# Tea \n\n\nText.",
    after="# Tea\n\nText.\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    markdownlint=("MD009", "MD012", "MD047"),
)
