"""What a fix must prove before it is used: it does what its rule declares, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from publish.diagnostics import Edit
from publish.reader.block_lines import BlockLines
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINE_END = regex(r"\r\n?|[\u0085\u2028\u2029]")
_INVISIBLE = regex(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
# White space, control and format characters: what nobody sees (categories Z, Cc, Cf).
_UNSEEN = regex(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]+"
)


def broken_promise(rule: Rule, finding: Finding, page: Page) -> str:
    """What the edits of a finding would do that their rule does not declare; empty when nothing."""
    if fault := misplaced(finding.edits, len(page.text)):
        return f"{rule.code} {fault}"
    for edit in finding.edits:
        old = page.text[edit.start : edit.end]
        if not rule.beyond_prose and not page.prose.holds(edit.start, edit.end):
            return f"{rule.code} would edit what is not prose"
        if not rule.rewords and visible(old) != visible(edit.new):
            return f"{rule.code} would change words"
        if not _keeps_code(edit, page.text) and inside_code(edit, page):
            return f"{rule.code} would edit code"
    return ""


def misplaced(edits: Sequence[Edit], size: int) -> str:
    """Why edits cannot be made together in a text of this size; empty when they can."""
    if any(not 0 <= edit.start <= edit.end <= size for edit in edits):
        return "would edit outside the text"
    if any(first.end > second.start for first, second in pairwise(sorted(edits))):
        return "has edits that overlap"
    return ""


def _keeps_code(edit: Edit, text: str) -> bool:
    """Whether an edit means nothing in code: line ends, what is not seen, or the edges of a line."""
    old, new = (
        _INVISIBLE.sub("", _LINE_END.sub("\n", part))
        for part in (text[edit.start : edit.end], edit.new)
    )
    if old == new:
        return True
    before = text[text.rfind("\n", 0, edit.start) + 1 : edit.start]
    stop = text.find("\n", edit.end)
    after = text[edit.end : stop if stop >= 0 else len(text)]
    return not (old.strip() or new.strip()) and not (before.strip() and after.strip())


def inside_code(edit: Edit, page: Page) -> bool:
    """Whether an edit changes a line of a block of code between its first and its last."""
    if page.prose.holds(edit.start, edit.end) or edit.end <= page.body:
        return False
    for start, end in BlockLines(page.text[page.body :]).code:
        first = page.text.find("\n", page.body + start, page.body + end)
        last = page.text.rfind("\n", page.body + start, page.body + end)
        if edit.start <= last and edit.end > first >= 0 and first < last:
            return True
    return False


def visible(text: str) -> str:
    """The characters that a fix may neither add nor lose: no spaces, marks folded to one width."""
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("。", ".")
    return _UNSEEN.sub("", folded)
