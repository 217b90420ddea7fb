"""What becomes of numbered lines that stand apart: lists cut by paragraphs, and paragraphs like 一、标题."""

from __future__ import annotations

import msgspec
import pytest

from publish.ast import Header, OrderedList, Para
from publish.diagnostics import Diagnostic
from publish.document import Document
from publish.normalize import Settings, normalize
from publish.walk import plain_text

HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n## 节\n\n"
LONG = (
    "山上的茶叶春天采下来，晾上半天，放进锅里慢慢地炒，火不能太大，手要一直翻，这样炒出来的茶才香。"
)
SHORT = "绿的。"


def made(text: str, way: str = "auto", head: str = HEAD) -> tuple[Document, list[Diagnostic]]:
    settings = msgspec.convert({"numbered_run": way}, Settings)
    done = normalize("post.md", (head + text).encode(), settings)
    assert done.document is not None
    return done.document, list(done.diagnostics)


def headings(document: Document) -> list[tuple[int, str, str]]:
    return [
        (block.c[0], block.c[1].get("number-label"), plain_text(block.c[2]))
        for block in document.blocks
        if isinstance(block, Header)
    ][1:]


def kinds(document: Document) -> list[type]:
    return [type(block) for block in document.blocks][1:]


def run(first: str, second: str, below: str) -> str:
    return f"{first}\n\n{below}\n\n{second}\n\n{below}\n"


@pytest.mark.parametrize(
    ("way", "below", "expected"),
    [
        ("auto", LONG, [Header, Para, Header, Para]),
        ("auto", SHORT, [OrderedList]),
        ("heading", SHORT, [Header, Para, Header, Para]),
        ("item", LONG, [OrderedList]),
        ("keep", LONG, [OrderedList, Para, OrderedList, Para]),
    ],
)
def test_a_list_cut_by_paragraphs(way: str, below: str, expected: list[type]) -> None:
    document, found = made(run("1. 叶", "2. 水", below), way)
    assert kinds(document) == expected
    assert ("LST002" in {item.code for item in found}) == (way != "keep")


@pytest.mark.parametrize(
    ("way", "below", "expected"),
    [
        ("auto", LONG, [Header, Para, Header, Para]),
        ("auto", SHORT, [Para] * 4),
        ("heading", SHORT, [Header, Para, Header, Para]),
        ("item", LONG, [Para] * 4),
        ("keep", LONG, [Para] * 4),
    ],
)
def test_paragraphs_with_a_number(way: str, below: str, expected: list[type]) -> None:
    document, found = made(run("一、叶", "二、水", below), way)
    assert kinds(document) == expected
    assert ("STR023" in {item.code for item in found}) == (Header in expected)


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        ("1) 叶", "2) 水", ["1)", "2)"]),
        ("1）叶", "2）水", ["1）", "2）"]),
        ("（一）叶", "（二）水", ["（一）", "（二）"]),
        ("**一、叶**", "**二、水**", ["一、", "二、"]),
        ("第一章 叶", "第二章 水", ["第一章", "第二章"]),
        ("一、叶。", "二、水。", []),
        ("一、叶", "三、水", []),
        ("二、叶", "三、水", []),
        ("一、叶  \n绿", "二、水  \n烫", []),
        ("一、![叶](a.png)", "二、![水](b.png)", []),
        ("A. 叶", "B. 水", []),
    ],
)
def test_what_may_be_a_heading(first: str, second: str, labels: list[str]) -> None:
    document, _ = made(run(first, second, LONG))
    assert [label for _, label, _ in headings(document)] == labels


def test_rows_lie_in_each_other_as_deep_as_headings_do() -> None:
    inner = run("（一）春", "（二）秋", LONG)
    document, _ = made(f"一、叶\n\n{inner}\n二、水\n\n{inner}")
    labels = [(level, label) for level, label, _ in headings(document)]
    half = [(4, "（一）"), (4, "（二）")]
    assert labels == [(3, "一、"), *half, (3, "二、"), *half]


def test_a_heading_ends_a_row() -> None:
    document, _ = made(f"一、叶\n\n{LONG}\n\n## 又一节\n\n二、水\n\n{LONG}\n")
    assert headings(document) == [(2, "", "又一节")]


def test_a_post_speaks_for_itself() -> None:
    own = HEAD.replace("date:", "lint: {numbered_run: item}\ndate:")
    document, found = made(run("1. 叶", "2. 水", LONG), "keep", own)
    assert kinds(document) == [OrderedList]
    assert not [item for item in found if "no way" in item.message]


def test_a_wish_that_nobody_knows_is_told() -> None:
    own = HEAD.replace("date:", "lint: {numbered_run: items}\ndate:")
    document, found = made(run("1. 叶", "2. 水", LONG), "keep", own)
    assert kinds(document) == [OrderedList, Para, OrderedList, Para]
    assert [(item.code, item.hint) for item in found if "no way" in item.message] == [
        ("LST002", "known: auto, heading, item, keep")
    ]
