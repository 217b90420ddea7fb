"""CJK009: full-width Latin letters and digits."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.rule import Finding, Page, Rule

_WIDE = regex(
    r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+(?!恤)|：(?<=[0-9]：)(?=[0-9]{2}(?![0-9]))"
)


def check(page: Page) -> Iterable[Finding]:
    """Runs of full-width letters and digits in Chinese prose, and the colon of a time."""
    if not is_chinese(page.lang):
        return
    for found in _WIDE.finditer(page.text, page.body):
        if page.prose.holds(*found.span()):
            narrow = "".join(chr(ord(character) - 0xFEE0) for character in found[0])
            yield Finding(*found.span(), f"full-width “{found[0]}”", (Edit(*found.span(), narrow),))


RULE = Rule(
    code="CJK009",
    name="full-width-letter",
    summary="Letters, digits or the colon of a time are typed full-width.",
    why="They cannot be searched for and look like another typeface.",
    before="---\nlang: zh\n---\n\n第１２页。\n",
    after="---\nlang: zh\n---\n\n第 12 页。\n",
    applicability=Applicability.SAFE,
    text=check,
)
