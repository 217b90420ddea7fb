"""References: entries with their parts, the marks that cite them, notes and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import Div, Link
from publish.document import Document
from publish.normalize import Settings, inspect, normalize, revise
from publish.rules.references.entries import all_entries
from publish.rules.references.fields import complete, fields
from publish.walk import nodes, plain_text

CASES = Path(__file__).parent / "cases"
HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
BOOKS = (
    "[1] 陆羽. 茶经. 书社, 2001.",
    "[2] 赵佶. 茶论. 书社, 2002.",
    "[3] 许次纾. 茶疏. 书社, 2003.",
)
LIST = "\n\n## 参考文献\n\n" + "\n\n".join(BOOKS) + "\n"


def post(text: str) -> Document:
    document = normalize("p.md", (HEAD + text).encode(), Settings(), lines=False).document
    assert document is not None
    return document


def told(text: str, code: str) -> list[str]:
    found = normalize("p.md", (HEAD + text).encode(), Settings()).diagnostics
    return [f"{item.line}: {item.message}" for item in found if item.code == code]


def rows() -> list[list[str]]:
    lines = (CASES / "references.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(("text", "parts", "whole"), rows())
def test_parts_of_a_reference(text: str, parts: str, whole: str) -> None:
    found = fields(text)
    wanted = {} if parts == "(none)" else dict(part.split("=", 1) for part in parts.split("|"))
    assert dict(found) == wanted
    assert complete(found) == (whole == "yes")


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("甲乙 AZaz09.,:：，。()（）[]《》“”/&;-MJ"), max_size=80))
def test_parts_stand_in_the_text(text: str) -> None:
    for name, value in fields(text).items():
        assert name == "type" or all(part in text for part in value.split("; "))


def test_long_texts_are_no_references() -> None:
    assert fields("甲. 书[M]. 社, 2001. " * 5000) == {}
    assert fields("," * 599) == fields("(" * 599) == fields("甲. " * 199) == {}


def test_entries_are_verbatim_and_know_their_parts() -> None:
    document = post("文[1]。" + LIST)
    entries = all_entries(document)
    assert tuple(plain_text(entry.c[1]) for entry in entries) == BOOKS
    assert entries[0].c[0].get("author") == "陆羽"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("## 参考资料\n\n［1］甲\n［2］乙\n", ["［1］", "［2］"]),
        ("## 参考\n\n【1】甲\n", ["【1】"]),
        ("文。\n\n[1] 甲\n\n[2] 乙\n", ["[1]", "[2]"]),
        ("文。\n\n[1] 甲\n\n[3] 乙\n", []),
        ("文。\n\n[1] 甲\n\n尾。\n", []),
        ("见[2]。\n\n## 参考文献\n\n1. 甲\n2. 乙\n", ["[1]", "[2]"]),
        ("见[3]。\n\n## 参考文献\n\n1. 甲\n2. 乙\n", []),
        ("## 参考文献\n\n1. 甲\n2. 乙\n", []),
    ],
)
def test_what_is_a_reference_list(text: str, labels: list[str]) -> None:
    entries = all_entries(post(text))
    assert [entry.c[0].get("label") for entry in entries] == labels
    assert [entry.c[0].id for entry in entries] == [f"ref-{label[1:-1]}" for label in labels]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("文[1, 3]。", ["1 #ref-1", "3 #ref-3"]),
        ("文[1-3]。", ["1 #ref-1", "3 #ref-3"]),
        ("文[1,2-3]。", ["1 #ref-1", "2 #ref-2", "3 #ref-3"]),
        ("文[1-4]。", []),
        ("文【2】。", ["【2】 #ref-2"]),
        ("文[1][2]。", ["[1] #ref-1", "[2] #ref-2"]),
        ("- [ ] 做[x] a[0] `[1]`", []),
        ("**重[2]**", ["[2] #ref-2"]),
    ],
)
def test_marks_become_links(text: str, links: list[str]) -> None:
    found = [node for node in nodes(post(text + LIST).blocks) if isinstance(node, Link)]
    assert [f"{plain_text(link.c[1])} {link.c[2][0]}" for link in found] == links


def test_a_range_cites_what_lies_inside_it() -> None:
    assert told("文[1-3]。" + LIST, "REF003") == []
    assert told("文[1,3]。" + LIST, "REF003") == ["13: the entry [2] is never cited"]


@pytest.mark.parametrize(
    ("entries", "messages"),
    [
        ("[1] 甲\n[3] 乙", ["9: before the entry [3], [2] is missing"]),
        (
            "[2] 甲\n[6] 乙",
            [
                "9: before the entry [2], [1] is missing",
                "9: before the entry [6], [3] to [5] is missing",
            ],
        ),
        ("[1] 甲\n[1] 乙", ["9: there is another entry [1]"]),
    ],
)
def test_numbers_that_do_not_run(entries: str, messages: list[str]) -> None:
    assert told(f"## 参考文献\n\n{entries}\n", "REF005") == messages


def test_two_entries_of_one_number_have_two_ids() -> None:
    document = post("文[1]。\n\n## 参考文献\n\n[1] 甲\n[1] 乙\n")
    assert [entry.c[0].id for entry in all_entries(document)] == ["ref-1", "ref-1-2"]
    assert revise(document, Settings())[0] == document


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        ("[1] 甲. TODO, 2001.", ["the entry [1] holds a placeholder"]),
        ("[1] 甲. 书. 社.", ["the entry [1] names no year"]),
        ("[1] <https://example.org/a>", ["the entry [1] is an address without a title"]),
        ("[1] 书 <https://example.org/a>", []),
        ("[1] 甲. 书. 社, 2001.", []),
    ],
)
def test_entries_that_lack_something(entry: str, messages: list[str]) -> None:
    found = told(f"文[1]。\n\n## 参考文献\n\n{entry}\n", "REF002")
    assert [message.partition(": ")[2] for message in found] == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("文[^1]。\n\n[^1]: 注。\n", []),
        ("文[^2]。\n", ["there is no note [^2]"]),
        ("文。\n\n[^1]: 注。\n", ["nothing refers to the note [^1], so it is not printed"]),
        ("文[^1]。\n\n[^1]: 注。\n\n[^1]: 又。\n", ["the note [^1] is defined twice"]),
        ("`[^1]` 和 [^a-z]\n\n```\n[^2]\n```\n", []),
        ("文［^1］。\n\n［^1］：注。\n", ["the mark of a note is typed full-width"] * 2),
    ],
)
def test_notes_and_their_marks(text: str, messages: list[str]) -> None:
    found = inspect("p.md", (HEAD + text).encode(), Settings(select=("REF007",))).diagnostics
    assert [item.message for item in found] == messages


def test_notes_typed_full_width_are_notes_after_the_fix() -> None:
    document = post("文［^1］。\n\n［^1］：注。\n")
    assert [type(node).__name__ for node in nodes(document.blocks)].count("Note") == 1


def test_no_part_of_an_entry_reaches_a_page_as_an_attribute() -> None:
    from publish.backends.fragment_tree import prepared

    blocks = prepared(post("文[1]。" + LIST).blocks, shift=0, lang="zh-Hans")
    assert not [
        node.c[0].pairs for node in nodes(blocks) if isinstance(node, Div) and node.c[0].pairs
    ]
