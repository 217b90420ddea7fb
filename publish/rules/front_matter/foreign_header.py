"""FM003: a header that one generator alone reads."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit, Severity
from publish.reader.front_matter import split
from publish.rules.rule import Finding, Page, Rule


def check(page: Page) -> Iterable[Finding]:
    """Hexo's header without its first line. Only unsafe: the form tells that the post is Hexo's."""
    if page.front and split(page.text).kind == "hexo":
        start = min(low for low, _ in page.front.values())
        end = page.text.find("\n", start)
        edit = Edit(start, start, "---\n")
        yield Finding(
            start, end, "only Hexo reads front matter without a first line “---”", (edit,)
        )


RULE = Rule(
    code="FM003",
    name="foreign-header",
    summary="The front matter has no first line `---`.",
    why="Only Hexo reads that. Once mended, the post may no longer tell that it is Hexo's: declare the dialect.",
    before="title: Tea\nlang: en\n---\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nText.\n",
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    text=check,
    beyond_prose=True,
    rewords=True,
)
