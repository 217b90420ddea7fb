"""CJK008: a punctuation mark typed several times."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_REPEATED = regex(r"([！？，；：、])\1+")


def check(page: Page) -> Iterable[Finding]:
    """The same full-width mark two or more times; ？！ are two marks."""
    if not is_chinese(page.lang):
        return
    for found in _REPEATED.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            message = f"“{found[1]}” is repeated"
            yield Finding(*found.span(), message, (Edit(*found.span(), found[1]),))


RULE = Rule(
    code="CJK008",
    name="repeated-mark",
    summary="The same punctuation mark is typed several times.",
    why="Once says it. More than three are against GB/T 15834, and two commas are a slip.",
    before="---\nlang: zh\n---\n\n好茶！！！\n",
    after="---\nlang: zh\n---\n\n好茶！\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
