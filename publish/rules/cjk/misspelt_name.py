"""CJK016: a proper noun in other capitals than its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from publish.diagnostics import Applicability, Edit, Severity
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese
from publish.rules.cjk.words import NAMES
from publish.rules.rule import Finding, Page, Rule

_WORD = regex(r"[a-z][a-z0-9]*(?:\.js)?")


def check(page: Page) -> Iterable[Finding]:
    """Known names in the prose and among the keywords of a Chinese post."""
    if not is_chinese(page.lang):
        return
    text, names = page.text, _names(page.words.names)
    small = text.lower()
    small = small if len(small) == len(text) else text  # offsets must be the same
    low, high = page.front.get("keywords", (0, 0))
    for name in sorted(names.keys() & set(_WORD.findall(small))):
        right = names[name]
        if text.count(right) == small.count(name):
            continue
        for start, end in (found.span() for found in _alone(name).finditer(small)):
            written = text[start:end]
            if written == right or written.isupper():  # IOS is another thing than iOS
                continue
            if page.prose.holds(start, end) or low + len("keywords") < start < high:
                message = f"“{written}” is spelled {right}"
                yield Finding(start, end, message, (Edit(start, end, right),))


@lru_cache(maxsize=256)
def _alone(name: str) -> re.Pattern[str]:
    """A name in small letters, where it is no part of an address, a path or a longer word."""
    literal = re.escape(name)
    pattern = rf"{literal}(?<![\w./@:#$-]{literal})(?![\w/@:-]|\.\w)"
    return re.compile(pattern, re.ASCII)


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
