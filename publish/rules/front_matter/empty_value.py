"""FM014: a key without a value."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.reader.keys import field
from publish.rules.front_matter.yaml_lines import first_lines
from publish.rules.rule import Finding, Page, Rule

_EMPTY = frozenset({"", '""', "''", "~", "null"})  # an empty list is a list


def check(page: Page) -> Iterable[Finding]:
    """Keys of the schema that say nothing. Unsafe: an empty value may hide a site's own default."""
    for value in first_lines(page):
        start, end = page.front[value.key]
        if value.text in _EMPTY and field(value.key) and not page.text[value.end : end].strip():
            stop = min(value.end + 1, end)
            message = f"“{value.key}” has no value"
            yield Finding(start, value.end, message, (Edit(start, stop, ""),))


RULE = Rule(
    code="FM014",
    name="empty-value",
    summary="A key of the front matter has no value.",
    why="It counts as if it were not there; some generators stop at it.",
    before="---\ntitle: Tea\ntags:\nlang: en\n---\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nText.\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
