"""DIA017: fences of code made of tildes."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.reader.block_lines import BlockLines
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_FENCED = regex(
    r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(?P<open>~{3,})(?P<info>[^`~\n]*)"
    r"(?P<code>(?:\n[^\n]*)*)\n[ \t>]*(?P<close>~{3,})[ \t]*"
)


def check(page: Page) -> Iterable[Finding]:
    """Closed ones, unless the code holds a fence of backticks."""
    if "~~~" not in page.text:
        return
    for start, end in BlockLines(page.text[page.body :]).code:
        found = _FENCED.fullmatch(page.text, page.body + start, page.body + end)
        if found is None or "```" in found["code"]:
            continue
        edits = tuple(
            Edit(low, high, "`" * (high - low))
            for low, high in (found.span("open"), found.span("close"))
        )
        yield Finding(*found.span("open"), "the fence is made of tildes", edits)


RULE = Rule(
    code="DIA017",
    name="tilde-fence",
    summary="A fence of code is made of tildes.",
    why=(
        "Backticks are what every reader and editor knows; tildes strike out words elsewhere. Around code "
        "that holds a fence itself they stay."
    ),
    before="~~~sh\nbrew\n~~~\n",
    after="```sh\nbrew\n```\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD048",),
)
