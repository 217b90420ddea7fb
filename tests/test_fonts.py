"""What fonts can show: ranges, stand-ins, and the places of characters without a glyph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engine import build as engine
from publish.engine.request import BuildRequest
from publish.fonts import coverage as fonts
from publish.fonts.coverage import Coverage, printable

LATIN = Coverage([(0x20, 0x7E)])
POST = """---
title: 茶
lang: zh-Hans
date: 2024-01-01
---

- 一点
- 两点

> 引文

正文甲。[^1]

[^1]: 注文乙。
"""


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=12), st.integers(0, 500)
)
def test_coverage_is_the_union_of_its_ranges(spans: list[tuple[int, int]], point: int) -> None:
    ranges = [(start, start + length) for start, length in spans]
    holds = any(start <= point <= end for start, end in ranges)
    unseen = not chr(point).isprintable() or chr(point).isspace()
    assert Coverage(ranges).shows(chr(point)) == (holds or unseen or point == 0xAD)


@pytest.mark.parametrize("unseen", ["\n", "\u200b", "\ufe0f", "\U000e0101", "\u3000", "\u00ad"])
def test_what_is_not_seen_needs_no_glyph(unseen: str) -> None:
    assert LATIN.shows(unseen)


def test_a_stand_in_is_the_printers_mark_where_there_is_one() -> None:
    assert printable("tea 茶", LATIN) == "tea ?"
    assert printable("tea 茶", Coverage([(0x20, 0x7E), (0x3013, 0x3013)])) == "tea 〓"
    assert printable("tea", LATIN) == "tea"
    assert printable("tea 茶", Coverage([])) == "tea 茶", "where nothing is known nothing is done"


def test_a_font_of_the_layout_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "of_system", lambda: ((0x20, 0x7E),))
    assert not fonts.coverage({"broken.otf": b"no font"}).shows("茶")


def test_characters_without_a_glyph_are_named_with_their_places_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text('[documents.p]\neach = "*.md"\ntargets = ["pdf"]\n')
    lost = {"点", "甲", "乙"}
    monkeypatch.setattr(Coverage, "shows", lambda _, character: character not in lost)
    for _ in range(2):
        report = engine.build(BuildRequest(manifest=tmp_path / "publish.toml"))
        found = [item for item in report.diagnostics if item.code == "FNT001"]
        places = {re.findall("“(.)”", item.message)[0]: (item.line, item.column) for item in found}
        assert places == {"点": (7, 4), "甲": (12, 3), "乙": (14, 9)}
        assert report.exit_code == 0
