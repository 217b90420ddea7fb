"""LNK006: addresses that a generator would have completed. The reader completes them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="LNK006",
    name="template-address",
    summary="The address of a link or picture is written with a template tag.",
    why=(
        "Only the generator that the post was written for can complete it. The root of the site, the "
        "post itself and posts called by their names are known here too. Any other tag in an address "
        "leaves the link out (DIA008), because it would lead nowhere."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSee [us]({{ site.baseurl }}/about/).\n",
    after="See [us](/about/).\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
)
