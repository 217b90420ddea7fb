"""FM015: something below ``slides`` that slides do not know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability
from publish.reader.slide_keys import KEYS, word
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_PAIR = regex(
    r"(?:^[ \t]+|[{,][ \t]*)(?P<key>[\w-]+)[ \t]*:[ \t]*(?P<value>[^\n,{}#]*)", re.MULTILINE
)


def check(page: Page) -> Iterable[Finding]:
    """Keys and values of a table ``slides``; a text there is another program's."""
    start, end = page.front.get("slides", (0, 0))
    for found in _PAIR.finditer(page.text, start, end):
        values = KEYS.get(found["key"])
        if values is None:
            message = f"slides have no setting “{found['key']}”"
            yield Finding(*found.span("key"), message, hint=f"there are {', '.join(KEYS)}")
        elif word(found["value"].strip(" \t\"'")) not in values:
            message = f"“{found['key']}” of slides cannot be “{found['value'].strip()}”"
            yield Finding(*found.span("value"), message, hint=f"it can be {', '.join(values)}")


RULE = Rule(
    code="FM015",
    name="unread-slides-key",
    summary="Slides do not know a key or a value below `slides`.",
    why="It is passed over, and the slides are made as if it were not there.",
    before="---\ntitle: Tea\nlang: en\nslides:\n  level: 9\n---\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\nslides:\n  level: 2\n---\n\nText.\n",
    applicability=Applicability.DISPLAY,
    text=check,
)
