"""LNK005: a space, or a bracket without its other half, in the address of a link."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINK = regex(
    r"""\]\((?:
      (?P<plain>(?:[^()<>"'`\n]|(?<=\w)'(?=\w))*)(?:[ ]{1,9}(?:"[^"\n]*"|'[^'\n]*'))?\)
    | (?P<open>[^()<>`\s]+\([^()<>`\s]*)\)(?![^\n(]*\)) )""",
    re.VERBOSE,
)
_LONGEST = 1000  # characters of the words of a link
# Between two brackets that are no pair: the end of a paragraph, or the beginning of code.
_APART = regex(r"\n[ \t]*(?:\n|~~~|```)")


def check(page: Page) -> Iterable[Finding]:
    """Addresses that are none in CommonMark; a size (``=100x``) is no part of one."""
    if "](" not in page.text:
        return
    for found in _LINK.finditer(page.text, page.body):
        kind = found.lastgroup or ""
        address = found[kind].strip()
        if kind == "plain" and (" " not in address or "=" in address.rpartition(" ")[2]):
            continue
        if not _is_link(page, found.start()):
            continue
        start = page.text.index(address, found.start(kind))
        edits = (Edit(start, start + len(address), f"<{address}>"),)
        if kind == "plain":
            yield Finding(start, start + len(address), "space in an address", edits)
        else:
            message = "a bracket in an address has no other half"
            yield Finding(start, start + len(address), message, edits, Applicability.UNSAFE)


def _is_link(page: Page, end: int) -> bool:
    """Whether words in brackets end here that could be those of a link; code in between makes them none."""
    opening = page.text.rfind("[", max(page.body, end - _LONGEST), end)
    words = page.text[opening:end]
    return (
        opening >= 0
        and page.prose.holds(opening, opening + 1)
        and not _APART.search(words)
        and words.count("`") % 2 == 0
    )


RULE = Rule(
    code="LNK005",
    name="space-in-address",
    summary="The address of a link or picture holds a space, or half a pair of brackets.",
    why="CommonMark prints such a link as text. Angle brackets keep it whole.",
    before="![Plan](my plan.png)\n",
    after="![Plan](<my plan.png>)\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
