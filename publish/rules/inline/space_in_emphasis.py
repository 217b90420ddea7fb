"""INL002: spaces between the marks of emphasis and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.rule import Finding, Page, Rule

_LINE = regex(r"^[^\n]*(?:\*\*|~~)[ \t]|^[^\n]*[ \t](?:\*\*|~~)", re.MULTILINE)
_SPACED = regex(
    r"(?<![*~\\])(?P<marks>\*\*|~~)(?P<left>[ \t]*)(?P<words>[^*~\s](?:[^*~\n]*[^*~\s])?)"
    r"(?P<right>[ \t]*)(?P=marks)(?![*~])"
)
_RUN = regex(r"(?<!\\)(?:\*\*+|~~+)")
_WORD = regex(r"[^\W\d_]{2}|[\u3041-\u9fff]")
_WIDE = regex(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def check(page: Page) -> Iterable[Finding]:
    """Safe for the only two runs of a line, with Chinese, Japanese or Korean words in them."""
    for found, alone in spaced(page):
        sure = alone and _WIDE.search(found["words"])
        yield Finding(
            *found.span(),
            f"a space between “{found['marks']}” and the words it marks",
            tuple(_edits(page.text, found)),
            Applicability.SAFE if sure else Applicability.UNSAFE,
        )


def spaced(page: Page) -> Iterator[tuple[re.Match[str], bool]]:
    """Pairs of runs with a space inside, and whether they are the only ones of their line.

    ``2 ** 3 ** 4`` is arithmetic: there must be a word in them.
    """
    text = page.text
    if not any(marks in text for marks in ("** ", " **", "~~ ", " ~~")):
        return
    for line in _LINE.finditer(text, page.body):
        end = text.find("\n", line.start())
        end = len(text) if end < 0 else end
        runs = len(_RUN.findall(text, line.start(), end))
        if runs % 2:
            continue
        for found in _SPACED.finditer(text, line.start(), end):
            padded = found["left"] or found["right"]
            if padded and _WORD.search(found["words"]) and page.prose.holds(*found.span()):
                yield found, runs == 2


def _edits(text: str, found: re.Match[str]) -> Iterable[Edit]:
    """A space that divides two words of Latin letters goes outside, every other one goes."""
    if found["left"]:
        before = text[found.start() - 1 : found.start()]
        space = " " if _is_latin(before) and _is_latin(found["words"][0]) else ""
        yield Edit(found.start(), found.end("left"), space + found["marks"])
    if found["right"]:
        after = text[found.end() : found.end() + 1]
        space = " " if _is_latin(found["words"][-1]) and _is_latin(after) else ""
        yield Edit(found.start("right"), found.end(), found["marks"] + space)


def _is_latin(character: str) -> bool:
    return character.isalnum() and not _WIDE.match(character)


RULE = Rule(
    code="INL002",
    name="space-in-emphasis",
    summary="A space stands between the marks of emphasis and its words.",
    why="CommonMark then prints the marks instead of making emphasis.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n这是** 重点 **的话。\n",
    after="---\ntitle: 茶\nlang: zh\n---\n\n这是**重点**的话。\n",
    applicability=Applicability.SAFE,
    text=check,
    markdownlint=("MD037",),
)
