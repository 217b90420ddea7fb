"""A11002: links whose words say nothing about where they lead."""

from __future__ import annotations

import re

from publish.ast import Image, Link
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import each, plain_text

_EMPTY = frozenset(
    (
        "点击 点击这里 點擊這裡 点这里 點這裡 点我 點我 这里 這裡 这儿 此处 此處 链接 連結 鏈接 这个链接 传送门 戳我 "
        "戳这里 请点击 详情 原文链接 下载链接 查看 こちら ここ ここをクリック リンク クリック 여기 링크 클릭 "
        "here click link this url more source"
    ).split()
) | {"click here", "this link", "this page", "read more", "learn more", "link here", "see here"}
_MARKS = " 　[]()（）【】「」<>›»→:：.。!！"
_ADDRESS = regex(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def check(document: Document) -> Revision:
    """Such links, each; and once, at the first of them, those that show their address."""
    findings: list[TreeFinding] = []
    bare: list[tuple[int, Link]] = []
    for block, link in each(document.blocks, Link):
        if any(isinstance(part, Image) for part in link.c[1]):
            continue
        words = plain_text(link.c[1]).strip(_MARKS).casefold()
        if words in _EMPTY:
            message = f"the words of the link say nothing: “{words}”"
            findings.append(TreeFinding(block.line, message, at=link))
        elif _ADDRESS.fullmatch(words):
            bare.append((block.line, link))
    if bare:
        more = f", and so do {len(bare) - 1} more" if len(bare) > 1 else ""
        line, first = bare[0]
        message = f"a link shows its address in place of words{more}"
        findings.append(TreeFinding(line, message, at=first))
    return Revision(document, tuple(findings))


RULE = Rule(
    code="A11002",
    name="empty-link-words",
    summary="The words of a link are “here”, “link”, or the address itself.",
    why=(
        "Who listens to a page goes from link to link, and hears only their words; on paper there is "
        "nothing to click at."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nFor prices click [here](https://example.com).\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nSee the [prices](https://example.com).\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=check,
    markdownlint=("MD034", "MD059"),
)
