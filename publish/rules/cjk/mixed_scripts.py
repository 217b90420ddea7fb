"""CJK017: Simplified and Traditional characters in one text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.reader.language import script_of
from publish.rules.cjk.scripts import is_chinese, is_traditional
from publish.rules.rule import Finding, Page, Rule

_QUOTED = re.compile(r"[“「『《][^”」』》\n]{0,80}[”」』》]")
_FEW = 3  # one or two are a name, or a slip of the tables


def check(page: Page) -> Iterable[Finding]:
    """One finding at the first character of the other script; quoted words may be in either."""
    if not is_chinese(page.lang):
        return
    text = page.text[page.body :]
    other = "Hans" if is_traditional(page.lang) else "Hant"
    if len(_of(other, text)) < _FEW:
        return
    bare = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    found = {
        character: at
        for character in _of(other, bare)
        if page.prose.holds(at := page.body + bare.index(character), at + 1)
    }
    if len(found) >= _FEW:
        first = min(found.values())
        listed = " ".join(sorted(found, key=lambda character: found[character])[:8])
        name = "Simplified" if other == "Hans" else "Traditional"
        yield Finding(
            first, first + 1, f"{name} characters in a text of the other script: {listed}"
        )


def _of(other: str, text: str) -> list[str]:
    return [
        character
        for character in set(text)
        if character > "\u33ff" and script_of(character) == other
    ]


RULE = Rule(
    code="CJK017",
    name="mixed-scripts",
    summary="A text in Simplified Chinese holds Traditional characters, or the other way round.",
    why="Readers stumble, and a search finds one spelling only.",
    before="---\nlang: zh-Hans\n---\n\n茶葉是一種飲料。\n",
    after="---\nlang: zh-Hans\n---\n\n茶叶是一种饮料。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
