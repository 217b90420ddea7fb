"""DIA015: a file that a post includes is not there. The reader reports it."""

from __future__ import annotations

from publish.diagnostics import Applicability
from publish.rules.rule import Rule

RULE = Rule(
    code="DIA015",
    name="missing-include",
    summary="The post includes a file, or a part of one, that is not there.",
    why=(
        "mdBook, Jekyll, Hugo and Hexo put the file in this place. Without it a reader sees only its name."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\n{{#include tea.md}}\n",
    after="[`tea.md`]{.missing}\n",
    applicability=Applicability.DISPLAY,
    lacking=True,
)
