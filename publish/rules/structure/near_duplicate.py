"""STR022: the same words in two paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from publish.ast import Block, Header, Para
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text

_CLAUSE = regex(r"[^，。；！？、：\n]{16,}")
_SENTENCE = regex(r"[^.!?\n]+[.!?]?")
_HAN = regex(r"[\u3041-\u30ff\u3400-\u9fff]")
_SHOWN = 20  # characters of the words that a message repeats


def check(document: Document) -> Revision:
    """Clauses of 16 Chinese or Japanese characters or more, and sentences of 60 letters or more."""
    findings: list[TreeFinding] = []
    first: dict[str, int] = {}
    for at, block in enumerate(_paragraphs(document)):
        again = [
            words for words in _clauses(plain_text((block,))) if first.setdefault(words, at) < at
        ]
        if again:
            findings.append(
                TreeFinding(block.line, f"“{again[0][:_SHOWN]}…” stands in a paragraph before too")
            )
    return Revision(document, tuple(findings))


def _paragraphs(document: Document) -> Iterator[Block]:
    """Those outside lists, quotations and reference sections, which may well repeat something."""
    references = False
    for block in document.blocks:
        if isinstance(block, Header):
            references = block.c[1].get("role") == "bibliography"
        elif isinstance(block, Para) and not references:
            yield block


def _clauses(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        if len(found[0]) > 60 and found[0][-1] in ".!?" and not _HAN.search(found[0]):
            yield found[0].strip()
    for found in _CLAUSE.finditer(text):
        words = found[0].strip()
        if len(_HAN.findall(words)) >= 16:
            yield words


RULE = Rule(
    code="STR022",
    name="repeated-words",
    summary="The same long clause stands in two paragraphs.",
    why="Something was pasted twice, or a text was generated. Only the author knows whether it is meant.",
    before=(
        "---\ntitle: 茶\nlang: zh\n---\n\n水要烫而且要刚刚离开炉火才能倒进壶里。\n\n"
        "再说一次，水要烫而且要刚刚离开炉火才能倒进壶里。\n"
    ),
    after="---\ntitle: 茶\nlang: zh\n---\n\n水要烫而且要刚刚离开炉火才能倒进壶里。\n\n茶要新。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=check,
)
