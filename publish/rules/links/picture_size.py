"""LNK011: the size of a picture in the notation of one platform."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.reader.picture_sizes import sized
from publish.rules.rule import Finding, Page, Rule


def check(page: Page) -> Iterable[Finding]:
    """``=100x200`` and ``#pic_center``. The reader knows what they mean; other programs may not."""
    for found in sized(page.text, page.body):
        yield Finding(*found.span(), "the size or place of the picture is in a platform’s notation")


RULE = Rule(
    code="LNK011",
    name="picture-size-notation",
    summary="The size of a picture is written as one platform has it.",
    why="It is understood here and kept. Most readers print such a picture as text.",
    before="---\ntitle: Tea\nlang: en\n---\n\nA ![cup](cup.png =120x80) here.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nA ![cup](cup.png){width=120 height=80} here.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
