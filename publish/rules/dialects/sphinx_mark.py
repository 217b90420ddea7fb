"""DIA018: roles, labels, tabs and directives of Sphinx, MyST and d2lbook. The reader carries them out."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="DIA018",
    name="sphinx-mark",
    summary="The post has labels, references, tabs or directives in the way of Sphinx, MyST or d2lbook.",
    why=(
        "Other generators print them. Here a label is the id of what stands above it, a reference "
        "leads there, in this post or another, and says the number or the title; a formula with a "
        "label gets a number; tabs and the code of tabs stand one after the other under their names; "
        "a paragraph of d2lbook's that begins with a colon is the caption of its table."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\n## Hot water\n:label:`sec_water`\n\nSee :ref:`sec_water`.\n",
    after="## Hot water {#sec_water}\n\nSee [sec_water](#sec_water){.reference}.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
