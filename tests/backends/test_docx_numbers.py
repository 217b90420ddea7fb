"""Section numbers: what Word counts from the plan is the label that every format prints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish import numbering
from publish.backends.docx_numbers import Heading, Plan, Shape, plan

SEED = [
    *[Heading(1, f"{numbering.chinese(at)}、", str(at)) for at in range(1, 6)],
    *[Heading(2, f"{at}.", str(at)) for at in range(1, 5)],
    Heading(1, "六、", "6"),
    Heading(1, "七、", "7"),
    Heading(1, "", ""),
]


def printed(headings: list[Heading], made: Plan) -> list[str]:
    """The labels as Word prints them: one count a list, upper levels reset the lower."""
    counts: dict[object, dict[int, int]] = {}
    started = set()
    labels = []
    for heading, place in zip(headings, made.headings, strict=True):
        if place is None:
            labels.append("")
            continue
        count = made.counts[place]
        shape = made.shapes[heading.level] if count.key is None else count.key[1]
        at = counts.setdefault(count.key, {})
        if count.start and place not in started and count.level == heading.level:
            at[heading.level] = count.start - 1
            started.add(place)
        at[heading.level] = at.get(heading.level, 0) + 1
        for level in [level for level in at if level > heading.level]:
            del at[level]
        text = shape.level_text(heading.level)
        for level in range(9, 0, -1):
            if f"%{level}" in text:
                known = shape if level == heading.level else made.shapes[level]
                text = text.replace(f"%{level}", figure(known, at.get(level, 0)))
        labels.append(text)
    return labels


def figure(shape: Shape, number: int) -> str:
    match shape.format:
        case "decimal":
            return str(number)
        case "upperLetter":
            return chr(ord("A") + number - 1)
        case _:
            return numbering.chinese(number)


def test_the_seed_needs_one_list_and_no_restart() -> None:
    made = plan(SEED)
    assert made.shapes == {1: Shape("chineseCounting", "{}、"), 2: Shape("decimal", "{}.")}
    assert len(made.counts) == 1
    assert made.headings[-1] is None
    assert printed(SEED, made) == [heading.label for heading in SEED]


def test_numbers_of_upper_levels_are_counted_along() -> None:
    headings = [Heading(1, "1.", "1"), Heading(2, "1.1", "1.1"), Heading(2, "1.2", "1.2")]
    made = plan(headings)
    assert made.shapes[2].level_text(2) == "%1.%2"
    assert printed(headings, made) == ["1.", "1.1", "1.2"]


def test_chinese_above_digits_stays_out_of_them() -> None:
    headings = [Heading(1, "一、", "1"), Heading(2, "1.1", "1.1"), Heading(1, "二、", "2")]
    made = plan(headings)
    assert made.shapes[2].level_text(2) == "1.%2"


def test_a_jump_starts_a_new_count() -> None:
    headings = [Heading(1, "1.", "1"), Heading(1, "4.", "4"), Heading(1, "5.", "5")]
    made = plan(headings)
    assert [count.start for count in made.counts] == [0, 4]
    assert made.headings == (0, 1, 1)


def test_chapters_restart_their_sections() -> None:
    section = [Heading(2, "一、", "1"), Heading(2, "二、", "2")]
    headings = [Heading(1, "第一章", "1"), *section, Heading(1, "第二章", "2"), *section]
    made = plan(headings)
    assert made.shapes[1] == Shape("chineseCounting", "第{}章")
    assert len(made.counts) == 1
    assert printed(headings, made) == [heading.label for heading in headings]


# A numeral and marks around it, as authors type them.
NUMERALS = (
    numbering.chinese,
    str,
    lambda at: chr(ord("A") + at - 1),
    lambda at: chr(0x2460 + at - 1),
)
MARKS = (
    "{}、",
    "{}.",
    "{}，",
    "（{}）",
    "({})",
    "第{}章",
    "第{}节：",
    "第{}部分",
    "{}.",
    "{})",
    "{}",
)


@st.composite
def numbered(draw: st.DrawFn) -> list[Heading]:
    headings = []
    for _ in range(draw(st.integers(0, 12))):
        level = draw(st.integers(1, 4))
        last = draw(st.integers(0, 5))
        if not last:
            headings.append(Heading(level, "", ""))
            continue
        marks = draw(st.sampled_from(MARKS))
        dotted = f"{draw(st.integers(1, 3))}.{last}"
        numeral = draw(st.sampled_from([dotted, *(form(last) for form in NUMERALS)]))
        value = dotted if numeral == dotted else str(last)
        headings.append(Heading(level, marks.format(numeral), value))
    return headings


@given(numbered())
def test_every_label_is_printed_as_it_is(headings: list[Heading]) -> None:
    assert printed(headings, plan(headings)) == [heading.label for heading in headings]
