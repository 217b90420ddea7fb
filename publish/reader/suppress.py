"""Comments by which an author tells the rules to keep quiet: ours, and those of other tools."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from publish.reader.block_lines import BlockLines
from publish.reader.spans import Spans
from publish.regex import regex
from publish.text import Lines

OWN, MARKDOWNLINT, AUTOCORRECT, ZHLINT, PRETTIER = (
    "publish", "markdownlint", "autocorrect", "zhlint", "prettier",
)  # fmt: skip
_COMMENT = regex(
    r"<!--\s*(?:"
    r"(?P<tool>publish|markdownlint|autocorrect|prettier)-(?P<verb>disable-next-line|disable-line"
    r"|disable-file|disable|enable-file|enable|ignore-start|ignore-end|ignore)"
    r"(?P<codes>(?:[\s,]+[A-Za-z][\w/-]*)*)"
    r"|autocorrect:\s*(?P<switch>false|true)|(?P<zhlint>zhlint disabled)"
    r")\s*-->"
)
_BLANK_LINE = regex(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r|\n|\Z)")
_WORD = regex(r"\S")
_NAME = regex(r"[A-Za-z][\w/-]*")
_TO_THE_END = 1 << 60  # a line that no post has
# What the other tools keep away from a place: typography, or layout too.
_TYPOGRAPHY = ("CJK",)
_LAYOUT = ("STR", "LST", "INL", "CJK")


class Suppression(NamedTuple):
    """The lines ``first`` to ``last`` on which a comment at ``line`` silences rules.

    ``codes`` are prefixes of our codes, or markdownlint's names; none means all.
    """

    tool: str
    line: int
    first: int
    last: int
    codes: tuple[str, ...]

    def silences(self, code: str, markdownlint: tuple[str, ...]) -> bool:
        """Whether it speaks of a rule: its code, and its numbers in markdownlint."""
        if self.tool == MARKDOWNLINT:
            return bool(set(self.codes or markdownlint) & set(markdownlint))
        return not self.codes or code.startswith(self.codes)


class Silenced(NamedTuple):
    """A finding that a comment may hide: its lines, the rule's code and its numbers in markdownlint."""

    line: int
    last: int
    code: str
    markdownlint: tuple[str, ...]


class Suppressions(NamedTuple):
    """All of a post, in the order of their comments."""

    ranges: tuple[Suppression, ...] = ()

    def anywhere(self, code: str) -> bool:
        """Whether a rule is silent on some line."""
        return any(item.silences(code, ()) for item in self.ranges)


class Silence:
    """Suppressions, to be asked of many findings."""

    def __init__(self, quiet: Suppressions) -> None:
        self.wide = [item for item in quiet.ranges if item.last == _TO_THE_END]
        self.narrow = sorted(
            (item for item in quiet.ranges if item.last != _TO_THE_END), key=lambda item: item.first
        )
        self.starts = [item.first for item in self.narrow]
        self.reach = list(accumulate((item.last for item in self.narrow), max))

    def hides(self, found: Silenced) -> bool:
        """Whether a rule is silent on one of the lines of a finding."""
        if any(
            item.first <= found.last and item.silences(found.code, found.markdownlint)
            for item in self.wide
        ):
            return True
        at = bisect_right(self.starts, found.last) - 1
        while at >= 0 and self.reach[at] >= found.line:
            item = self.narrow[at]
            if item.last >= found.line and item.silences(found.code, found.markdownlint):
                return True
            at -= 1
        return False


def suppressions(text: str) -> Suppressions:
    """What the comments of a post say; those in code say nothing.

    ``<!-- publish-disable CJK001 -->`` until ``publish-enable``, ``publish-disable-next-line``,
    ``-disable-line``, ``-disable-file``; the same of markdownlint with its own numbers; those of
    autocorrect and zhlint silence typography, those of prettier layout too.
    """
    comments = list(_COMMENT.finditer(text)) if "<!--" in text else []
    if not comments:
        return Suppressions()
    body = text.replace("\r\n", " \n").replace("\r", "\n")  # no offset moves
    code = Spans(BlockLines(body).code)
    lines = Lines(text)
    ranges: list[Suppression] = []
    opened: dict[tuple[str, tuple[str, ...]], Suppression] = {}
    whole: dict[tuple[str, tuple[str, ...]], Suppression] = {}
    for found in comments:
        line, column = lines.place(found.start())
        quoted = text.count("`", found.start() - column + 1, found.start()) % 2
        if quoted or code.holds(*found.span()):
            continue
        tool, verb, codes = _said(found)
        match verb:
            case "disable" | "ignore-start":
                opened.setdefault((tool, codes), Suppression(tool, line, line, _TO_THE_END, codes))
            case "enable" | "ignore-end":
                ended = [key for key in opened if key[0] == tool and codes in ((), key[1])]
                ranges += [opened.pop(key)._replace(last=line) for key in ended]
            case "disable-file":
                whole.setdefault((tool, codes), Suppression(tool, line, 1, _TO_THE_END, codes))
            case "enable-file":
                whole = {key: item for key, item in whole.items() if key[0] != tool}
            case "disable-line":
                ranges.append(Suppression(tool, line, line, line, codes))
            case "disable-next-line":
                ranges.append(Suppression(tool, line, line + 1, line + 1, codes))
            case _:
                first, last = _next_block(text, found.end(), lines)
                ranges.append(Suppression(tool, line, first, last, codes))
    every = [*ranges, *opened.values(), *whole.values()]
    return Suppressions(tuple(sorted(every, key=lambda item: item.line)))


def _said(found: re.Match[str]) -> tuple[str, str, tuple[str, ...]]:
    """The tool, the verb and the codes of a comment."""
    if found["zhlint"]:
        return ZHLINT, "disable-file", _TYPOGRAPHY
    if found["switch"]:
        return AUTOCORRECT, "enable" if found["switch"] == "true" else "disable", _TYPOGRAPHY
    named = tuple(name.upper() for name in _NAME.findall(found["codes"]))
    match found["tool"]:
        case "autocorrect":
            return AUTOCORRECT, found["verb"], _TYPOGRAPHY
        case "prettier":
            return PRETTIER, found["verb"], _LAYOUT
        case tool:
            return tool, found["verb"], named


def _next_block(text: str, at: int, lines: Lines) -> tuple[int, int]:
    """The lines of the block below an offset: up to a blank line."""
    word = _WORD.search(text, at)
    start = word.start() if word else len(text)
    blank = _BLANK_LINE.search(text, start)
    end = blank.start() if blank else len(text)
    return lines.place(start)[0], lines.place(end)[0]
