"""Two texts are aligned: equal ones have no differences, and every difference has its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.verify.align import Hunk, Option, align
from publish.verify.model import END, FORMULA

TEXTS = st.text("茶水纸abc012", max_size=60)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert align(text, text) == []


@given(TEXTS, TEXTS)
def test_what_is_not_in_a_hunk_is_equal(want: str, have: str) -> None:
    rest_of_want, rest_of_have, start, at = "", "", 0, 0
    for hunk in align(want, have):
        rest_of_want += want[start : hunk.start]
        rest_of_have += have[at : hunk.at]
        start, at = hunk.end, hunk.to
    assert rest_of_want + want[start:] == rest_of_have + have[at:]


@given(TEXTS, TEXTS)
def test_different_texts_have_a_hunk(want: str, have: str) -> None:
    assert bool(align(want, have)) == (want != have)


def test_a_changed_character_is_all_of_its_hunk() -> None:
    text = "好茶不怕细品，好纸不怕细看，好字不怕细读，好人不怕细说。" * 400
    at = 5000
    assert align(text, text[:at] + "x" + text[at + 1 :]) == [Hunk(at, at + 1, at, at + 1)]


def test_a_formula_may_be_drawn_or_said_in_words_but_not_be_another() -> None:
    want = f"热量{FORMULA}Q=cmT{END}就是这样"
    assert align(want, f"热量{FORMULA}{END}就是这样") == []
    assert align(want, "热量Q=cmT就是这样") == []
    assert align(want, f"热量{FORMULA}Q=cmS{END}就是这样") != []
    assert align(want, "热量就是这样") != []


def test_text_in_the_notes_of_a_slide_may_go_on_or_repeat() -> None:
    assert align("一二三四五六", "一二五六", [Option(2, ("三四",))]) == []
    assert align("一二三四五六", "一二三四五六", [Option(4, ("三四",))]) == []
    assert align("一二三四五六", "一二五六", [Option(2, ("七",))]) != []


def test_a_title_stands_for_a_whole_heading_only() -> None:
    title = [Option(0, ("一二",), title=True)]
    assert align("一二三四", "三四", title, {0: "一二"}) == []
    assert align("一二三四", "三四", title, {0: "一二三"}) != []


def test_a_formula_in_words_may_end_a_slide() -> None:
    want, have = f"矩阵是{FORMULA}n × q{END}。损失函数下一步", "矩阵是n×q。下一步"
    title = Option(have.index("下"), ("损失函数",), title=True)
    assert align(want, have, [title], {want.index("损"): "损失函数"}) == []
    two = f"对所有{FORMULA}x{END}{FORMULA}y=x{END}都对"
    assert align(two, f"对所有x{FORMULA}y=x{END}都对") == []
    assert align(two, f"对所有x{FORMULA}{END}都对") == []
