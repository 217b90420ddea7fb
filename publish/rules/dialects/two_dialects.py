"""DIA001: tags of two dialects in one post. The reader decides for one and says so."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="DIA001",
    name="two-dialects",
    summary="The post holds tags of two generators, and nothing else tells which of them it is for.",
    why=(
        "Generators read line ends, lists and tags differently. The post is read as one of them; the "
        "manifest can say which."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nHot tea.\n{: .lead}\n\nSee [[Pot]].\n",
    after="::: {.lead}\nHot tea.\n:::\n\nSee \\[\\[Pot\\]\\].\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
