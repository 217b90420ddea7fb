"""Captions: which paragraphs are some, what they belong to, and how the text leads to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import Figure, Link, Node, Para, Str, Table
from publish.backends.markdown import body
from publish.document import Document
from publish.normalize import Settings, normalize, revise
from publish.rules.references.captions import label
from publish.walk import nodes, plain_text

HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
CODE = "```python\npour()\n```\n"
TABLE = "| 甲 | 乙 |\n|:--|:--|\n| 1 | 2 |\n"


def post(text: str) -> Document:
    document = normalize("p.md", (HEAD + text).encode(), Settings(), lines=False).document
    assert document is not None
    return document


def shape(text: str) -> list[str]:
    """The blocks: figures and tables with id and caption, paragraphs with their words."""
    shown = []
    for block in post(text).blocks:
        match block:
            case Figure(c=(attr, caption, _)):
                shown.append(f"figure {attr.id or '-'} {plain_text(caption.long)}".strip())
            case Table(c=content):
                shown.append(
                    f"table {content.attr.id or '-'} {plain_text(content.caption.long)}".strip()
                )
            case _:
                shown.append(plain_text((block,)))
    return shown


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("图 1-1 茶树", "figure", "1-1"),
        ("图1-1茶树的叶", "figure", "1-1"),
        ("图 1：一只杯子", "figure", "1"),
        ("图 1. 《茶经》书影", "figure", "1"),
        ("图 2.3", "figure", "2.3"),
        ("表2：产量", "table", "2"),
        ("表 3-1 产量", "table", "3-1"),
        ("Figure 1. A cup.", "figure", "1"),
        ("Fig. 2: Leaves", "figure", "2"),
        ("Table 1: Yields", "table", "1"),
        ("図 4 茶", "figure", "4"),
        ("图 1 中的茶树很高。", "", ""),
        ("图 14-3 展示了一页文档。", "", ""),
        ("图 4-7 给出了示意图。", "", ""),
        ("图 2 是一片叶子", "", ""),
        ("图书馆里有 3 只杯子。", "", ""),
        ("表 5 个人", "table", "5"),
        ("Figure 1 shows a cup.", "", ""),
        ("表格", "", ""),
        ("示例 3-1：一只 `杯子`", "listing", "3-1"),
        ("示例 3-1 展示了一只杯子。", "", ""),
        ("リスト 2 茶", "listing", "2"),
        ("Listing 4. A cup.", "listing", "4"),
        ("Abbildung 1: Eine Tasse", "figure", "1"),
        ("표 1. 차", "table", "1"),
    ],
)
def test_which_paragraph_is_a_caption(text: str, kind: str, number: str) -> None:
    found = label((Str(text),))
    assert (found.kind, found.number) == (kind, number) if found else kind == ""


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("![树](a.png)\n\n图 1-1 茶树\n", ["figure fig-1-1 图 1-1 茶树"]),
        ("![树](a.png)\n图 1-1 茶树\n", ["figure fig-1-1 图 1-1 茶树"]),
        ("![树](a.png)  \n图 1-1 茶树\n", ["figure fig-1-1 图 1-1 茶树"]),
        ("![树](a.png)\n\n<center>图 1：茶树</center>\n", ["figure fig-1 图 1：茶树"]),
        ('![树](a.png "图 1：茶树")\n', ["figure fig-1 图 1：茶树"]),
        ("![树](a.png)\n\n图 1 中的茶树很高。\n", ["figure -", "图 1 中的茶树很高。"]),
        ("![树](a.png)\n\n表 1 茶树\n", ["figure -", "表 1 茶树"]),
        (f"表 2：产量\n\n{TABLE}", ["table tbl-2 表 2：产量"]),
        (f"{TABLE}\n表 2：产量\n", ["table tbl-2 表 2：产量"]),
        (f"表 1 甲\n\n{TABLE}\n表 2 乙\n\n{TABLE}", ["table tbl-1 表 1 甲", "table tbl-2 表 2 乙"]),
        (f"{TABLE}\n表 1 甲\n\n{TABLE}\n表 2 乙\n", ["table tbl-1 表 1 甲", "table tbl-2 表 2 乙"]),
        (f"{TABLE}\n表 2 乙\n\n{TABLE}", ["table -", "table tbl-2 表 2 乙"]),
        (f"产量如下。\n\n{TABLE}", ["产量如下。", "table -"]),
        (f"表：产量\n\n{TABLE}", ["table - 产量"]),
        (f"{TABLE}\n表格: *产量*\n", ["table - 产量"]),
        (f"表：\n\n{TABLE}", ["表：", "table -"]),
        (f"{CODE}\n示例 1-1：倒茶\n", ["figure lst-1-1 示例 1-1：倒茶"]),
        (
            f"示例 1-1：倒茶\n\n{CODE}\n示例 1-2：喝茶\n",
            ["示例 1-1：倒茶", "pour()", "示例 1-2：喝茶"],
        ),
        (
            "![a](a.png)\n\n图 1 茶\n\n![b](b.png)\n\n图 1 水\n",
            ["figure fig-1 图 1 茶", "figure - 图 1 水"],
        ),
    ],
)
def test_what_a_caption_belongs_to(text: str, blocks: list[str]) -> None:
    assert shape(text) == blocks


FIGURES = (
    "\n\n![树](a.png)\n\n图 1-1 茶树\n\n![杯](b.png)\n\n图 2：杯\n\n"
    f"表 2：产量\n\n{TABLE}\n{CODE}\n示例 1-1：倒茶\n"
)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("见图1-1。", ["图 1-1 #fig-1-1"]),
        ("如图 1-1 所示，图 2 和表 2。", ["图 1-1 #fig-1-1", "图 2 #fig-2", "表 2 #tbl-2"]),
        ("（**图 2**）", ["图 2 #fig-2"]),
        ("列于表格 2。", ["表格 2 #tbl-2"]),
        ("见表格 2。", ["表格 2 #tbl-2"]),
        ("见图 3 和图 1。", []),
        ("地图 2 和列表 2", []),
        ("表 2 个", []),
        ("比如像图 2 那样", ["图 2 #fig-2"]),
        ("回到示例 1-1 中的杯子", ["示例 1-1 #lst-1-1"]),
        ("图 2.5 和图 2-1", []),
        ("[见图 2](http://a.com)", ["见图 2 http://a.com"]),
        ("`图 2`", []),
        ("See Figure 2 and Table 2.", ["Figure 2 #fig-2", "Table 2 #tbl-2"]),
    ],
)
def test_how_the_text_leads_to_figures(text: str, links: list[str]) -> None:
    document = post(text + FIGURES)
    found = [node for node in nodes(document.blocks) if isinstance(node, Link)]
    assert [f"{plain_text(link.c[1])} {link.c[2][0]}" for link in found] == links
    assert revise(document, Settings())[0] == document


def test_captions_are_read_back_from_canonical_markdown() -> None:
    document = post("见图 1-1 和表 2。" + FIGURES)
    assert post(body(document.blocks)).blocks == document.blocks


def test_numbers_are_data_of_the_figure() -> None:
    figure = next(block for block in post(FIGURES).blocks if isinstance(block, Figure))
    assert (figure.c[0].get("number-label"), figure.c[0].get("number-value")) == ("图 1-1", "1-1")


def test_captions_say_the_same_in_every_tree() -> None:
    from publish.backends.fragment_tree import prepared

    document = post("见图 1-1。" + FIGURES)
    printed = prepared(document.blocks, shift=0, lang="zh-Hans")
    assert plain_text(printed) == plain_text(document.blocks)
    attrs = [node.c[0] for node in nodes(printed) if isinstance(node, Figure)]
    assert [(attr.id, attr.pairs) for attr in attrs] == [
        ("fig-1-1", ()),
        ("fig-2", ()),
        ("lst-1-1", ()),
    ]
    assert all(isinstance(node, Node) for node in printed) and isinstance(printed[0], Para)


PIECES = st.sampled_from(
    [
        *("![树](a.png)", "![杯](c.png)", "图 1 茶树", "图 2：杯"),
        *("示例 1-1：倒茶", CODE.strip(), CODE.replace("pour", "drink").strip()),
        *("表 2：水", TABLE.strip(), TABLE.replace("1", "3").strip()),
        *("见图 1、表 2 和[1]。", "- 见图 2[1-2]", "> ![叶](b.png)\n>\n> 图 1 叶", "## 参考文献"),
        *("[1] 陆羽. 茶经[M]. 书社, 2001.", "[2] 赵佶. 茶论.\n[3] 许次纾. 茶疏."),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8, unique=True))
def test_what_is_bound_once_stays_as_it_is(pieces: list[str]) -> None:
    document = post("\n\n".join(pieces) + "\n")
    assert revise(document, Settings())[0] == document
    assert post(body(document.blocks)).blocks == document.blocks
    ids = [
        block.c[0].id for block in document.blocks if isinstance(block, Figure) and block.c[0].id
    ]
    assert len(ids) == len(set(ids))
