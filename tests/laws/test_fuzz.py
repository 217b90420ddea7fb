"""Whatever the bytes: no exception, and time that grows with the size and no faster."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processor_time import assert_growth, spent

from laws.corpora import own_posts, samples
from laws.grammar import FIXED, LOOSE, ODD, TEXTS
from publish.diagnostics import Severity
from publish.normalize import Inspection, Settings, inspect, normalize

FEW = settings(max_examples=settings.default.max_examples // 12)
POSTS = [path.read_bytes() for path in [*own_posts(), *samples(40)]]
CODECS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "cp932", "cp949", "latin-1")


def fixed_or_alone(data: bytes) -> Inspection:
    """An inspection of any bytes; the fixes come to rest, or an error says why there are none."""
    inspection = inspect("p.md", data, Settings(unsafe=True))
    assert all(item.line >= 0 and item.column >= 0 for item in inspection.diagnostics)
    assert not [item for item in inspection.diagnostics if item.code == "BUG001"]
    return inspection


@given(st.binary(max_size=400))
def test_any_bytes_can_be_inspected(data: bytes) -> None:
    fixed_or_alone(data)


@given(st.text(max_size=200))
def test_any_characters_can_be_inspected(text: str) -> None:
    fixed_or_alone(text.encode("utf-8", "surrogatepass"))


@given(TEXTS, st.sampled_from(CODECS))
def test_any_encoding_can_be_inspected(text: str, codec: str) -> None:
    fixed_or_alone(text.encode(codec, "ignore"))


def torn(random: Random) -> bytes:
    """A real post with bytes lost, doubled, changed, and marks thrown in."""
    data = bytearray(random.choice(POSTS)[:20_000])
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                del data[at : at + random.randint(1, 400)]
            case 1:
                data[at:at] = data[at : at + random.randint(1, 400)]
            case 2:
                data[at : at + 1] = random.randbytes(random.randint(1, 3))
            case _:
                data[at:at] = random.choice([*FIXED, *LOOSE, *ODD]).encode()
    return bytes(data)


@FEW
@given(st.randoms(use_true_random=False))
def test_a_torn_post_can_be_inspected(random: Random) -> None:
    fixed_or_alone(torn(random))


@FEW
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.randoms(use_true_random=False).map(torn),
    )
)
def test_any_bytes_can_be_normalized(data: bytes) -> None:
    normalized = normalize("p.md", data, Settings(), lines=False)
    faults = [item for item in normalized.diagnostics if item.severity is Severity.ERROR]
    assert normalized.document is not None or faults


# ------------------------------------------------------------------------------ time

BOMBS = {
    "quotations": "> 文a\n",
    "lists": "- 甲\n  - 乙a\n\n    文\n",
    "stars": "**文a* 。",
    "brackets": "[文a](",
    "ticks": "`a``中",
    "dollars": "$a中 ",
    "braces": "{{ a {% 中 ",
    "angles": "<a 中 <!-- ",
    "headings": "# 一、甲a\n文\n",
    "items": "1. 甲a\n\n文。\n\n2.乙\n\n",
    "references": "文[1]。\n\n[1] 甲. (2019). 书a.\n\n",
    "cells": "| 甲a | `乙|` |\n|---|---|\n| 1 | 2 |\n\n",
    "spaces": "文 　 a   \n\n\n\n",
    "marks": "你好,世界.。。。a１２...b！！",
    "silence": "<!-- publish-disable-next-line CJK001 -->\n文a\n\n",
    "notes": "文[^1]\n\n[^1]: 注a\n\n",
    "definitions": "词a\n: 释b\n\n[r]: /a中 '题'\n\n",
    "lines": "中文a\n",
    "one line": "中文a，",
}


@pytest.mark.parametrize("unit", BOMBS)
def test_time_grows_with_the_size_and_no_faster(unit: str) -> None:
    """10: eight times the text takes less than twenty times as long (64 times when squared)."""
    head = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"

    def inspected(size: int) -> None:
        text = head + BOMBS[unit] * (size // len(BOMBS[unit]))
        inspect("p.md", text.encode(), Settings())

    assert_growth(inspected, 4_000, 32_000, 20, 0.05)


@pytest.mark.parametrize("unit", ["# a\n", "[", "中文a，", "[1] 甲. (2019). 书.\n\n"])
def test_time_of_the_tree_rules_grows_with_the_size_and_no_faster(unit: str) -> None:
    """10: without pandoc's own, which has a limit."""

    def normalized(size: int) -> None:
        text = f"---\ntitle: 题\nlang: zh-Hans\n---\n\n# 参考文献\n\n{unit * (size // len(unit))}\n"
        normalize("p.md", text.encode(), Settings(), lines=False)

    assert_growth(normalized, 2_000, 16_000, 20, 0.1)


@pytest.mark.parametrize("bomb", ["> " * 5000, "- " * 5000, "[" * 20000, "*a" * 1000, "{{" * 3000])
def test_a_bomb_is_read_or_refused_in_time(bomb: str) -> None:
    assert spent(lambda: normalize("p.md", bomb.encode(), Settings(), lines=False)) < 20
