"""SEC005: raw HTML that is no document's markup. The reader takes it out and reports it."""

from __future__ import annotations

from publish.diagnostics import Applicability
from publish.rules.rule import Rule

RULE = Rule(
    code="SEC005",
    name="broken-html",
    summary="Raw HTML is unbalanced, or holds an element that the other formats have no word for.",
    why="Every format shows the same document, and EPUB must be well-formed. The words are all kept.",
    before="---\ntitle: Tea\nlang: en\n---\n\nHot</b> tea.\n",
    after="Hot tea.\n",
    applicability=Applicability.DISPLAY,
)
