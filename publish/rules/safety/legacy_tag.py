"""SEC006: looks that are written into the text. The reader takes them out and reports them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="SEC006",
    name="legacy-tag",
    summary="Tags such as <font> and <center>, or styles, say how words look.",
    why=(
        "A post says what its words are, the layout says how they look, and a style can hide words or "
        "lay them over others. The words are all kept."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\n<font color=red>Hot</font> tea.\n",
    after="Hot tea.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
