"""FM011: a description that was not written for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_ODD = regex(r"[：:,，、]\s*$|^(以下|下面)(是|为)|^(Sure|Certainly|Here is|Here are)\b")


def check(page: Page) -> Iterable[Finding]:
    """A description that ends in a colon or comma, or opens like the answer of a chat."""
    start, end = page.front.get("description", (0, 0))
    value = _value(page, "description")
    if value and _ODD.search(value):
        yield Finding(
            start,
            start + len(page.text[start:end].rstrip()),
            "the description reads like a lead-in",
        )
    elif value and value == _value(page, "title"):
        yield Finding(start, start + len("description"), "the description is the title again")
    elif len(value) > 200:
        yield Finding(
            start, start + len("description"), f"the description has {len(value)} characters"
        )


def _value(page: Page, key: str) -> str:
    lines = page.text[slice(*page.front.get(key, (0, 0)))]
    return re.split(r"[:=]", lines, maxsplit=1)[-1].strip().strip("\"'")


RULE = Rule(
    code="FM011",
    name="odd-description",
    summary="The description is a lead-in, a chat answer, or very long.",
    why="It is printed by search engines and shops. It is kept as it stands; only its author can write it anew.",
    before="---\ntitle: 茶\ndescription: 以下是一个介绍：\nlang: zh\n---\n\n正文。\n",
    after="---\ntitle: 茶\ndescription: 茶的一生。\nlang: zh\n---\n\n正文。\n",
    applicability=Applicability.DISPLAY,
    text=check,
)
