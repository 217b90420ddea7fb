"""REF007: notes that do not fit their marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.reader.block_lines import BlockLines
from publish.reader.spans import Spans
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_CODE = regex(r"(?<!`)(`+)(?!`)(?:[^`\n]|(?!\1(?!`))`)*?(?<!`)\1(?!`)")
_MARK = regex(
    r"(?P<start>^[ >]{0,8})?[\[［]\^(?P<label>[^\]\s\[^］]{1,60})[\]］](?P<colon>[:：])?",
    re.MULTILINE,
)
_CLASS = regex(r"\w-\w.*")  # [^a-z] of a regular expression


def check(page: Page) -> Iterable[Finding]:
    """Marks without a note, notes without a mark or defined twice, and notes typed full-width."""
    text = page.text
    if "[^" not in text and "［^" not in text:
        return
    code = BlockLines(text[page.body :]).code
    closed = Spans((start + page.body, end + page.body) for start, end in code)
    inline = Spans(found.span() for found in _CODE.finditer(text, page.body))
    found = [
        mark
        for mark in _MARK.finditer(text, page.body)
        if not closed.holds(*mark.span()) and not inline.holds(*mark.span("label"))
    ]
    notes = [mark for mark in found if _is_note(mark)]
    marks = [mark for mark in found if not _is_note(mark)]
    yield from _wide(found)
    yield from _unfit(notes, marks)


def _is_note(mark: re.Match[str]) -> bool:
    return mark["start"] is not None and mark["colon"] is not None


def _wide(found: Iterable[re.Match[str]]) -> Iterable[Finding]:
    """Brackets and the colon of a note in the only form that readers know."""
    for mark in found:
        colon = mark["colon"] or ""
        start = mark.end("start") if mark["start"] is not None else mark.start()
        if "［" in mark[0] or "］" in mark[0] or (_is_note(mark) and colon == "："):
            kept = ": " if _is_note(mark) else colon
            edit = Edit(start, mark.end(), f"[^{mark['label']}]{kept}")
            yield Finding(start, mark.end(), "the mark of a note is typed full-width", (edit,))


def _unfit(notes: list[re.Match[str]], marks: list[re.Match[str]]) -> Iterable[Finding]:
    defined = {note["label"].lower() for note in notes}
    named = {mark["label"].lower() for mark in marks}
    for mark in marks:
        label = mark["label"]
        if label.lower() not in defined and not _CLASS.fullmatch(label):
            yield Finding(*mark.span(), f"there is no note [^{label}]")
    seen: set[str] = set()
    for note in notes:
        label = note["label"]
        if label.lower() in seen:
            yield Finding(
                *note.span(), f"the note [^{label}] is defined twice", hint="the first is printed"
            )
        elif label.lower() not in named:
            message = f"nothing refers to the note [^{label}], so it is not printed"
            yield Finding(*note.span(), message)
        seen.add(label.lower())


RULE = Rule(
    code="REF007",
    name="stray-note",
    summary="A mark has no note, a note has no mark or is defined twice, or one is typed in full width.",
    why="A mark without a note is printed as it is typed, and a note without a mark is not printed at all.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n文[^1]。\n\n[^1]：注。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n文[^1]。\n\n[^1]: 注。\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
)
