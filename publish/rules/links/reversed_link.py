"""LNK004: a link with its brackets in the wrong order."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_REVERSED = regex(
    r"(?<![\]A-Za-z0-9_\\])[(（](?P<words>[^()（）\[\]\n]{1,80})[)）]\[(?P<address>https?://[^\s\[\]]+)\](?![\[(（:])"
)


def check(page: Page) -> Iterable[Finding]:
    """``(words)[address]`` in prose."""
    if ")[http" not in page.text and "）[http" not in page.text:
        return
    for found in _REVERSED.finditer(page.text, page.body):
        if page.prose.holds(found.start(), found.start("words")):
            new = f"[{found['words']}]({found['address']})"
            yield Finding(
                *found.span(),
                "the link is written the wrong way round",
                (Edit(*found.span(), new),),
            )


RULE = Rule(
    code="LNK004",
    name="reversed-link",
    summary="A link has its words in round and its address in square brackets.",
    why="Markdown wants them the other way round, and prints this one as text.",
    before="See (the tea)[https://example.com/tea].\n",
    after="See [the tea](https://example.com/tea).\n",
    applicability=Applicability.UNSAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD011",),
)
