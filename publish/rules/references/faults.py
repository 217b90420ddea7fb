"""REF002 and REF005: what is wrong with the entries of a reference list."""

from __future__ import annotations

import re
from collections import Counter

from publish.ast import Div
from publish.diagnostics import Applicability
from publish.document import Document
from publish.regex import regex
from publish.rules.references.entries import (
    EXAMPLE_HEAD,
    EXAMPLE_LIST,
    all_entries,
    number_of,
)
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text

_PLACEHOLDER = regex(r"\bx{2,}\b|TODO|\?{2,}|\bN\.?N\.?\b", re.IGNORECASE)
_YEAR = regex(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|n\.d\.|无日期|无年份")
_LABEL = regex(r"^\S+\s*")


def incomplete(document: Document) -> Revision:
    """Entries with ``xxx``, TODO or ?? in them, without a year, or of an address alone."""
    findings = [
        TreeFinding(entry.line, f"the entry {entry.c[0].get('label')} {fault}")
        for entry in all_entries(document)
        if (fault := _fault(entry))
    ]
    return Revision(document, tuple(findings))


def _fault(entry: Div) -> str:
    attr = entry.c[0]
    text = _LABEL.sub("", plain_text(entry.c[1]), count=1)
    address = attr.get("URL") or attr.get("DOI")
    if _PLACEHOLDER.search(text.replace(address, "") if address else text):
        return "holds a placeholder"
    if address:
        return "is an address without a title" if text.strip(" .。<>") == address else ""
    return "" if _YEAR.search(text) else "names no year"


def misnumbered(document: Document) -> Revision:
    """Numbers that are missing between the first and the last, or stand twice."""
    entries = [
        (int(label), entry) for entry in all_entries(document) if (label := number_of(entry))
    ]
    counts = Counter(number for number, _ in entries)
    findings = []
    before, seen = 0, set[int]()
    for number, entry in entries:
        if number in seen and counts[number] > 1:
            findings.append(TreeFinding(entry.line, f"there is another entry [{number}]"))
        elif number > before + 1:
            missing = (
                f"[{before + 1}]" if number == before + 2 else f"[{before + 1}] to [{number - 1}]"
            )
            findings.append(
                TreeFinding(entry.line, f"before the entry [{number}], {missing} is missing")
            )
        seen.add(number)
        before = max(before, number)
    return Revision(document, tuple(findings))


PLACEHOLDER = Rule(
    code="REF002",
    name="incomplete-reference",
    summary="A reference holds xxx, TODO or ??, names no year, or is nothing but an address.",
    why="It was meant to be filled in. Nothing is made up in its place.",
    before=f"{EXAMPLE_HEAD}文[1]。\n\n## 参考文献\n\n[1] xxx. (2019). 茶经.\n",
    after=f"{EXAMPLE_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    applicability=Applicability.DISPLAY,
    tree=incomplete,
)
NUMBERS = Rule(
    code="REF005",
    name="misnumbered-reference",
    summary="The numbers of a reference list have a gap, or one stands twice.",
    why="A mark in the text then cites the wrong entry, or none.",
    before=f"{EXAMPLE_HEAD}文[1][3]。\n\n{EXAMPLE_LIST}\n[3] 许次纾. (1990). 茶疏. 书社.\n",
    after=f"{EXAMPLE_HEAD}文[1][2]。\n\n{EXAMPLE_LIST}\n[2] 许次纾. (1990). 茶疏. 书社.\n",
    applicability=Applicability.DISPLAY,
    tree=misnumbered,
)
