"""DIA010: tables that are almost tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from publish.diagnostics import Applicability, Edit
from publish.rules.rule import Finding, Page, Rule

_ROW = re.compile(r"^ {0,3}(?P<row>[^\n]*[|｜][^\n]*)$", re.MULTILINE)
_DELIMITER = re.compile(r"[|｜]?[ \t]*:?-+:?[ \t]*(?:[|｜][ \t]*:?-+:?[ \t]*)*[|｜]?[ \t]*")
_CELLS = re.compile(r"(?<!\\)[|｜]")


class Rows(NamedTuple):
    """Lines in a row that hold bars: where each begins and ends."""

    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]

    @property
    def delimiter(self) -> int:
        """Which line divides head and body; 0: none does, -1: the first line is one."""
        for at, text in enumerate(self.texts[:2]):
            if _DELIMITER.fullmatch(text) and ("|" in text or "｜" in text):
                return at or -1
        return 0


def check(page: Page) -> Iterable[Finding]:
    """A paragraph right above, bars of full width, no delimiter row, and cells that would be lost."""
    if "|" not in page.text and "｜" not in page.text:
        return
    for rows in _blocks(page):
        if rows.delimiter == 1:
            yield from _table(page, rows)
        elif rows.delimiter == 0:
            yield from _headless(page, rows)


def _blocks(page: Page) -> Iterator[Rows]:
    spans: list[tuple[int, int]] = []
    texts: list[str] = []
    for found in _ROW.finditer(page.text, page.body):
        start, end = found.span()
        if spans and start != spans[-1][1] + 1:
            yield Rows(tuple(spans), tuple(texts))
            spans, texts = [], []
        spans.append((start, end))
        texts.append(found["row"].rstrip())
    if spans:
        yield Rows(tuple(spans), tuple(texts))


def _table(page: Page, rows: Rows) -> Iterator[Finding]:
    start, end = rows.spans[0]
    width = _width(rows.texts[0])
    if width != _width(rows.texts[1]) or not _is_free(page, rows.spans[0]):
        return
    if any("｜" in text for text in rows.texts[:2]):
        yield from _full_width(page, rows)
        return
    if (
        start - 1 > page.body
        and page.text[start - 2] != "\n"
        and page.prose.holds(start - 1, start)
    ):
        above = page.text[page.text.rfind("\n", 0, start - 1) + 1 : start - 1]
        if above.strip() and above.lstrip()[:1] not in ">-+*#<:":
            edit = Edit(start, start, "\n")
            yield Finding(start, end, "no blank line before the table", (edit,))
    for (first, last), text in zip(rows.spans[2:], rows.texts[2:], strict=True):
        if _width(text) > width and _is_free(page, (first, last)):
            yield Finding(
                first,
                last,
                f"the row has {_width(text)} cells, the table {width}; the last ones are lost",
                applicability=Applicability.DISPLAY,
                hint="write \\| for a bar that divides nothing, or give the head more cells",
            )


def _full_width(page: Page, rows: Rows) -> Iterator[Finding]:
    edits = tuple(
        Edit(start + at, start + at + 1, "|")
        for start, end in rows.spans
        for at, character in enumerate(page.text[start:end])
        if character == "｜"
    )
    start, end = rows.spans[0][0], rows.spans[-1][1]
    yield Finding(start, end, "full-width bars make no table", edits, Applicability.UNSAFE)


def _headless(page: Page, rows: Rows) -> Iterator[Finding]:
    """Rows of two cells or more, alike in number, each between bars, with nothing above or below."""
    width = _width(rows.texts[0])
    start, end = rows.spans[0][0], rows.spans[-1][1]
    framed = all(text[0] == text[-1] == "|" and len(text) > 1 for text in rows.texts)
    alike = len(rows.texts) > 1 and width > 1 and {_width(text) for text in rows.texts} == {width}
    above = not page.text[page.body : start].strip() or page.text[start - 2 : start] == "\n\n"
    below = page.text[end : end + 2] in ("", "\n", "\n\n")
    if framed and alike and above and below and _is_free(page, rows.spans[0]):
        at = rows.spans[1][0]
        row = "|" + "---|" * width + "\n"
        edit = Edit(at, at, row)
        message = "the rows have no delimiter row, and make no table"
        yield Finding(start, end, message, (edit,), Applicability.UNSAFE)


def _is_free(page: Page, span: tuple[int, int]) -> bool:
    """Whether a line stands in running text: its edges do, whatever it holds."""
    return page.prose.holds(span[0], span[0] + 1) or page.prose.holds(span[1] - 1, span[1])


def _width(text: str) -> int:
    inside = text.strip()
    bars = len(_CELLS.findall(inside))
    edges = (inside[:1] in "|｜") + (inside[-1:] in "|｜" and not inside.endswith("\\|"))
    return bars - edges + 1


RULE = Rule(
    code="DIA010",
    name="broken-table",
    summary="A table touches a paragraph, has no delimiter row or full-width bars, or a row too long.",
    why="Most readers then see a paragraph full of bars, or drop the cells for which there is no column.",
    before="---\ntitle: Tea\nlang: en\n---\n\nTea:\n| kind | colour |\n|---|---|\n| oolong | blue |\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nTea:\n\n| kind | colour |\n|---|---|\n| oolong | blue |\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD055", "MD056", "MD058"),
)
