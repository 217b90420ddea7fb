"""SEC007: what other sites would show and count. The reader takes it out and reports it."""

from __future__ import annotations

from publish.diagnostics import Applicability
from publish.rules.rule import Rule

RULE = Rule(
    code="SEC007",
    name="foreign-content",
    summary="The post embeds a page or a film of another site, or a picture that counts its readers.",
    why=(
        "A page must not tell strangers who reads it, and paper and books cannot show what stands "
        "elsewhere. A link to it stands in its place."
    ),
    before=(
        "---\ntitle: Tea\nlang: en\n---\n\n"
        '<iframe src="https://www.youtube.com/embed/tea123" title="Brewing"></iframe>\n'
    ),
    after="[YouTube: Brewing](https://www.youtube.com/watch?v=tea123)\n",
    applicability=Applicability.DISPLAY,
)
