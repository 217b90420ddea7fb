"""A11001: alternative text."""

from __future__ import annotations

import posixpath

from publish.ast import Image
from publish.diagnostics import Applicability
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import nodes, plain_text

_EMPTY_WORDS = frozenset(
    "图 图片 圖片 画像 截图 截圖 屏幕截图 示意图 在这里插入图片描述 image img picture photo screenshot alt".split()
)


def missing_text(document: Document) -> Revision:
    """Pictures whose alternative text is empty, or says no more than that there is a picture."""
    findings = []
    for block in document.blocks:
        for node in nodes((block,)):
            if isinstance(node, Image) and (fault := _fault(node)):
                address = node.c[2][0]
                shown = address if len(address) < 60 else address[:57] + "…"
                findings.append(TreeFinding(block.line, f"the picture “{shown}” {fault}"))
    return Revision(document, tuple(findings))


def _fault(image: Image) -> str:
    alternative = plain_text(image.c[1]).strip().lower()
    name = posixpath.basename(image.c[2][0]).lower()
    if not alternative:
        return "has no alternative text"
    if alternative in _EMPTY_WORDS or alternative in (name, posixpath.splitext(name)[0]):
        return f"has an alternative text that says nothing: “{alternative}”"
    return ""


ALTERNATIVE = Rule(
    code="A11001",
    name="missing-alternative-text",
    summary="A picture has no alternative text, or one such as “image”.",
    why="Whoever cannot see it learns nothing of it. Only the author knows what it shows.",
    before="---\ntitle: Tea\nlang: en\n---\n\nA ![](cup.png) cup.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nA ![white cup](cup.png) cup.\n",
    applicability=Applicability.DISPLAY,
    tree=missing_text,
    markdownlint=("MD045",),
)
