"""FM013: what a template for new posts left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability
from publish.reader.keys import field
from publish.reader.values import is_template
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LABEL = regex(
    r"(?<![\w])(?:(?:cate|category|tag|keyword)\d|some word here|your[ -]name)(?!\w)", re.IGNORECASE
)


def check(page: Page) -> Iterable[Finding]:
    """Values of the schema's keys that a program should have filled in, or the author."""
    for key, (start, end) in page.front.items():
        if not field(key):
            continue
        lines = page.text[start:end]
        value = re.split(r"[:=]", lines, maxsplit=1)[-1].strip().strip("\"'")
        found = _LABEL.search(value)
        if (is_template(value) and value.strip("{} ") not in page.words.tags) or found:
            what = found[0] if found else value
            stop = start + len(lines.rstrip())
            yield Finding(start, stop, f"“{what}” of a template was never filled in")


RULE = Rule(
    code="FM013",
    name="template-left",
    summary="A value of the front matter is that of a template.",
    why="A program or the author should have put something in its place. A tag is taken for no value; words are kept.",
    before="---\ntitle: Tea\ncategories: [cate1, cate2]\nlang: en\n---\n\nText.\n",
    after="---\ntitle: Tea\ncategories: [drinks]\nlang: en\n---\n\nText.\n",
    applicability=Applicability.DISPLAY,
    text=check,
)
