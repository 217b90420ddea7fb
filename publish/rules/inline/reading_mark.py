"""INL012: readings beside Han characters. The reader makes ruby of them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="INL012",
    name="reading-mark",
    summary="The reading of a word is written in braces or in the way of Aozora Bunko.",
    why=(
        "Only some generators know these marks. As ruby the reading stands above the word, or in "
        "brackets behind it where a format cannot do that."
    ),
    before="---\ntitle: お茶\nlang: ja\n---\n\n{緑茶|りょくちゃ}は熱い。\n",
    after='[緑茶]{.ruby rt="りょくちゃ"}は熱い。\n',
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
