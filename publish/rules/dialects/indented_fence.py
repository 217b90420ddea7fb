"""DIA016: a fence of code that is indented so far that it is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.reader.block_lines import BlockLines
from publish.regex import regex
from publish.rules.lists.tab_indent import STOP
from publish.rules.rule import Finding, Page, Rule

_FENCE = regex(
    r"^(?P<indent>[ ]{0,3}\t[ \t]*|[ ]{4,})(?P<marks>`{3,}|~{3,})(?P<info>[^`~\n]*)$", re.MULTILINE
)
_MARGIN = regex(r"^\S", re.MULTILINE)
_WORDS = regex(r"(?![-+*>:!?=|#\[<]|\d{1,9}[.)、]|\{[%{:]|```|~~~)")


def check(page: Page) -> Iterable[Finding]:
    """A pair below words at the margin; in lists and the like an indent is due.

    Right below a line of words a fence was meant for sure. After a blank line the indent may be
    there to show how a fence is written.
    """
    text = page.text
    pairs = list(_pairs(page))
    if not pairs:
        return
    code = [(page.body + low, page.body + high) for low, high in BlockLines(text[page.body :]).code]
    margin = [found.start() for found in _MARGIN.finditer(text, page.body)]
    for first, last in pairs:
        start = first.start()
        above = bisect_left(margin, start) - 1
        within = bisect_left(code, (start, 0)) - 1
        if above < 0 or not _WORDS.match(text, margin[above]):
            continue
        if within >= 0 and code[within][1] > start:
            continue
        touches = bool(text[text.rfind("\n", 0, start - 1) + 1 : start].strip())
        yield Finding(
            *first.span("marks"),
            "the fence is indented by four columns or more, and makes no block of code",
            tuple(_edits(text, first, last)),
            Applicability.SAFE if touches else Applicability.UNSAFE,
        )


def _pairs(page: Page) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Fences and their ends, indented alike as all between them."""
    if "```" not in page.text and "~~~" not in page.text:
        return
    opened: re.Match[str] | None = None
    for found in _FENCE.finditer(page.text, page.body):
        if opened is None or found["info"].strip():
            opened = found
        elif found["marks"] == opened["marks"] and _width(found[0]) == _width(opened[0]):
            lines = page.text[opened.start() : found.end()].split("\n")
            if all(not line.strip() or _width(line) >= _width(opened[0]) for line in lines):
                yield opened, found
            opened = None


def _width(line: str) -> int:
    """The columns of a line's indent."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(STOP))


def _edits(text: str, first: re.Match[str], last: re.Match[str]) -> Iterator[Edit]:
    """The indent of the fence taken from every line."""
    at, width = first.start(), _width(first[0])
    while at < last.end():
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if line.strip():
            indent = len(line) - len(line.lstrip(" \t"))
            yield Edit(at, at + indent, " " * (_width(line) - width))
        at = end + 1 or len(text)


RULE = Rule(
    code="DIA016",
    name="indented-fence",
    summary="A fence of code is indented by a TAB, or by four spaces or more.",
    why=(
        "Outside lists Markdown then sees no fence: right below a paragraph the code becomes a part of it, "
        "and after a blank line the fence is printed with the code."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSo:\n\t```sh\n\tbrew\n\t```\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nSo:\n```sh\nbrew\n```\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
)
