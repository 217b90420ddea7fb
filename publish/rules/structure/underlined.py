"""STR012 and STR016: headings by a line below them, meant or not, and headings closed by marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINE = regex(r"\n(?P<line>=+|-+)[ \t]*(?=\n|\Z)")
_CLOSED = regex(r"^#{1,6}[ \t]+[^\n]*[^\s#\\](?P<end>[ \t]+#+)[ \t]*$", re.MULTILINE)
_OTHER_BLOCK = regex(
    r"[ \t]{0,3}(?:[#>|<]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|:::|=+[ \t]*$|-+[ \t]*$)|[ \t]{4}"
)
_NO_HEADING = regex(r"!\[|\[TOC\]|@\[toc\]|\{[{%]", re.IGNORECASE)
_SENTENCE = regex(r"[。；，：.;,:][ \t]*\Z")
LONGEST = 60  # characters of a heading


class Underlined(NamedTuple):
    """A paragraph whose last line is underlined: where it begins and ends, and its line."""

    start: int
    end: int
    line: re.Match[str]
    accidental: bool


def headings(page: Page) -> Iterator[Underlined]:
    """Every paragraph that an underline makes a heading; it stands in no list and no quotation."""
    text = page.text
    if "\n=" not in text and "\n-" not in text:
        return
    reach = page.body
    for line in _LINE.finditer(text, page.body):
        end = line.start()
        start = paragraph_start(text, reach, end)
        reach = line.end()
        if start < end and text[start] not in " \t" and page.prose.holds(start, start + 1):
            words = text[start:end]
            accidental = line["line"][0] == "-" and (
                "\n" in words
                or len(words) > LONGEST
                or bool(_SENTENCE.search(words) or _NO_HEADING.match(words))
            )
            yield Underlined(start, end, line, accidental)


def paragraph_start(text: str, reach: int, end: int) -> int:
    """Where the paragraph that ends at ``end`` begins; ``end`` when another kind of block is there."""
    start = line_end = end
    while line_end > reach:
        first = max(text.rfind("\n", reach, line_end) + 1, reach)
        line = text[first:line_end]
        if not line.strip():
            break
        if _OTHER_BLOCK.match(line):
            return start if line.startswith("#") else end
        start, line_end = first, first - 1
    return start


def check_style(page: Page) -> Iterable[Finding]:
    """One-line headings get their marks in front, and marks at the end go."""
    for item in headings(page):
        if item.accidental or "\n" in page.text[item.start : item.end]:
            continue
        if page.text[item.end - 1] in "#\\":
            continue
        marks = "# " if item.line["line"][0] == "=" else "## "
        edits = (Edit(item.start, item.start, marks), Edit(item.end, item.line.end(), ""))
        yield Finding(item.start, item.end, "a heading by the line below it", edits)
    for found in _CLOSED.finditer(page.text, page.body):
        start, end = found.span("end")
        if page.prose.holds(start, end):
            yield Finding(start, end, "a heading with marks at its end", (Edit(start, end, ""),))


def check_accident(page: Page) -> Iterable[Finding]:
    """Sentences, pictures and paragraphs of several lines are no headings."""
    for item in headings(page):
        if item.accidental:
            yield Finding(
                item.start,
                item.line.end(),
                "the line below makes a heading of this paragraph",
                (Edit(item.end, item.end, "\n"),),
                hint="put a blank line between them if a rule was meant",
            )


STYLE = Rule(
    code="STR012",
    name="other-heading-style",
    summary="A heading is marked by a line below it, or closed by marks at its end.",
    why="One way of writing is easier to find, to change and to keep; these two have their traps.",
    before="Tea\n===\n\nText.\n\n## Water ##\n\nText.\n",
    after="# Tea\n\nText.\n\n## Water\n\nText.\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check_style,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD003",),
)
ACCIDENT = Rule(
    code="STR016",
    name="accidental-heading",
    summary="A line of dashes touches the paragraph above it.",
    why="It was meant as a rule, but it makes the paragraph a heading.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n水要烫。\n---\n\n茶要新。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n水要烫。\n\n---\n\n茶要新。\n",
    applicability=Applicability.UNSAFE,
    text=check_accident,
    beyond_prose=True,
)
