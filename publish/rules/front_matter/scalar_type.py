"""FM007: text that YAML takes for a number, a truth value or a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.reader.keys import LISTS, TEXTS, field
from publish.reader.yaml_quotes import other_type
from publish.rules.front_matter.yaml_lines import Value, first_lines, items
from publish.rules.rule import Finding, Page, Rule

_WORDS = (TEXTS | LISTS | {"authors"}) - {"aliases"}
_EMPTY = frozenset({"", "~", "null"})


def check(page: Page) -> Iterable[Finding]:
    """Titles, names and labels without quotation marks."""
    for value in _words(page):
        if value.text.lower() not in _EMPTY and other_type(value.text):
            edit = Edit(value.start, value.end, f'"{value.text}"')
            message = f"YAML does not read “{value.text}” as text"
            yield Finding(value.start, value.end, message, (edit,))


def _words(page: Page) -> Iterator[Value]:
    for value in first_lines(page):
        if field(value.key) in _WORDS:
            yield value
            yield from items(page, value)


RULE = Rule(
    code="FM007",
    name="text-of-another-type",
    summary="A title or label looks like a number, a truth value or a date.",
    why="Generators print 1.10 as 1.1, 012 as 10 and “no” as false, or stop. In quotation marks it is text.",
    before="---\ntitle: 2019\ntags: [no, 1.10, tea]\nlang: en\n---\n\nText.\n",
    after='---\ntitle: "2019"\ntags: ["no", "1.10", tea]\nlang: en\n---\n\nText.\n',
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
