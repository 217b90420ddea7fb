import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.reader.front_matter import split
from publish.reader.prose import prose

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "prose").glob("*.md"))
MARKDOWN = st.text(st.sampled_from("a中 \n`*$[](){}<>!|-~#:\\/%\"'&;.>1，。"), max_size=60)


def marked(text: str) -> str:
    """The text with ⟦⟧ round what is not prose."""
    pieces, at = [], 0
    for start, end in [*prose(text, split(text).body), (len(text), len(text))]:
        pieces += [f"⟦{text[at:start]}⟧" if start > at else "", text[start:end]]
        at = end
    return "".join(pieces)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_between_marks_is_protected(case: Path) -> None:
    wanted = case.read_text(encoding="utf-8")
    assert marked(re.sub("[⟦⟧]", "", wanted)) == wanted


@given(MARKDOWN)
def test_any_text_has_disjoint_ranges_inside_it(text: str) -> None:
    at = 0
    for start, end in prose(text, 0):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize("unit", ["`a``b", "[[", "](", '<a "', "$a", "{{", "<!--", "中", "a@", ":a",
                                  "<pre>\n", "{a=", "# References\n", "\\(", "<a\n", " ", "| ", "a.",
                                  "\n ", "$\\a", "> ", "**中。", "\t\n", "$$a\n", "$$a\n\n"])  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    prose(text, 0)
    assert time.process_time() - started < 2  # quadratic time is minutes
