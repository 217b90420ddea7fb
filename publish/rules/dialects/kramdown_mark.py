"""DIA005: marks of kramdown and Python-Markdown. The reader carries them out and reports them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="DIA005",
    name="kramdown-mark",
    summary="The post has attribute lists, options or abbreviations in the way of kramdown.",
    why=("Other generators print them. Here the attributes reach their block and the options go."),
    before="---\ntitle: Tea\nlang: en\n---\n\nHot tea.\n{: .lead}\n",
    after="::: {.lead}\nHot tea.\n:::\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
