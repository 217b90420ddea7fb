"""Each rule is its own test: what it says of itself must be so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.backends.markdown import body
from publish.diagnostics import Applicability
from publish.normalize import Settings, inspect, normalize, revise
from publish.rules import RULES, Rule

ONLY = {rule.code: Settings(select=(rule.code,), unsafe=True) for rule in RULES}
CASES = Path(__file__).parent / "cases"


def test_codes_are_unique_and_names_name_a_fault() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[A-Z][A-Z0-9]{1,2}\d{3}|A11\d{3}", rule.code)
        assert not re.match(r"(no|disallow|use|add|fix|remove|insert|avoid)-", rule.name)
        assert not (rule.text and rule.tree)
        assert rule.why.endswith(".") and rule.summary.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_its_own_example(rule: Rule) -> None:
    found = normalize("post.md", rule.before.encode(), Settings()).diagnostics
    assert rule.code in {item.code for item in found}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.text], ids=lambda rule: rule.code)
def test_a_text_rule_mends_its_own_example_and_then_rests(rule: Rule) -> None:
    settings = Settings(unsafe=True)
    if rule.applicability is Applicability.DISPLAY:
        found = inspect("post.md", rule.after.encode(), settings).diagnostics
        assert rule.code not in {item.code for item in found}
        return
    assert inspect("post.md", rule.before.encode(), settings).fixed == rule.after
    assert inspect("post.md", rule.after.encode(), settings).fixed == rule.after


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.tree], ids=lambda rule: rule.code)
def test_a_tree_rule_makes_of_its_example_what_it_says(rule: Rule) -> None:
    if rule.applicability is Applicability.DISPLAY:
        found = normalize("post.md", rule.after.encode(), Settings()).diagnostics
        assert rule.code not in {item.code for item in found}
        return
    document = normalize("post.md", rule.before.encode(), Settings()).document
    assert document is not None
    assert body(document.blocks) == rule.after


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.text and not rule.tree], ids=lambda rule: rule.code
)
def test_what_the_reader_finds_comes_out_as_its_rule_says(rule: Rule) -> None:
    document = normalize("post.md", rule.before.encode(), Settings()).document
    assert document is not None
    assert body(document.blocks) == rule.after


def traps() -> list[tuple[str, str]]:
    rows = (CASES / "traps.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("before", "after"), traps())
def test_traps_of_chinese_typography(before: str, after: str) -> None:
    head = "---\nlang: zh\n---\n\n"
    fixed = inspect("post.md", f"{head}{before}\n".encode(), Settings(select=("CJK",))).fixed
    assert fixed.removeprefix(head).rstrip("\n") == after


def characters() -> list[tuple[str, str, str]]:
    rows = (CASES / "characters.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("code", "before", "after"), characters())
def test_characters_that_were_read_or_copied_wrongly(code: str, before: str, after: str) -> None:
    found = inspect("post.md", f"{before}\n".encode(), ONLY[code])
    assert found.fixed == f"{after}\n"
    assert bool(found.diagnostics) is (before != after)


MARKS = "中文字符 aB1,.!?:;()“”，。：？`*_#[]-\n\t　"
CHINESE = st.text(st.sampled_from(MARKS), max_size=60)


@settings(max_examples=150, deadline=None)
@given(CHINESE)
def test_fixes_come_to_rest_and_lose_no_visible_character(text: str) -> None:
    data = f"---\nlang: zh\n---\n\n{text}".encode()
    inspection = inspect("post.md", data, Settings())
    assert not [item for item in inspection.diagnostics if item.code == "BUG001"]
    again = inspect("post.md", inspection.fixed.encode(), Settings())
    assert again.fixed == inspection.fixed


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_inspected_without_an_exception(data: bytes) -> None:
    inspect("post.md", data, Settings())


@pytest.mark.parametrize("lang", ["ja", "ko", "en"])
def test_the_rules_for_chinese_are_silent_in_other_languages(lang: str) -> None:
    text = f"---\ntitle: T\nlang: {lang}\n---\n\n日本語Text,日本語。１２ 한국어 English, words...\n"
    found = inspect("post.md", text.encode(), Settings()).diagnostics
    assert not [item for item in found if item.code.startswith("CJK")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\r\nlang: zh\r\n---\r\n\r\n中文a\r\n", (5, 3)),
        ("\ufeff---\nlang: zh\n---\n\n𠮷野a家\n", (5, 3)),
        ("---\nlang: zh\n---\n\n中文\n\n👨‍👩‍👧 好a\n", (7, 8)),
    ],
)
def test_places_count_code_points(text: str, place: tuple[int, int]) -> None:
    found = inspect("post.md", text.encode(), Settings(select=("CJK001", "ENC002"))).diagnostics
    (first, *_) = [item for item in found if item.code == "CJK001"]
    assert (first.line, first.column + 1) == (place[0], place[1])


def test_suppressed_lines_stay_as_they_are() -> None:
    text = "---\nlang: zh\n---\n\n<!-- publish-disable-next-line CJK001 -->\n中文a\n\n中文b\n"
    assert inspect("p.md", text.encode(), Settings()).fixed.splitlines()[-3:] == [
        "中文a",
        "",
        "中文 b",
    ]


def test_revising_twice_changes_nothing() -> None:
    for path in sorted((Path(__file__).parents[1] / "content").rglob("*.md")):
        document = normalize(path.name, path.read_bytes(), Settings(), lines=False).document
        assert document is not None
        assert revise(document, Settings())[0] == document
