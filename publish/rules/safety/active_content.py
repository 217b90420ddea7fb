"""SEC001: programs and foreign pages inside a post. The reader takes them out and reports them."""

from __future__ import annotations

from publish.diagnostics import Applicability
from publish.rules.rule import Rule

RULE = Rule(
    code="SEC001",
    name="active-content",
    summary="The post holds a script, a frame, a film, or a link that runs code.",
    why=(
        "A document must not run programs on its reader's machine. What can be linked to becomes a "
        "link, the rest is left out."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nHot.\n\n<script>brew()</script>\n\nCold.\n",
    after="Hot.\n\nCold.\n",
    applicability=Applicability.DISPLAY,
)
