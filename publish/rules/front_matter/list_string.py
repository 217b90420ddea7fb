"""FM005: a list typed as one string."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.rules.rule import Finding, Page, Rule

_LINE = re.compile(
    r"(?P<key>keywords|tags)(?P<gap>:[ \t]*+)(?P<value>[^\[\n#\"'{|>][^\n]*?)[ \t]*(?:\n|\Z)"
)
_COMMA = re.compile(r"\s*[,，、;；]\s*")
_PLAIN = re.compile(r"[\w.+\- /]+")


def check(page: Page) -> Iterable[Finding]:
    """``keywords`` and ``tags`` of YAML front matter whose value is text with any comma."""
    if not page.text.startswith("---"):
        return
    for key in ("keywords", "tags"):
        start, end = page.front.get(key, (0, 0))
        found = _LINE.fullmatch(page.text, start, end) if end else None
        if found is None or not _COMMA.search(found["value"]):
            continue
        names = [name for name in _COMMA.split(found["value"]) if name]
        listed = (
            "[" + ", ".join(name if _PLAIN.fullmatch(name) else f'"{name}"' for name in names) + "]"
        )
        span = found.span("value")
        yield Finding(*span, f"“{key}” is one string, not a list", (Edit(*span, listed),))


RULE = Rule(
    code="FM005",
    name="list-as-string",
    summary="Keywords or tags are typed as one string with commas.",
    why="Generators read it as a single keyword. Written as a list, each of them is one everywhere.",
    before="---\ntitle: 茶\nkeywords: 茶，水，火\n---\n\n正文。\n",
    after="---\ntitle: 茶\nkeywords: [茶, 水, 火]\n---\n\n正文。\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
