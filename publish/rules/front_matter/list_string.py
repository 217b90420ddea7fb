"""FM005: a list typed as one string."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.reader.keys import field
from publish.reader.yaml_quotes import bare
from publish.regex import regex
from publish.rules.front_matter.yaml_lines import first_lines
from publish.rules.rule import Finding, Page, Rule

_COMMA = regex(r"\s*[,，、;；]\s*")
_ONE = regex(r"""\[\s*(?P<mark>["'])(?P<names>[^"'\n]*)(?P=mark)\s*\]""")


def check(page: Page) -> Iterable[Finding]:
    """Keywords and tags of YAML front matter whose value is text with any comma."""
    for value in first_lines(page):
        if field(value.key) not in ("keywords", "tags"):
            continue
        one = _ONE.fullmatch(value.text)
        written = one["names"] if one else value.text
        if (one is None and written[:1] in "[#\"'{|>&*!") or not _COMMA.search(written):
            continue
        names = ", ".join(bare(name) for name in _COMMA.split(written) if name)
        message = f"“{value.key}” is one string, not a list"
        edit = Edit(value.start, value.end, f"[{names}]")
        yield Finding(value.start, value.end, message, (edit,))


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
