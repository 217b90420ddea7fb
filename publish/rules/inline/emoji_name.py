"""INL010: names of emoji. The reader puts the characters in their place."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="INL010",
    name="emoji-name",
    summary="An emoji is written by its name, such as :tea:.",
    why=(
        "Only some generators know the name; the others print it. The character is the same everywhere."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nHot :tea: now.\n",
    after="Hot 🍵 now.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
