"""CJK016: a proper noun in other capitals than its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from publish.diagnostics import Applicability, Edit, Severity
from publish.rules.cjk.scripts import is_chinese
from publish.rules.cjk.words import NAMES
from publish.rules.rule import Finding, Page, Rule

_WORD = re.compile(
    r"(?<![\w./@:#$-])[A-Za-z][A-Za-z0-9]*(?:\.[jJ][sS])?(?![\w/@:-]|\.\w)", re.ASCII
)


def check(page: Page) -> Iterable[Finding]:
    """Known names in the prose and among the keywords of a Chinese post."""
    if not is_chinese(page.lang):
        return
    text, names = page.text, _names(page.words.names)
    low, high = page.front.get("keywords", (0, 0))
    for found in _WORD.finditer(text):
        name = names.get(found[0].lower(), found[0])
        if name == found[0] or found[0].isupper():  # IOS is another thing than iOS
            continue
        start, end = found.span()
        if page.prose.holds(start, end) or low + len("keywords") < start < high:
            message = f"“{found[0]}” is spelled {name}"
            yield Finding(start, end, message, (Edit(start, end, name),))


@lru_cache(maxsize=8)
def _names(more: tuple[str, ...]) -> Mapping[str, str]:
    """Names by their small letters; the user's come last and win."""
    return {name.lower(): name for name in (*NAMES, *more)}


RULE = Rule(
    code="CJK016",
    name="misspelt-name",
    summary="A proper noun is not spelled as its owners spell it.",
    why="Github, gpt and Javascript look careless. Names of your own go into `proper_nouns` of the manifest.",
    before="---\nlang: zh\n---\n\n放在 Github 上，用 Javascript 写。\n",
    after="---\nlang: zh\n---\n\n放在 GitHub 上，用 JavaScript 写。\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
