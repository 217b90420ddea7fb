"""CJK017: Simplified and Traditional characters in one text."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.reader.language import script_of
from publish.regex import regex
from publish.rules.cjk.scripts import is_chinese, is_traditional
from publish.rules.rule import Finding, Page, Rule

_QUOTED = regex(r"[“「『《][^”」』》\n]{0,80}[”」』》]")
_FEW = 3  # one or two are a name, or a slip of the tables


def check(page: Page) -> Iterable[Finding]:
    """One finding at the first character of the other script; quoted words may be in either."""
    if not is_chinese(page.lang):
        return
    text = page.text[page.body :]
    other = "Hans" if is_traditional(page.lang) else "Hant"
    strange = {each for each in page.alphabet if each > "\u33ff" and script_of(each) == other}
    if len(strange) < _FEW:
        return
    found: dict[str, int] = {}
    for at, character in enumerate(
        _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text), page.body
    ):
        if character in strange and character not in found and page.prose.holds(at, at + 1):
            found[character] = at
    if len(found) >= _FEW:
        first = min(found.values())
        listed = " ".join(list(found)[:8])
        name = "Simplified" if other == "Hans" else "Traditional"
        yield Finding(
            first, first + 1, f"{name} characters in a text of the other script: {listed}"
        )


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
