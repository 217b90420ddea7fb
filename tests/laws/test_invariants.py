"""What must hold of the fixes of every text, whoever wrote it.

``PUBLISH_DEEP=1`` tries each law on many more texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from laws.corpora import Example, examples
from laws.grammar import TEXTS, bodies, posts
from laws.rendering import folded, guarded, html, words
from publish import reader
from publish.diagnostics import Applicability, Diagnostic, Edit
from publish.normalize import Inspection, Settings, inspect
from publish.rules import RULES, Rule
from publish.rules.fixpoint import Policy, mend, page

HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
TEXT_RULES = tuple(rule for rule in RULES if rule.text)
ALL = Settings()

# Rules that move white space and marks of blocks; the page that comes of it is the same.
LAYOUT = ("ENC002", "FM012", "STR008", "STR012", "STR013")
# Rules that make of some text what it was meant to be: a heading, a list, a link.
EMPHASIS = ("INL001", "INL002")  # asterisks that most readers print come to mean something
RESTRUCTURES = ("STR007", "LST", "LNK", "SEC", "DIA010", "DIA016", *EMPHASIS)


def looked_at(text: str, settings: Settings = ALL) -> Inspection:
    return inspect("p.md", text.encode(), settings)


def safe(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [item for item in found if item.fix and item.applicability is Applicability.SAFE]


def body_of(text: str) -> str:
    return text[reader.read_text("p.md", text).body :]


# ---------------------------------------------------------------------- 1. replay


def applied(text: str, groups: Iterable[Sequence[Edit]]) -> str:
    """The edits made by hand, one group after the other, those that clash with an earlier one left
    out; insertions clash with what they touch."""
    taken: list[Edit] = []
    for group in groups:
        if not any(_clash(a, b) for a in group for b in taken):
            taken += group
    for edit in sorted(taken, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def _clash(a: Edit, b: Edit) -> bool:
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


@given(TEXTS)
def test_what_is_fixed_is_what_the_findings_offer(text: str) -> None:
    """1: whoever makes the edits that are told, round by round, has the fixed text."""
    fixed, known = looked_at(text).fixed, {rule.code for rule in RULES}
    for _ in range(30):
        found = safe(looked_at(text).diagnostics)
        if not found:
            break
        assert {item.code for item in found} <= known
        text = applied(text, [item.fix for item in found])
    assert text == fixed


# ---------------------------------------------------------------------- 2. words

WIDTHS = str.maketrans(
    {chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {"。": "."}
)


def seen(text: str) -> str:
    """What is visible of a text, without white space and in one width; an ellipsis is three dots."""
    plain = words(html(body_of(text))).translate(WIDTHS)
    plain = re.sub(r"[.…]{2,}|…", "…", plain)
    return "".join(re.sub(r"[\s\u200b\ufeff\u2060\u00ad\u200e\u200f]", "", plain))


@given(TEXTS)
def test_fixes_lose_no_visible_character_and_invent_none(text: str) -> None:
    """2: as a library sees it that the product does not use."""
    settings = Settings(ignore=RESTRUCTURES)
    assert seen(looked_at(text, settings).fixed) == seen(
        looked_at(text, Settings(select=("ENC",))).fixed
    )


@given(TEXTS)
def test_emphasis_that_comes_to_be_seen_loses_its_marks_only(text: str) -> None:
    """2."""
    fixed = looked_at(text, Settings(select=EMPHASIS)).fixed
    assert re.sub(r"[*~]", "", seen(fixed)) == re.sub(r"[*~]", "", seen(text))


# ---------------------------------------------------------------------- 3. rest


@given(TEXTS, st.booleans())
def test_fixing_again_changes_nothing_and_nothing_safe_is_left(text: str, unsafe: bool) -> None:
    """3."""
    settings = Settings(unsafe=unsafe)
    inspection = looked_at(text, settings)
    assert not [item for item in inspection.diagnostics if item.code == "BUG001"]
    again = looked_at(inspection.fixed, settings)
    assert again.fixed == inspection.fixed
    assert not safe(again.diagnostics)


# ---------------------------------------------------------------------- 4. order


@given(TEXTS, st.randoms(use_true_random=False))
def test_order_of_the_rules_does_not_matter(text: str, random: Random) -> None:
    """4: any permutation comes to the same text."""
    rules = list(TEXT_RULES)
    random.shuffle(rules)
    reading = reader.read_text("p.md", text)
    assert mend(reading, Policy(tuple(rules))).text == mend(reading, Policy(TEXT_RULES)).text


@given(TEXTS, st.sampled_from(TEXT_RULES))
def test_a_rule_that_is_left_out_takes_its_own_findings_away_only(text: str, rule: Rule) -> None:
    """4: on a text that is fixed already; elsewhere one fix may call for the next."""
    text = looked_at(text).fixed
    whole = looked_at(text).diagnostics
    without = looked_at(text, Settings(ignore=(rule.code,))).diagnostics
    assert list(without) == [item for item in whole if item.code != rule.code]


# ---------------------------------------------------------------------- 5. what is no prose


@given(TEXTS)
def test_code_addresses_html_and_template_tags_stay_as_they_are(text: str) -> None:
    """5."""
    wide = tuple(rule.code for rule in TEXT_RULES if rule.beyond_prose)
    fixed = looked_at(text, Settings(ignore=(*RESTRUCTURES, *wide))).fixed
    assert guarded(body_of(fixed)) == guarded(body_of(text))


# ---------------------------------------------------------------------- 6. the page


@given(TEXTS)
def test_layout_of_the_source_does_not_show_on_the_page(text: str) -> None:
    """6."""
    fixed = looked_at(text, Settings(select=LAYOUT)).fixed
    assert folded(html(body_of(fixed))) == folded(html(body_of(text)))


@pytest.mark.parametrize("part", range(8))
def test_layout_of_the_examples_of_commonmark_does_not_show(part: int) -> None:
    """6: all 652 examples; and all fixes come to rest on them."""
    changed: list[Example] = []
    for example in examples()[part::8]:
        text = HEAD + example.markdown
        fixed = looked_at(text, Settings(select=LAYOUT)).fixed
        if folded(html(body_of(fixed))) != folded(html(example.markdown)):
            changed.append(example)
        inspection = looked_at(text)
        assert looked_at(inspection.fixed).fixed == inspection.fixed, example
    assert not changed


# ---------------------------------------------------------------------- 7. places


def places(found: Iterable[Diagnostic], down: int = 0) -> list[tuple[str, int, int, str]]:
    return [(item.code, item.line + down, item.column, item.message) for item in found]


@given(TEXTS)
def test_a_place_is_counted_as_a_person_would(text: str) -> None:
    """7: lines by their ends, columns by characters, and the edits lie where the finding is."""
    assume("publish-disable" not in text and "\r" not in text)
    told = set(places(looked_at(text).diagnostics))
    sight = page(reader.read_text("p.md", text), text)
    for rule in TEXT_RULES:
        for finding in rule.text(sight) if rule.text else ():
            before = text[: finding.start].split("\n")
            assert (rule.code, len(before), len(before[-1]) + 1, finding.message) in told
            assert 0 <= finding.start <= finding.end <= len(text)


@given(TEXTS)
def test_places_do_not_depend_on_line_ends(text: str) -> None:
    """7: with CRLF and a byte-order mark the same findings stand at the same places."""
    settings = Settings(ignore=("ENC",))
    plain = places(looked_at(text, settings).diagnostics)
    foreign = Settings(select=("ENC002", *{rule.code for rule in settings.rules}))
    crlf = places(looked_at("\ufeff" + text.replace("\n", "\r\n"), foreign).diagnostics)
    assert [place for place in crlf if place[0] != "ENC002"] == plain


@given(bodies(), st.integers(1, 5))
def test_places_move_with_the_text(text: str, down: int) -> None:
    """7: lines put in above move every finding down by as many."""
    head = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n{}---\n\n"
    above = looked_at(head.format("") + text).diagnostics
    below = looked_at(
        head.format("x: 1\n" * 1 + "".join(f"x{n}: 1\n" for n in range(down - 1))) + text
    ).diagnostics
    assert places(below) == places(above, down)


# ---------------------------------------------------------------------- 9. languages


# Japanese has quotation marks of its own; full-width marks stand among English words too.
SHARED = {"ja": ("CJK005",), "ko": (), "en": ("CJK012",)}


@given(posts(*SHARED))
def test_rules_of_chinese_typography_touch_no_other_language(text: str) -> None:
    """9: not even when all fixes are asked for. (A header of Pelican does not say the language.)"""
    lang = reader.read_text("p.md", text).metadata.lang
    assume(lang in SHARED)
    settings = Settings(select=("CJK",), ignore=SHARED[lang], unsafe=True)
    inspection = looked_at(text, settings)
    assert inspection.fixed == inspection.text
    assert not [item for item in inspection.diagnostics if item.code.startswith("CJK")]


# ---------------------------------------------------------------------- 11. safe, unsafe, silent


@given(TEXTS)
def test_safe_fixes_are_among_the_unsafe_ones(text: str) -> None:
    """11: who applies the safe fixes first and all of them later has what all of them give."""
    whole = Settings(unsafe=True)
    assert looked_at(looked_at(text).fixed, whole).fixed == looked_at(text, whole).fixed


@given(bodies(), bodies())
def test_a_part_that_is_silenced_stays_as_it_is(loud: str, silent: str) -> None:
    """11."""
    assume("publish-" not in loud + silent)
    text = f"{HEAD}{loud}\n\n<!-- publish-disable -->\n{silent}\n<!-- publish-enable -->\n\n文a\n"
    fixed = looked_at(text, Settings(unsafe=True)).fixed
    assert f"\n<!-- publish-disable -->\n{silent}\n<!-- publish-enable -->\n" in fixed
