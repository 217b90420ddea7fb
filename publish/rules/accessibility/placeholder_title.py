"""A11006: a title that names nothing."""

from __future__ import annotations

import re

from publish.diagnostics import Applicability
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding

_NOTHING = regex(
    r"(?:untitled|no title|index|readme|title|draft|document|new (?:post|document|note|page)|hello world"
    r"|无标题|無標題|未命名|标题|標題|新建文档|新建文本文档|新文档|无题笔记|無題のドキュメント|無題|タイトル|제목 없음)"
    r"[\s_-]*\(?\d*\)?",
    re.IGNORECASE,
)


def check(document: Document) -> Revision:
    """Titles such as “Untitled” and “index”; a title is what PDF and EPUB readers show first."""
    if not _NOTHING.fullmatch(document.metadata.title.strip()):
        return Revision(document)
    message = f"the title “{document.metadata.title}” names nothing"
    return Revision(document, (TreeFinding(1, message, "write a “title” into the front matter"),))


RULE = Rule(
    code="A11006",
    name="placeholder-title",
    summary="The title of the post is a placeholder.",
    why=(
        "Every format needs a title and a language: assistive technology says them first, and PDF/UA "
        "and EPUB demand them. A missing title is FM008, a missing language FM010."
    ),
    before="---\ntitle: Untitled\nlang: en\n---\n\nTea is hot.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nTea is hot.\n",
    applicability=Applicability.DISPLAY,
    tree=check,
)
