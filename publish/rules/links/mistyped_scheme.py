"""LNK019: the beginning of an address is mistyped, as in ``ttps://``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_ADDRESS = regex(
    r"(?:\]\(<?|^ {0,3}\[[^\]\n]{1,99}\]: *<?)"
    r"(?P<scheme>(?:h{0,2}t{1,3}p{1,2}s{0,2}[:;]/{1,3}|h{1,2}t{1,3}p{1,2}s{0,2}//))"
    r"(?=[\w-]{1,63}\.[\w.-])",
    re.IGNORECASE | re.MULTILINE,
)


def check(page: Page) -> Iterable[Finding]:
    """Addresses of links and pictures, and of definitions."""
    for found in _ADDRESS.finditer(page.text, page.body):
        scheme = found["scheme"]
        if scheme.lower() in ("http://", "https://"):
            continue
        opening = page.text.rfind("[", page.body, found.start("scheme"))
        if not page.prose.holds(opening, opening + 1):
            continue
        right = "https://" if "s" in scheme.lower() else "http://"
        edit = Edit(*found.span("scheme"), right)
        yield Finding(*found.span("scheme"), f"the address begins with “{scheme}”", (edit,))


RULE = Rule(
    code="LNK019",
    name="mistyped-scheme",
    summary="The beginning of an address is mistyped.",
    why="A browser knows no “ttps”, takes “http:/” for a folder, and the link leads nowhere.",
    before="See [tea](ttps://example.com/tea).\n",
    after="See [tea](https://example.com/tea).\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
