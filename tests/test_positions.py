"""Places of findings are those that a naive count gives, whatever the bytes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.cli.columns import Columns
from publish.diagnostics import Diagnostic, Edit
from publish.normalize import Settings, inspect
from publish.text import Lines, Origin, apply_edits

PIECES = [
    "中文a",
    "𠮷野a家",
    "👨‍👩‍👧b好",
    "\t",
    " ",
    "，b",
    "`c`",
    "# 一 ",
    "e\u0301中",
    "...",
    "“x”",
]
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def naive(text: str, offset: int) -> tuple[int, int, int]:
    """Line, column, and column in UTF-16 units, counted one character after the other."""
    line, column, units = 1, 1, 1
    for at, character in enumerate(text[:offset]):
        if character == "\n" or (character == "\r" and text[at + 1 : at + 2] != "\n"):
            line, column, units = line + 1, 1, 1
        else:
            column, units = column + 1, units + len(character.encode("utf-16-le")) // 2
    return line, column, units


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), max_size=8),
    ENDS,
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_places(lines: list[str], end: str, form: str) -> None:
    text = end.join(["---", "lang: zh", "---", "", *lines])
    found = inspect("p.md", text.encode(form), Settings(select=("CJK", "STR"))).diagnostics
    places = {naive(text, offset)[:2]: offset for offset in range(len(text) + 1)}
    for item in found:
        offset = places[item.line, item.column]
        assert naive(text, offset)[2] == units(text, item)
        assert (item.end_line, item.end_column) in places
        for edit in item.fix:
            assert item.line <= naive(text, edit.end)[0]


def units(text: str, item: Diagnostic) -> int:
    columns = Columns("")
    columns.text, columns.lines, columns.plain = text, Lines(text), False
    return columns.column(item.line, item.column)


@given(st.text("a\r\n𠮷\t", max_size=20))
def test_lines_are_counted_as_a_naive_count_does(text: str) -> None:
    lines = Lines(text)
    assert [lines.place(offset) for offset in range(len(text) + 1)] == [
        naive(text, offset)[:2] for offset in range(len(text) + 1)
    ]


@given(st.text("ab\n", max_size=12), st.data())
def test_what_edits_leave_is_found_again(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [Edit(start, end, "xy") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    new, origin = apply_edits(text, edits), Origin(edits)
    kept = [at for at in range(len(text)) if not any(edit.start <= at < edit.end for edit in edits)]
    assert [origin.old(at) for at in range(len(new)) if new[at] not in "xy"] == kept
