"""ENC004: characters that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.encoding.misread import within_misread
from publish.rules.rule import Finding, Page, Rule

_UNSPACED = frozenset({"th", "km", "lo", "my", "bo"})
_INVISIBLE = regex(r"[\u200b\u2060\ufeff\u00ad]+")


def check(page: Page) -> Iterable[Finding]:
    """Zero-width spaces, word joiners, soft hyphens and stray byte order marks in prose.

    Scripts without spaces between words may break a line only at a zero-width space: they keep it.
    """
    if page.lang.split("-")[0] in _UNSPACED or not _INVISIBLE.search(page.alphabet):
        return
    bytes_of_others = within_misread(page.text, page.alphabet)
    for found in _INVISIBLE.finditer(page.text, page.body):
        if page.prose.holds(*found.span()) and not bytes_of_others.holds(*found.span()):
            edit = Edit(found.start(), found.end(), "")
            yield Finding(*found.span(), f"invisible character U+{ord(found[0][0]):04X}", (edit,))


RULE = Rule(
    code="ENC004",
    name="invisible-character",
    summary="The text holds zero-width characters.",
    why="They come from copied web pages, break emphasis marks and searching, and nobody can see them.",
    before="Zero\u200bwidth.\n",
    after="Zerowidth.\n",
    applicability=Applicability.SAFE,
    text=check,
)
