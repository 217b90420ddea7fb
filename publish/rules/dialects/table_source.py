"""DIA010: tables that are almost tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.dialects.table_rows import (
    Rows,
    blocks,
    delimiter,
    is_delimiter,
    is_sound,
    width,
)
from publish.rules.rule import Finding, Page, Rule

_ITEM = regex(r"[-+*][ \t]|\d{1,9}[.)]")
_LOOSE = 3  # rows without bars at their edges, from which on they are no accident
_FAR = 9  # characters of blank lines that no table has between its rows
_CELL = 40  # characters of a cell, on average, in such rows


def check(page: Page) -> Iterable[Finding]:
    """Bars that make no table, or not the one that was meant."""
    if "|" not in page.text and "｜" not in page.text:
        return
    found = list(blocks(page))
    for at, rows in enumerate(found):
        first, *others = rows.texts
        if is_delimiter(first):
            if others and _is_free(page, rows.spans[1]):
                yield from _headless(page, rows)
            elif not others:
                yield from _torn(page, found[max(at - 1, 0) : at + 2])
        elif _is_free(page, rows.spans[0]):
            divided = bool(others) and is_delimiter(others[0])
            yield from _table(page, rows) if divided else _undivided(page, rows)


def _table(page: Page, rows: Rows) -> Iterator[Finding]:
    """Rows of which the second divides them: what keeps them from being a table comes first."""
    (start, end), (low, high) = rows.spans[:2]
    head, divider = rows.texts[:2]
    sure = head.startswith("|") or width(divider) > 1
    if any("｜" in text for text in rows.texts[:2]):
        yield _full_width(rows)
    elif not is_sound(divider):
        edit = Edit(low, high, delimiter(divider, width(divider.replace("+", "|"))))
        sure = sure and divider.isascii()
        yield _mended(low, high, f"“{divider}” does not divide head and rows", edit, sure=sure)
    elif width(head) != width(divider):
        message = f"the head has {width(head)} cells, the row below it {width(divider)}"
        missing = _usual_width(rows) - width(head)
        if missing > 0 and width(divider) == _usual_width(rows):
            edit = Edit(end, end, ("" if head.endswith("|") else " |") + "  |" * missing)
        else:
            edit = Edit(low, high, delimiter(divider, width(head)))
        yield _mended(start, high, message, edit, sure=sure)
    else:
        yield from _crowded(page, rows)
        yield from _lost_cells(page, rows)


def _mended(start: int, end: int, message: str, edit: Edit, *, sure: bool) -> Finding:
    kind = Applicability.SAFE if sure else Applicability.UNSAFE
    return Finding(start, end, f"{message}; this makes no table", (edit,), kind)


def _usual_width(rows: Rows) -> int:
    """That of most rows of the body; 0 when there are none."""
    widths = Counter(map(width, rows.texts[2:]))
    return widths.most_common(1)[0][0] if widths else 0


def _full_width(rows: Rows) -> Finding:
    """Sure when no row has bars of both widths: then each of them divides cells."""
    wide = [(span, text) for span, text in zip(rows.spans, rows.texts, strict=True) if "｜" in text]
    edits = tuple(
        Edit(start + at, start + at + 1, "|")
        for (start, _), text in wide
        for at, character in enumerate(text)
        if character == "｜"
    )
    pure = not any("|" in text for _, text in wide)
    kind = Applicability.SAFE if pure else Applicability.UNSAFE
    return Finding(rows.spans[0][0], rows.end, "full-width bars make no table", edits, kind)


def _crowded(page: Page, rows: Rows) -> Iterator[Finding]:
    start = rows.start
    above = page.text[page.text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    if rows.prefix.strip() or start - 1 <= page.body or not page.prose.holds(start - 1, start):
        return
    if above.strip() and above.lstrip()[:1] not in ">-+*#<:" and not above.lstrip()[:1].isdigit():
        edit = Edit(start, start, "\n")
        yield Finding(*rows.spans[0], "no blank line before the table", (edit,))


def _lost_cells(page: Page, rows: Rows) -> Iterator[Finding]:
    cells = width(rows.texts[0])
    for span, text in zip(rows.spans[2:], rows.texts[2:], strict=True):
        if width(text) > cells and _is_free(page, span):
            yield Finding(
                *span,
                f"the row has {width(text)} cells, the table {cells}; the last ones are lost",
                applicability=Applicability.DISPLAY,
                hint="write \\| for a bar that divides nothing, or give the head more cells",
            )


def _headless(page: Page, rows: Rows) -> Iterator[Finding]:
    """A dividing row at the top, as kramdown allows: an empty head says the same everywhere."""
    divider, *body = rows.texts
    cells = width(divider)
    if cells < 2 or not _stands_alone(page, rows) or any(map(is_delimiter, body)):
        return
    if is_sound(divider) and {width(text) for text in body} == {cells}:
        edit = Edit(rows.start, rows.start, f"{rows.prefix}|{'  |' * cells}\n")
        yield Finding(rows.spans[0][0], rows.end, "the table has no head", (edit,))


def _torn(page: Page, parts: list[Rows]) -> Iterator[Finding]:
    """A dividing row between blank lines, with the head above it, and rows below it perhaps."""
    head, divider, *body = parts if len(parts) > 1 else (parts[0], parts[0])
    if len(head.texts) > 1 or head.end >= divider.start or not _is_free(page, head.spans[0]):
        return
    if not _belong(page, head, divider) or width(head.texts[0]) < 2:
        return
    edits = [Edit(head.end + 1, divider.start, "")]
    end = divider.end
    for rows in body:
        if _belong(page, divider, rows) and not is_delimiter(rows.texts[0]):
            edits.append(Edit(end + 1, rows.start, ""))
            end = rows.end
    message = "blank lines stand between the rows of a table"
    yield Finding(head.spans[0][0], end, message, tuple(edits), Applicability.UNSAFE)


def _belong(page: Page, one: Rows, other: Rows) -> bool:
    """Whether only blank lines keep apart rows of as many cells."""
    apart = page.text[one.end : other.start]
    alike = one.prefix == other.prefix and width(one.texts[0]) == width(other.texts[0])
    return alike and len(apart) < _FAR and not apart.strip()


def _undivided(page: Page, rows: Rows) -> Iterator[Finding]:
    """Rows of two cells or more, none of which divides them, with nothing above or below."""
    widths = [width(text) for text in rows.texts]
    if len(widths) < 2 or min(widths) < 2 or not _stands_alone(page, rows):
        return
    framed = all(text[0] == text[-1] == "|" for text in rows.texts)
    alike = len(set(widths)) == 1
    if not framed and not (alike and len(widths) >= _LOOSE and _are_cells(page, rows)):
        return
    start, end = rows.spans[0][0], rows.end
    message = "the rows have no delimiter row, and make no table"
    if widths[0] == max(widths) and not any(map(is_delimiter, rows.texts)):
        row = f"\n{rows.prefix}|{'---|' * widths[0]}"
        at = rows.spans[0][1]
        yield Finding(start, end, message, (Edit(at, at, row),), Applicability.UNSAFE)
    else:
        hint = (
            "a table has one row as its head, a row such as |---|---| below it, and then the others"
        )
        yield Finding(start, end, message, applicability=Applicability.DISPLAY, hint=hint)


def _are_cells(page: Page, rows: Rows) -> bool:
    """Whether all bars of rows without bars at their edges stand in prose, with few words between; in
    items of lists and in the words of links they divide nothing."""
    if sum(map(len, rows.texts)) > _CELL * sum(map(width, rows.texts)):
        return False
    if any(_ITEM.match(text) or "](" in text for text in rows.texts):
        return False
    return all(
        page.prose.holds(start + at, start + at + 1)
        for (start, _), text in zip(rows.spans, rows.texts, strict=True)
        for at, character in enumerate(text)
        if character == "|"
    )


def _stands_alone(page: Page, rows: Rows) -> bool:
    """Whether no line of words touches the rows."""
    text, start = page.text, max(rows.start - 1, page.body)
    above = text[max(text.rfind("\n", page.body, start) + 1, page.body) : start]
    low = text.find("\n", rows.end) + 1
    high = text.find("\n", low)
    below = text[low : high if high >= 0 else len(text)] if low else ""
    return not (above.strip("> \t") or below.strip("> \t"))


def _is_free(page: Page, span: tuple[int, int]) -> bool:
    """Whether a line stands in running text: its edges do, whatever it holds."""
    return page.prose.holds(span[0], span[0] + 1) or page.prose.holds(span[1] - 1, span[1])


RULE = Rule(
    code="DIA010",
    name="broken-table",
    summary=(
        "A table touches a paragraph, its delimiter row is missing or has another number of cells, its "
        "bars are full-width, or a row is too long."
    ),
    why="Most readers then see a paragraph full of bars, or drop the cells for which there is no column.",
    before="---\ntitle: Tea\nlang: en\n---\n\nTea:\n| kind | colour |\n|---|\n| oolong | blue |\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nTea:\n\n| kind | colour |\n|---|---|\n| oolong | blue |\n",
    applicability=Applicability.SAFE,
    text=check,
    beyond_prose=True,
    rewords=True,
    markdownlint=("MD055", "MD056", "MD058"),
)
