"""The items of numbered lists have the numbers of the document."""

from __future__ import annotations

from collections.abc import Iterator

from publish.verify.case import Case, Found


def check(case: Case) -> Iterator[Found]:
    """One finding, at the first number that is another."""
    if not case.manner.numbers:
        return
    want, have = case.expected.numbers, case.reading.numbers
    for right, (number, place) in zip(want, have, strict=False):
        if right != number:
            message = f"an item has the number {number} in the place of {right}"
            yield Found("VFY006", place, message)
            return
    if len(want) != len(have):
        message = f"{len(have)} items of lists have numbers, and {len(want)} should"
        yield Found("VFY006", "", message)
