"""DIA006: marks of Obsidian. The reader carries them out and reports them."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

RULE = Rule(
    code="DIA006",
    name="obsidian-mark",
    summary="The post has links, embeds, comments or ids in the way of Obsidian.",
    why=(
        "Only Obsidian understands them. Here a link is a link, a picture a picture, and a comment is gone."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSee [[Green tea#Water|the water]]. %%or not%%\n",
    after="See [the water](Green%20tea#Water).\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
)
