"""STR007: a heading mark without its space, or of full width."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_HASH = regex(
    r"^ {0,3}(?P<marks>#{1,6}(?=[^\s#＃!])|＃{1,6}(?![#＃]))(?P<text>[^\n]+)$", re.MULTILINE
)
_TAGS = regex(r" {0,3}#[^\s#]+(?:[ \t]+#[^\s#]+)+[ \t]*")
_COLOUR = regex(r"[0-9a-fA-F]{3,8}\b")


def check(page: Page) -> Iterable[Finding]:
    """Safe for two or more marks; one may be a tag, unless the post writes all headings so."""
    found_all = list(_HASH.finditer(page.text, page.body))
    habit = any(len(found["marks"]) > 1 for found in found_all)
    for found in found_all:
        start, end = found.span("marks")
        if not page.prose.holds(start, end) or _COLOUR.match(found["text"]):
            continue
        if _TAGS.fullmatch(found[0]):
            continue
        if page.dialect == "obsidian" and len(found["marks"]) == 1:
            continue  # a tag
        is_tag = len(found["marks"]) == 1 and (not habit or "#" in found["text"])
        space = "" if found["text"][0].isspace() else " "
        wide = found["marks"][0] == "＃"
        yield Finding(
            start,
            end,
            "a heading mark of full width" if wide else "no space after the heading mark",
            (Edit(start, end, "#" * (end - start) + space),) if wide else (Edit(end, end, " "),),
            Applicability.UNSAFE if is_tag else Applicability.SAFE,
        )


RULE = Rule(
    code="STR007",
    name="heading-without-space",
    summary="The marks of a heading touch its text, or are full-width.",
    why="CommonMark then prints the marks instead of making a heading.",
    before="##Install\n\nText.\n",
    after="## Install\n\nText.\n",
    applicability=Applicability.SAFE,
    text=check,
    markdownlint=("MD018",),
)
