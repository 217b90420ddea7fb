"""INL001: emphasis that a mark of punctuation hides from CommonMark."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Edit
from publish.reader.emphasis import Run
from publish.regex import regex
from publish.rules.inline.emphasis_pairs import emphasis_pairs
from publish.rules.rule import Finding, Page, Rule

_STOPS = regex(r"(?<=[^\W_])[。，、；：！？…,.;:!?]+\Z")
_BRACKETED = regex(
    r"《[^《》]+》|「[^「」]+」|『[^『』]+』|（[^（）]+）|【[^【】]+】|“[^“”]+”|〈[^〈〉]+〉"
)
_HINT = "publish reads the emphasis; others need a space or a letter there"


def check(page: Page) -> Iterable[Finding]:
    """Stops at the end are moved out of the emphasis; brackets around all of it may be."""
    if "*" not in page.text and "~~" not in page.text:
        return
    for opening, closing in emphasis_pairs(page.text, page.body, page.prose).pairs:
        if opening.opens_everywhere and closing.closes_everywhere:
            continue
        marks = page.text[closing.start : closing.end]
        edits, applicability = _mended(page, opening, closing)
        yield Finding(
            opening.start,
            closing.end,
            f"most readers print the “{marks}” here, because of the punctuation beside it",
            edits,
            applicability,
            "" if edits else _HINT,
        )


def _mended(page: Page, opening: Run, closing: Run) -> tuple[tuple[Edit, ...], Applicability]:
    inside = page.text[opening.end : closing.start]
    marks = page.text[closing.start : closing.end]
    stops = _STOPS.search(inside)
    if stops and opening.opens_everywhere:
        start = opening.end + stops.start()
        if page.prose.holds(start, closing.end):
            return (Edit(start, closing.end, marks + stops[0]),), Applicability.SAFE
    if _BRACKETED.fullmatch(inside) and inside[1].isalnum() and inside[-2].isalnum():
        return (
            Edit(opening.start, opening.end + 1, inside[0] + marks),
            Edit(closing.start - 1, closing.end, marks + inside[-1]),
        ), Applicability.UNSAFE
    return (), Applicability.DISPLAY


RULE = Rule(
    code="INL001",
    name="hidden-emphasis",
    summary="Emphasis stands beside Chinese or Japanese text with a mark of punctuation at its edge.",
    why=(
        "CommonMark takes such asterisks for text and prints them. Here the emphasis is read as it was "
        "meant; with the stop outside every other reader sees it too."
    ),
    before="---\ntitle: 茶\nlang: zh\n---\n\n这是**重点：**请看。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n这是**重点**：请看。\n",
    applicability=Applicability.SAFE,
    text=check,
    rewords=True,
)
