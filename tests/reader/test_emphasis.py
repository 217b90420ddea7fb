"""Emphasis as the CJK-friendly amendment of CommonMark has it, and CommonMark where it is silent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

from publish.ast import (
    Block,
    Code,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    SoftBreak,
    Space,
    Str,
    Strikeout,
    Strong,
)
from publish.reader import blocks, read_text
from publish.reader.emphasis import emphasis_places
from publish.walk import block_parts, inline_parts

CASES = Path(__file__).parents[1] / "cases" / "reader" / "emphasis.tsv"
TAGS = {Strong: "b", Emph: "i", Strikeout: "s"}


def read(text: str) -> str:
    """A paragraph with its emphasis as tags."""
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    return "".join(written(part) for block in found for part in block_parts(block))


def written(part: Block | Inline) -> str:
    match part:
        case Str(c=text) | Code(c=(_, text)):
            return text
        case Space():
            return " "
        case SoftBreak() | LineBreak():
            return "\n"
        case Strong() | Emph() | Strikeout():
            tag = TAGS[type(part)]
            return f"<{tag}>{''.join(map(written, inline_parts(part)))}</{tag}>"
        case Link() | Image():
            return "".join(map(written, inline_parts(part)))
    raise AssertionError(part)


def cases() -> list[tuple[str, str]]:
    rows = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if not row.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_emphasis_is_read_as_the_amendment_says(text: str, expected: str) -> None:
    assert read(text).replace("<i><b>", "<b><i>").replace("</b></i>", "</i></b>") == expected


@pytest.mark.parametrize(
    "text",
    [
        "## 参考文献\n\n- 这是**重点：**请看\n",
        "文[^1]\n\n[^1]: 这是**重点：**请看\n",
        "| a |\n|---|\n| 这是**重点：**请看 |\n",
        "> 1. 这是**重点：**请看\n",
    ],
)
def test_it_is_read_wherever_text_stands(text: str) -> None:
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    assert "Strong(c=(Str(c='重点：'),))" in repr(found)


def test_addresses_and_code_stay_as_they_are() -> None:
    text = "[a](./文*（b）c) <http://a.com/文**（b> `文**（b）` http://a.com/a**（b\n"
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    for kept in ("'./文*（b）c'", "'http://a.com/文**（b'", "'文**（b）'"):
        assert kept in repr(found)


@given(st.text(st.sampled_from("*_~ab1.,!?()[]`\"'\n -+"), max_size=80))
def test_text_without_east_asian_characters_is_read_as_plain_commonmark(text: str) -> None:
    assert not emphasis_places(text)


# The amendment once more, written for another parser and in another way.
@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(["*", "**", "中", "文", "a", "（", "。", ".", "(", " ", "「", "%"]),
        max_size=16,
    )
)
def test_another_implementation_reads_the_same(parts: list[str]) -> None:
    text = "x" + "".join(parts) + "x"
    assert read(text) == re.sub(" +", " ", oracle(text))


def oracle(text: str) -> str:
    parser = MarkdownIt("zero").enable("emphasis")
    usual = StateInline.scanDelims
    StateInline.scanDelims = _scan  # type: ignore[method-assign]
    try:
        (_, inline, _) = parser.parse(text)
    finally:
        StateInline.scanDelims = usual  # type: ignore[method-assign]
    return "".join(map(_tag, inline.children or ()))


def _tag(token: Token) -> str:
    if token.type == "text":
        return token.content
    name = {"strong": "b", "em": "i"}[token.tag]
    return f"<{name}>" if token.nesting == 1 else f"</{name}>"


def _scan(state: StateInline, start: int, can_split: bool) -> Scanned:
    marker, end = state.src[start], start
    while end < len(state.src) and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < len(state.src) else " "
    wide_before, wide_after = (unicodedata.east_asian_width(x) in "WFH" for x in (before, after))
    mark_before, mark_after = (unicodedata.category(x)[0] in "PS" for x in (before, after))
    foreign_before, foreign_after = mark_before and not wide_before, mark_after and not wide_after
    left = not after.isspace() and (
        not foreign_after or before.isspace() or foreign_before or wide_before
    )
    right = not before.isspace() and (
        not foreign_before or after.isspace() or foreign_after or wide_after
    )
    opens = left and (can_split or not right or mark_before)
    closes = right and (can_split or not left or mark_after)
    return Scanned(opens, closes, end - start)
