"""Titles of slides: each once, in time that grows with their number."""

from __future__ import annotations

import time

from publish.backends.slides import _unique


def _titles(count: int) -> list[str]:
    taken: dict[str, int] = {}
    made: list[str] = []
    for _ in range(count):
        made.append(_unique("茶", taken))
        taken[made[-1]] = 1
    return made


def test_equal_titles_are_numbered_around_those_that_are_taken() -> None:
    assert _titles(3) == ["茶", "茶 (2)", "茶 (3)"]
    assert _unique("水", {"水": 1, "水 (2)": 1}) == "水 (3)"


def test_ten_thousand_equal_titles_take_no_time() -> None:
    start = time.process_time()
    assert len(set(_titles(10_000))) == 10_000
    assert time.process_time() - start < 1
