"""Headings have their levels; and what the reader of a format found wrong with the file itself."""

from __future__ import annotations

from collections.abc import Iterator

from publish.verify.case import Case, Found
from publish.verify.fold import fold, told


def check(case: Case) -> Iterator[Found]:
    """Levels may lie deeper by one number throughout."""
    for damage in case.reading.damage:
        yield Found(damage.code, damage.place, damage.message)
    if not case.manner.levels:
        return
    have = [each for each in case.text if each.kind == "heading"]
    shift: int | None = None
    at = 0
    for passage in case.expected.passages:
        if passage.kind != "heading":
            continue
        key = fold(passage.text, on_paper=True)
        here = next(
            (nth for nth in range(at, len(have)) if fold(have[nth].text, on_paper=True) == key), -1
        )
        if here < 0:
            if _is_there(case, key):
                message = f"“{told(passage.text)}” is no heading"
                yield Found("VFY011", "", message, passage.path, passage.line)
            continue
        at = here + 1
        level = have[here].level
        shift = level - passage.level if shift is None else shift
        right = min(passage.level + shift, case.manner.deepest)
        if level != right:
            message = f"the heading “{told(passage.text)}” has the level {level}, not {right}"
            yield Found("VFY011", have[here].place, message, passage.path, passage.line)


def _is_there(case: Case, key: str) -> bool:
    """Whether the words of a heading stand there as other text."""
    return bool(key) and any(
        each.kind != "heading" and fold(each.text, on_paper=True) == key
        for each in case.reading.segments
    )
