"""What changed between two editions: nothing is missed, nothing invented, and it can be read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engine.edition import Text
from publish.release.changelog import changelog
from publish.release.changes import Change, Changes, changes

PARAGRAPHS = st.lists(
    st.text("潮汐月亮引力ab .", min_size=1, max_size=20).filter(str.strip), max_size=6, unique=True
)


def text(path: str, *paragraphs: str, title: str = "T") -> Text:
    return Text(path, title, paragraphs)


def old(change: Change) -> str:
    return "".join(it.kept + it.old for it in change.pieces)


def new(change: Change) -> str:
    return "".join(it.kept + it.new for it in change.pieces)


@given(PARAGRAPHS)
def test_an_edition_does_not_differ_from_itself(paragraphs: list[str]) -> None:
    edition = [text("a.md", *paragraphs)]
    assert not changes(edition, edition)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_that_differs_is_told_once(before: list[str], after: list[str]) -> None:
    found = changes([text("a.md", *before)], [text("a.md", *after)])
    told = [change for it in found.revised for change in it.changes]
    gone = [old(it) for it in told if it.kind != "added"]
    come = [new(it) for it in told if it.kind != "removed"]
    squash = lambda words: sorted(" ".join(it.split()) for it in words)  # noqa: E731
    left = squash(before), squash(after)
    for word in squash(gone):
        left[0].remove(word)
    for word in squash(come):
        left[1].remove(word)
    assert left[0] == left[1]


def test_documents_that_came_went_and_moved() -> None:
    before = [text("a.md", "one", "two", "three"), text("b.md", "only here")]
    after = [text("new/a.md", "one", "two", "3", title="New"), text("c.md", "quite another")]
    found = changes(before, after)
    assert found.added == (("c.md", "T"),)
    assert found.removed == (("b.md", "T"),)
    (revised,) = found.revised
    assert (revised.path, revised.was, revised.titled) == ("new/a.md", "a.md", "T")


def test_a_folder_of_many_documents_that_is_renamed_is_known_again_at_once() -> None:
    before = [text(f"a/{n}.md", "Contents", *(f"{n} {it}" for it in range(9))) for n in range(2000)]
    after = [text(it.path.replace("a/", "b/"), *it.paragraphs[:-1], "new") for it in before]
    began = time.process_time()
    found = changes(before, after)
    assert time.process_time() - began < 20
    assert (found.added, found.removed) == ((), ())
    assert all(it.was == it.path.replace("b/", "a/") for it in found.revised)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["ab " * 30_000], ["ba " * 30_000]),
        (["0"] * 30_000 + ["x"], ["y"] + ["0"] * 30_000),
    ],
    ids=["one long line", "a table of noughts"],
)
def test_a_post_that_is_hard_to_compare_keeps_no_run_waiting(
    before: list[str], after: list[str]
) -> None:
    began = time.process_time()
    found = changes([text("a.md", *before)], [text("a.md", *after)])
    assert time.process_time() - began < 20
    assert {it.kind for it in found.revised[0].changes} == {"removed", "added"}


def test_a_changelog_for_readers() -> None:
    before = [text("潮汐.md", "大海一天涨落两次。月亮牵着它。", "渔民看天时。"), text("b.md", "x")]
    after = [
        text("潮汐.md", "大海一天涨落两次。太阳与月亮牵着它。", "新的一段。"),
        text("c*.md", "y z"),
    ]
    assert changelog(changes(before, after), "1 – 2") == (
        "# 1 – 2\n\n"
        "## New\n\n- T (`c*.md`)\n\n"
        "## Gone\n\n- T (`b.md`)\n\n"
        "## Revised\n\n### T (`潮汐.md`)\n\n"
        "- 大海一天涨落两次。~~月~~ **太阳与月** 亮牵着它。\n\n"
        "- new: 新的一段。\n\n- gone: 渔民看天时。\n"
    )


def test_nothing_is_said_in_a_sentence() -> None:
    assert changelog(Changes(), "1 – 2") == "# 1 – 2\n\nNo word of any document changed.\n"


def test_words_of_posts_are_no_marks_of_the_changelog() -> None:
    told = changelog(changes([], [text("a.md", title="<b>*x*</b> [y](z)")]), "t")
    assert r"\<b\>\*x\*\</b\> \[y\](z)" in told
