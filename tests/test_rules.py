"""Each rule is its own test: what it says of itself must be so."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.backends.markdown import body
from publish.diagnostics import Applicability
from publish.normalize import Settings, inspect, normalize, revise
from publish.rules import RULES, Rule, Words
from publish.rules.fixpoint import page

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


def rows(name: str) -> list[list[str]]:
    """The rows of a table below its head."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(("before", "after"), rows("traps.tsv"))
def test_traps_of_chinese_typography(before: str, after: str) -> None:
    head = "---\nlang: zh\n---\n\n"
    fixed = inspect("post.md", f"{head}{before}\n".encode(), Settings(select=("CJK",))).fixed
    assert fixed.removeprefix(head).rstrip("\n") == after


@pytest.mark.parametrize(("code", "before", "after"), rows("characters.tsv"))
def test_characters_that_were_read_or_copied_wrongly(code: str, before: str, after: str) -> None:
    found = inspect("post.md", f"{before}\n".encode(), ONLY[code])
    assert found.fixed == f"{after}\n"
    assert bool(found.diagnostics) is (before != after)


@pytest.mark.parametrize(("code", "lang", "before", "after"), rows("traps-unsafe.tsv"))
def test_traps_of_fixes_that_are_asked_for(code: str, lang: str, before: str, after: str) -> None:
    head = f"---\nlang: {lang}\n---\n\n"
    only = Settings(select=(code,), unsafe=True)
    fixed = inspect("post.md", f"{head}{before}\n".encode(), only).fixed
    assert fixed.removeprefix(head).rstrip("\n") == after


def mended(text: str, settings: Settings, lang: str = "zh-Hans") -> str:
    head = f"---\nlang: {lang}\n---\n\n"
    return inspect("post.md", f"{head}{text}\n".encode(), settings).fixed[len(head) : -1]


@pytest.mark.parametrize(
    ("before", "safe", "unsafe"),
    [
        ("文\n\t```a\n\tb\n\t```", "文\n```a\nb\n```", None),
        ("文\n    ```a\n      b\n\n\tc\n    ```", "文\n```a\n  b\n\nc\n```", None),
        ("文\n\n\t```a\n\tb\n\t```", None, "文\n\n```a\nb\n```"),
        ("- 项\n\n\t```a\n\tb\n\t```", None, None),
        ("1. 项\n    ```a\n    b\n    ```", None, None),
        ("文\n\t```a\nb\n\t```", None, None),
        ("````\n文\n\t```a\n\tb\n\t```\n````", None, None),
    ],
)
def test_a_fence_that_is_indented_too_far(
    before: str, safe: str | None, unsafe: str | None
) -> None:
    only = Settings(select=("DIA016",))
    assert mended(before, only) == (safe or before)
    assert mended(before, Settings(select=("DIA016",), unsafe=True)) == (safe or unsafe or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("　　甲。\n　　乙。\n　　丙。", "甲。\n\n乙。\n\n丙。"),
        ("　　甲。\n乙。\n　　丙。", "甲。\n乙。\n丙。"),
        ("- 甲\n　　乙\n　　丙", "- 甲\n乙\n丙"),
        ("　　甲。\n　乙。", "甲。\n乙。"),
        ("```\n　　甲\n　　乙\n```", "```\n　　甲\n　　乙\n```"),
    ],
)
def test_indents_that_divide_paragraphs_are_blank_lines(before: str, after: str) -> None:
    assert mended(before, Settings(select=("ENC005",))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("~~~~ a\nb\n~~~~~", "```` a\nb\n`````"),
        ("> - ~~~\n>   b\n>   ~~~", "> - ```\n>   b\n>   ```"),
        ("~~~\n```\n~~~", "~~~\n```\n~~~"),
        ("~~~ a`b\nc\n~~~", "~~~ a`b\nc\n~~~"),
        ("~~~\nb", "~~~\nb"),
        ("```\n~~~\nb\n~~~\n```", "```\n~~~\nb\n~~~\n```"),
    ],
)
def test_a_fence_of_tildes(before: str, after: str) -> None:
    assert mended(before, Settings(select=("DIA017",))) == after


def test_the_manifest_adds_to_the_words_that_rules_know() -> None:
    words = Words(keep=("红星FM",), names=("teaTime", "Github"))
    text = "红星FM和Teatime在Github，热FM。"
    spaced = Settings(select=("CJK001",), words=words)
    assert mended(text, spaced) == "红星FM 和 Teatime 在 Github，热 FM。"
    named = Settings(select=("CJK016",), words=words, unsafe=True)
    assert mended(text, named) == "红星FM和teaTime在Github，热FM。"


def test_words_of_simplified_chinese_say_nothing_of_traditional() -> None:
    spaced = Settings(select=("CJK001",))
    assert mended("U盘和X射线", spaced) == "U盘和 X射线"
    assert mended("U盘和X射線", spaced, "zh-Hant") == "U 盘和 X射線"


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


# CJK005 knows the marks of Japanese, CJK012 speaks of English sentences.
OTHERS = {"ja": ("CJK005",), "ko": (), "en": ("CJK012",)}
FOREIGN = st.text(
    st.sampled_from(
        "漢字かなカナ한국어 aB12+#%℃１Ａ,.!?:;()\"'“”「」，。：？！…—-~・、《》（）\n　"
    ),
    max_size=60,
)


@pytest.mark.parametrize("lang", sorted(OTHERS))
@settings(max_examples=100, deadline=None)
@given(FOREIGN)
def test_the_rules_for_chinese_are_silent_in_other_languages(lang: str, text: str) -> None:
    data = f"---\ntitle: T\nlang: {lang}\n---\n\n{text}\n".encode()
    chinese = Settings(select=("CJK",), ignore=OTHERS[lang], unsafe=True)
    inspection = inspect("post.md", data, chinese)
    assert not inspection.diagnostics
    assert inspection.fixed == inspection.text


@settings(max_examples=100, deadline=None)
@given(FOREIGN, st.sampled_from(["zh-Hans", "zh-Hant", "ja", "en"]))
def test_fixes_of_typography_come_to_rest(text: str, lang: str) -> None:
    data = f"---\ntitle: T\nlang: {lang}\n---\n\n{text}\n".encode()
    found = inspect("post.md", data, Settings(select=("CJK",), unsafe=True))
    assert not [item for item in found.diagnostics if item.code == "BUG001"]


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


HARD = (
    "中(", "中 (中", "中" + "." * 50, "中...", "“", "”“", '"中', "'中", "中--", "中 —", "a，", "A a，b", "1 %", "1GB",
    "【", "） ", "）1）", "1~1个", "github ", "體語說", "[^a]", "`a``", "[1]", "[1,", "@a", "。。", "、、", "１", "a中",
)  # fmt: skip


@pytest.mark.parametrize("part", HARD)
def test_rules_of_typography_are_linear(part: str) -> None:
    from publish import reader

    text = f"---\nlang: zh-Hans\n---\n\n{part * (60_000 // len(part))}"
    sight = page(reader.read("p.md", text.encode()), text)
    rules = [rule for rule in RULES if rule.text and rule.code.startswith(("CJK", "REF"))]
    start = process_time()
    for rule in rules:
        assert rule.text is not None
        sum(1 for _ in rule.text(sight))
    assert process_time() - start < 10  # a rule that is not takes minutes


def test_titles_get_full_width_marks_and_keywords_do_not() -> None:
    text = "---\ntitle: 茶,与水\nlang: zh\nkeywords: 茶,水\n---\n\n# 茶,与水\n\n文。\n"
    fixed = inspect("post.md", text.encode(), Settings(select=("CJK003",))).fixed
    assert fixed == text.replace("茶,与水", "茶，与水")
