"""Each proof fails when a rule does what it must not; then the file is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import inspection as inspector
from publish.diagnostics import Applicability, Edit
from publish.inspection import Settings, inspect
from publish.reader import read_text
from publish.rules import RULES, Rule
from publish.rules.fixpoint import page
from publish.rules.proof import broken_promise
from publish.rules.rule import Finding, Page
from publish.text import apply_edits, without_overlaps

POST = "---\ntitle: T\nlang: en\n---\n\nOne two.\n\n```\ncode here\n```\n"


def rule(*edits: tuple[str, str], **promises: bool) -> Rule:
    """A rule that replaces texts by others, each where it first stands."""

    def check(page: Page) -> Iterable[Finding]:
        places = [(page.text.find(old), old, new) for old, new in edits]
        made = tuple(Edit(at, at + len(old), new) for at, old, new in places if at >= 0)
        if made:
            yield Finding(0, 0, "a fault", made)

    plain = {"beyond_prose": False, "rewords": False, "applicability": Applicability.SAFE}
    return replace(RULES[0], code="TST001", text=check, tree=None, **(plain | promises))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (rule(("One", "")), "would change words"),
        (rule(("One", "Uno")), "would change words"),
        (rule(("code", "co de")), "would edit what is not prose"),
        (rule(("title", "ti tle")), "would edit what is not prose"),
        (rule(("code", "co de"), beyond_prose=True), "would edit code"),
        (rule(("code here", "cod here"), beyond_prose=True, rewords=True), "would edit code"),
        (rule(("One two", "One  two"), ("e t", "e  t")), "has edits that overlap"),
        (rule(("One", "One ")), "fixes still change the text after"),
        (rule((POST, ""), beyond_prose=True), "would change words"),
    ],
)
def test_a_bad_rule_is_caught_and_the_file_left_alone(
    bad: Rule, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector, "selected", lambda *_: (bad,))
    inspection = inspect("post.md", POST.encode(), Settings())
    assert inspection.fixed == inspection.text == POST
    (bug,) = [item for item in inspection.diagnostics if item.code == "BUG001"]
    assert said in bug.message


def test_edits_outside_the_text_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(page: Page) -> Iterable[Finding]:
        yield Finding(0, 0, "a fault", (Edit(0, len(page.text) + 1, page.text),))

    bad = replace(rule(), text=check, beyond_prose=True, rewords=True)
    monkeypatch.setattr(inspector, "selected", lambda *_: (bad,))
    assert "BUG001" in {
        item.code for item in inspect("p.md", POST.encode(), Settings()).diagnostics
    }


def test_fixes_that_only_rest_until_the_language_changes_are_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second run reads the fixed text anew."""

    def check(page: Page) -> Iterable[Finding]:
        at = page.text.find("en" if page.lang == "en" else "One two")
        if at >= 0:
            new = "zh-Hans" if page.lang == "en" else "One  two"
            yield Finding(at, at, "a fault", (Edit(at, at + 2 + 5 * (page.lang != "en"), new),))

    bad = replace(rule(), text=check, beyond_prose=True, rewords=True)
    monkeypatch.setattr(inspector, "selected", lambda *_: (bad,))
    inspection = inspect("p.md", POST.encode(), Settings())
    assert inspection.fixed == POST
    assert "BUG001" in {item.code for item in inspection.diagnostics}


def test_a_good_rule_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    good = rule(("One two", "One\u3000two"))
    monkeypatch.setattr(inspector, "selected", lambda *_: (good,))
    inspection = inspect("post.md", POST.encode(), Settings())
    assert inspection.fixed == POST.replace("One two", "One\u3000two")


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("", "  ", True),  # before a line
        ("", "\ufeff", True),
        ("code", "code\u200b", True),
        (" ", "  ", False),
        (" ", "\u3000", False),
        (" ", "", False),
        ("code", "Code", False),
    ],
)
def test_what_may_change_in_code(old: str, new: str, allowed: bool) -> None:
    at = POST.index("code here")
    at = POST.index(old, at)
    wide = rule(beyond_prose=True, rewords=True)
    sight = page(read_text("p.md", POST), POST)
    fault = broken_promise(wide, Finding(at, at, "", (Edit(at, at + len(old), new),)), sight)
    assert fault == ("" if allowed else "TST001 would edit code")


EDITS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 3)).map(
        lambda pair: (Edit(pair[0], min(pair[0] + pair[1], 12), "x"),)
    ),
    max_size=12,
)


@given(EDITS)
def test_edits_that_are_kept_never_overlap_and_the_first_comes_first(
    groups: list[tuple[Edit, ...]],
) -> None:
    kept = without_overlaps(groups)
    taken: list[Edit] = []
    for (edit,) in groups:
        if not any(_touches(edit, other) for other in taken):
            taken.append(edit)
    assert kept == [(edit,) for edit in taken]
    apply_edits("a" * 12, taken)


def _touches(edit: Edit, other: Edit) -> bool:
    if edit.start == edit.end or other.start == other.end:
        return other.start <= edit.start <= other.end or edit.start <= other.start <= edit.end
    return edit.start < other.end and other.start < edit.end
