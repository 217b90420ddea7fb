"""STR019: a post that says it is the outline of a talk."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_DECK = regex(
    r"(?:PPT|幻灯片|幻燈片|演示文稿|简报|簡報|スライド)\s*(?:的)?\s*(?:提纲|提綱|大纲|大綱|纲要|綱要|内容|稿|構成)"
    r"|\bslide (?:deck|outline)\b|\boutline (?:of|for) (?:a|the) (?:talk|slides|presentation)\b",
    re.IGNORECASE,
)


def check(page: Page) -> Iterable[Finding]:
    """Such words in the title or the description."""
    for key in ("title", "description", "summary", "excerpt"):
        start, end = page.front.get(key, (0, 0))
        if found := _DECK.search(page.text, start, end):
            yield Finding(
                *found.span(),
                "the post calls itself an outline of slides",
                hint="publish build -f pptx makes slides of it",
            )


RULE = Rule(
    code="STR019",
    name="unused-deck",
    summary="The post calls itself the outline of a talk.",
    why="It may want to be slides too. They are made of its sections, and nothing is made up.",
    before="---\ntitle: 茶\ndescription: 一份关于茶的 PPT 提纲\nlang: zh\n---\n\n正文。\n",
    after="---\ntitle: 茶\ndescription: 茶的一生\nlang: zh\n---\n\n正文。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
