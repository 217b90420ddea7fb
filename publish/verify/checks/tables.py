"""Every table has its rows, and a head where the document has one."""

from __future__ import annotations

from collections.abc import Iterator

from publish.verify.case import Case, Found

_CUT = ("pdf", "pptx")  # formats in which a table may be cut in two


def check(case: Case) -> Iterator[Found]:
    """Tables are compared one by one where none can be cut."""
    want, have = case.expected.tables, case.reading.tables
    if len(have) < len(want):
        message = f"there are {len(have)} tables, and the document has {len(want)}"
        yield Found("VFY011", "", message)
        return
    if len(have) != len(want):
        if case.format not in _CUT:
            message = f"there are {len(have)} tables, and the document has {len(want)}"
            yield Found("VFY011", "", message)
        return
    for right, grid in zip(want, have, strict=True):
        if right.heads and not grid.heads:
            yield Found("VFY011", grid.place, "a table has lost its head", right.path, right.line)
        if right.rows != grid.rows:
            message = f"a table has {grid.rows} rows in the place of {right.rows}"
            yield Found("VFY001", grid.place, message, right.path, right.line)
