import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.ast import Block, Link, Node, Para, Strong
from publish.diagnostics import PublishError
from publish.reader import blocks, read_text
from publish.reader.dialect import has_mathematics, reader
from publish.reader.marks import with_marks
from publish.rules.canonical import words
from publish.walk import nodes, plain_text


def strong(text: str) -> list[str]:
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    return [plain_text(node.c) for node in nodes(found) if isinstance(node, Strong)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("这是**重点：**请看", "重点："),
        ("不如**《李茶的姑妈》**已经", "《李茶的姑妈》"),
        ("文字**(括号)**文字", "(括号)"),
        ("**100%**的", "100%"),
        ("前**`code`**后", "code"),
        ("***强调。***字", "强调。"),
        ("棕色。**黄色狐狸。**黑色。", "黄色狐狸。"),
        ("**스크립트(script)**라고", "스크립트(script)"),
        ("[**文：**字](u)", "文："),
        ("文**“引”**文", "“引”"),
        ("**注意：\n第二行。**后面", "注意： 第二行。"),
        ("a **b** c", "b"),
    ],
)
def test_emphasis_beside_east_asian_punctuation(text: str, words: str) -> None:
    assert strong(text) == [words]


@pytest.mark.parametrize(
    "text", ["`**重点：**请看`", "\\**重点：**请看", "a**(b)**c", "** 中。 **文"]
)
def test_what_is_no_emphasis_stays_as_typed(text: str) -> None:
    assert strong(text) == []
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    assert plain_text(found) == text.strip("`").replace("\\", "")


@given(
    st.lists(
        st.sampled_from(["*", "中", "，", "a", " ", "`", "[", "]", "\n", "<b>\n"]), max_size=40
    ).map("".join)
)
def test_marks_only_add_one_character_that_the_text_does_not_hold(text: str) -> None:
    marked, mark = with_marks(text, span_tags=True)
    assert mark not in text or not mark
    assert (marked.replace(mark, "") if mark else marked) == text


SOURCE = """---
title: x
---

# 一

段落
又一行

- 甲
- 乙

  丙

> 引

| a |
|---|
| b |

```
c
```

注[^1] <b>x</b>

[^1]: 文

<div>

里

</div>

***
"""


def test_every_block_of_the_top_level_knows_its_line() -> None:
    found, _ = blocks(read_text("post.md", SOURCE), SOURCE, lines=True)
    assert [(type(block).__name__, block.line) for block in found] == [
        ("Header", 5), ("Para", 7), ("BulletList", 10), ("BlockQuote", 15), ("Table", 17),
        ("CodeBlock", 21), ("Para", 25), ("Para", 31), ("HorizontalRule", 35),
    ]  # fmt: skip
    lines = {plain_text((node,)): node.line for node in nodes(found) if isinstance(node, Node)}
    assert (lines["乙"], lines["丙"], lines["引"]) == (11, 13, 15)


@pytest.mark.parametrize(
    "text", [SOURCE, SOURCE.replace("\n", "\r\n"), "这是**重点：**请看 a*b*。"]
)
def test_lines_change_nothing_else(text: str) -> None:
    reading = read_text("post.md", text)
    with_lines, _ = blocks(reading, text, lines=True)
    without, _ = blocks(reading, text)
    assert list(map(unlined, nodes(with_lines))) == list(map(unlined, nodes(without)))


def unlined(node: Block) -> tuple[str, str]:
    return type(node).__name__, plain_text((node,))


@pytest.mark.parametrize(
    ("body", "formula"),
    [
        ("价格 $100 和 $200 元", False),
        ("用 $PATH和$HOME 变量", False),
        ("变量 $x$ 与 $a_1 + b$", True),
        ("$$\ny\n$$", True),
        ("无", False),
    ],
)
def test_dollars_are_mathematics_only_where_some_are(body: str, formula: bool) -> None:
    assert has_mathematics(body) is formula
    assert reader("commonmark", body).endswith("-tex_math_dollars") is not formula


def test_dialects_switch_the_reader() -> None:
    text = "甲\n乙 [[文件|名]]"
    broken, _ = blocks(read_text("post.md", text, "obsidian"), text)
    assert plain_text(broken) == "甲\n乙 名"


def test_markdown_below_a_lone_span_tag_is_read_as_its_generator_does() -> None:
    text = '<span id="x"/>\n[**甲**](a.md)\n\n<img src="a.png">\n\n```\n<b>\n```\n'
    found, _ = blocks(read_text("post.md", text, "jekyll"), text, lines=True)
    assert [plain_text((block,)) for block in found] == ["甲", "", "<b>"]
    literal, _ = blocks(read_text("post.md", text, "hugo"), text)
    assert plain_text(literal).startswith("[**甲**]")


@pytest.mark.parametrize("text", [">" * 3000 + " a", "- " * 500 + "a"])
def test_a_post_that_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(PublishError) as caught:
        blocks(read_text("post.md", text), text, lines=True)
    assert "nested too deeply" in str(caught.value)


@pytest.mark.parametrize("text", ["a<br>{#x}b", "a<br/>{.red}b"])
def test_attributes_behind_a_tag_that_stands_alone_belong_to_nothing(text: str) -> None:
    found, _ = blocks(read_text("post.md", text, "commonmark"), text)
    assert [type(node).__name__ for node in nodes(found)] == ["Para", "Str", "LineBreak", "Str"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("写信到a@b.com吧，谢谢", ["写信到", "<a@b.com>", "吧，谢谢"]),
        ("我的邮箱:a@b.com。", ["我的邮箱:", "<a@b.com>", "。"]),
        ("写信@这里", ["写信@这里"]),
    ],
)
def test_an_address_of_mail_ends_where_han_begin(text: str, parts: list[str]) -> None:
    (paragraph,), _ = blocks(read_text("post.md", text, "commonmark"), text)
    assert isinstance(paragraph, Para)
    shown = [
        f"<{node.c[2][0].removeprefix('mailto:')}>"
        if isinstance(node, Link)
        else plain_text((node,))
        for node in words(paragraph.c)
    ]
    assert shown == parts
