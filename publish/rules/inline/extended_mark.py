"""INL009: marks of words that only some generators know. The reader makes nodes of them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="INL009",
    name="extended-mark",
    summary=(
        "Words are highlighted, underlined, raised, lowered or made a note with marks that Markdown does "
        "not have."
    ),
    why=("A generator without them prints the signs. Here they mean the same in every format."),
    before="---\ntitle: Tea\nlang: en\n---\n\nTea is ==hot==, H~2~O too.\n",
    after="Tea is [hot]{.mark}, H<sub>2</sub>O too.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
