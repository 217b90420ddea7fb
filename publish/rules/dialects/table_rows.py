"""Lines with bars as a text rule sees them: rows below each other, and the row that divides a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from publish.regex import regex
from publish.rules.rule import Page

_ROW = regex(r"^(?P<prefix>[ \t>]*)(?P<row>[^\s>][^\n]*)$", re.MULTILINE)
_BARS = regex(r"(?<!\\)[|｜]")
# Links and readings that the reader of a dialect understands first, and template tags.
_NO_BARS = regex(r"\[\[[^\[\]\n]*\]\]|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\{[^{}|\n]*\|[^{}|\n]*\}")
_DASHES = r"[ \t]*[:：]?[-—–－―─]+[:：]?[ \t]*"
_DELIMITER = regex(rf"[|｜+]?{_DASHES}(?:[|｜+]{_DASHES})*[|｜+]?")
_SOUND = regex(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")


class Rows(NamedTuple):
    """Lines in a row that hold bars, behind the same marks of quotations or indent: where each begins
    and ends, without those marks."""

    prefix: str
    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]

    @property
    def start(self) -> int:
        """The offset of the first row's line."""
        return self.spans[0][0] - len(self.prefix)

    @property
    def end(self) -> int:
        """The offset of the end of the last row."""
        return self.spans[-1][1]


def blocks(page: Page) -> Iterator[Rows]:
    """All such lines of a post, in order."""
    spans: list[tuple[int, int]] = []
    texts: list[str] = []
    prefix, end = "", -1
    for found in _with_bars(page):
        if spans and (found.start() != end + 1 or found["prefix"] != prefix):
            yield Rows(prefix, tuple(spans), tuple(texts))
            spans, texts = [], []
        prefix, end = found["prefix"], found.end()
        text = found["row"].rstrip()
        spans.append((found.start("row"), found.start("row") + len(text)))
        texts.append(text)
    if spans:
        yield Rows(prefix, tuple(spans), tuple(texts))


def _with_bars(page: Page) -> Iterator[re.Match[str]]:
    """The lines that hold a bar; only those are looked at."""
    text, at = page.text, page.body
    while bar := _BARS.search(text, at):
        line = max(text.rfind("\n", at, bar.start()) + 1, at)
        found = _ROW.match(text, line)
        if found:
            yield found
        at = found.end() if found else bar.end()


def is_delimiter(text: str) -> bool:
    """Whether a row divides a head from its body, or was meant to: with dashes of other kinds,
    full-width bars or plus signs."""
    return bool(_DELIMITER.fullmatch(text)) and any(bar in text for bar in "|｜")


def is_sound(text: str) -> bool:
    """Whether such a row is one that Markdown knows."""
    return bool(_SOUND.fullmatch(text))


def width(text: str) -> int:
    """How many cells a row has."""
    bars = len(_BARS.findall(_NO_BARS.sub("", text)))
    edges = (text[:1] in "|｜") + (text[-1:] in "|｜" and not text.endswith("\\|"))
    return bars - edges + 1


def delimiter(text: str, cells: int) -> str:
    """A row of so many cells that divides a table, with the alignments that ``text`` has."""
    given = [part.strip().replace("：", ":") for part in re.split(r"[|｜+]", text.strip("|｜+ \t"))]
    marks = [(part[:1] == ":", part[-1:] == ":") for part in given[:cells]]
    marks += [(False, False)] * (cells - len(marks))
    return "|" + "".join(f"{':' * left}---{':' * right}|" for left, right in marks)
