"""LNK001: a bare address that runs into Chinese punctuation."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_ADDRESS = regex(
    r"(?<![A-Za-z0-9_<(\[\"'=/])(?P<url>https?://[^\s<>“”‘’，。；：！？、（）《》「」【】\]]+?)(?=[，。；：！？、）》」】])"
)

_LINKS = ("]（", "］（", "】（")


def check(page: Page) -> Iterable[Finding]:
    """Addresses outside code and markup that a full-width mark follows at once."""
    for found in _ADDRESS.finditer(page.text, page.body):
        start, end = found.span("url")
        if page.text[start - 2 : start] in _LINKS:
            continue  # LNK003 makes a link of it
        if page.prose.holds(start - 1, start) and page.prose.holds(end, end + 1):
            yield Finding(
                start,
                end,
                "the address runs into the text after it",
                (Edit(start, end, f"<{found['url']}>"),),
            )


RULE = Rule(
    code="LNK001",
    name="unfenced-address",
    summary="A bare address is followed by a full-width mark.",
    why="Many readers take the mark and the words after it for a part of the address.",
    before="见https://example.com/x，然后。\n",
    after="见<https://example.com/x>，然后。\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
