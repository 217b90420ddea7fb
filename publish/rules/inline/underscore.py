"""INL004: emphasis with underscores inside Chinese or Japanese text."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_WIDE = r"\u3041-\u30ff\u3400-\u9fff"
_INSIDE = regex(r"(?<![_\\])(?P<marks>__?)(?P<words>[^_\s`](?:[^_\n`]*[^_\s`])?)(?P=marks)(?!_)")
_LETTER = regex(rf"[{_WIDE}]")


def check(page: Page) -> Iterable[Finding]:
    """Pairs around wide letters that a wide letter touches from outside."""
    text = page.text
    if "_" not in text:
        return
    for found in _INSIDE.finditer(text, page.body):
        start, end = found.span()
        outside = text[max(start - 1, page.body) : start] + text[end : end + 1]
        if not (_LETTER.search(outside) and _LETTER.search(found["words"])):
            continue
        if not page.prose.holds(start, end):
            continue
        marks = "*" * len(found["marks"])
        yield Finding(
            start,
            end,
            f"“{found['marks']}” makes no emphasis inside a word, and there are no spaces here",
            (
                Edit(start, found.start("words"), marks),
                Edit(found.end("words"), end, marks),
            ),
        )


RULE = Rule(
    code="INL004",
    name="underscores-in-word",
    summary="Underscores are meant as emphasis between characters that have no spaces around them.",
    why="Underscores emphasize whole words only, and Chinese and Japanese do not divide words. Asterisks do.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n这是__重点__的话。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n这是**重点**的话。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
    markdownlint=("MD049", "MD050"),
)
