"""The normalizer as a whole: a post with many faults, and the laws that hold for every post."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import pandoc
from publish.ast import Block, Code, CodeBlock, Div, Header, Inline, Link, Math, Node, Para
from publish.backends.markdown import body, front_matter
from publish.diagnostics import Applicability, Diagnostic, Edit, Severity
from publish.document import Document
from publish.normalize import Inspection, Normalized, Settings, inspect, normalize, revise
from publish.rules.canonical import canonical
from publish.rules.fixpoint import Policy, broken_promise, mend, page, visible
from publish.rules.rule import Finding, Page, Rule
from publish.text import apply_edits
from publish.walk import nodes, plain_text

ROOT = Path(__file__).resolve().parents[1]
BIRDS = ROOT / "tests" / "cases" / "rules" / "city-birds.md"
SEED = ROOT.parent / "shared" / "samples" / "seed-large-models.md"
HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"


@cache
def normalized(path: Path) -> Normalized:
    return normalize(path.name, path.read_bytes(), Settings())


def document_of(found: Normalized) -> Document:
    assert found.document is not None
    return found.document


def post(text: str) -> Document:
    return document_of(normalize("post.md", (HEAD + text).encode(), Settings(), lines=False))


def found_in(text: str, settings: Settings | None = None) -> list[Diagnostic]:
    return list(normalize("post.md", (HEAD + text).encode(), settings or Settings()).diagnostics)


# ------------------------------------------------------------- the post that has every fault


POSTS = [
    pytest.param(BIRDS, id="own"),
    pytest.param(
        SEED,
        id="seed",
        marks=pytest.mark.skipif(not SEED.is_file(), reason="the samples are not here"),
    ),
]


def headings(document: Document) -> list[Header]:
    return [block for block in document.blocks if isinstance(block, Header)]


@pytest.mark.parametrize("path", POSTS)
class TestPostWithManyFaults:
    """Issue by issue: how such a post must come out."""

    def test_ten_sections_below_one_title(self, path: Path) -> None:
        document = document_of(normalized(path))
        assert document.metadata.title == {"own": "城市里的鸟"}.get(
            "own" if path == BIRDS else "", "大模型简介"
        )
        assert [head.c[0] for head in headings(document)] == [2] * 5 + [3] * 4 + [2] * 5

    def test_numbers_are_data(self, path: Path) -> None:
        heads = headings(document_of(normalized(path)))
        numbered = [head.c[1] for head in heads if head.c[1].get("number-style") == "cjk-dun"]
        assert [attr.get("number-label") for attr in numbered] == [
            f"{n}、" for n in "一二三四五六七"
        ]
        assert [attr.get("number-value") for attr in numbered] == list("1234567")
        assert not any(re.match("[一二三四五六七]、", plain_text(head.c[2])) for head in heads)

    def test_cut_list_becomes_numbered_subsections(self, path: Path) -> None:
        below = [head.c for head in headings(document_of(normalized(path))) if head.c[0] == 3]
        assert [attr.get("number-label") for _, attr, _ in below] == ["1.", "2.", "3.", "4."]
        assert {attr.get("number-style") for _, attr, _ in below} == {"arabic-dot"}
        assert plain_text(below[3][2])[0] in "大学"

    def test_named_sections_have_roles_and_no_number(self, path: Path) -> None:
        last = [head.c[1] for head in headings(document_of(normalized(path)))[-3:]]
        assert [attr.get("role") for attr in last] == [
            "summary",
            "acknowledgements",
            "bibliography",
        ]
        assert all(attr.has("unnumbered") and not attr.get("number-label") for attr in last)

    def test_no_space_where_a_line_broke(self, path: Path) -> None:
        text = plain_text(document_of(normalized(path)).blocks)
        assert re.search("。总之，", text)

    def test_references_are_entries_with_their_words(self, path: Path) -> None:
        document = document_of(normalized(path))
        entries = [
            node
            for node in nodes(document.blocks)
            if isinstance(node, Div) and node.c[0].has("bibentry")
        ]
        assert [entry.c[0].id for entry in entries] == ["ref-1", "ref-2", "ref-3"]
        assert [entry.c[0].get("label") for entry in entries] == ["[1]", "[2]", "[3]"]
        lines = [
            line for line in path.read_text("utf-8").splitlines() if re.match(r"\[\d\] ", line)
        ]
        assert [plain_text(entry.c[1]) for entry in entries] == lines

    def test_metadata_say_what_was_written_and_what_was_inferred(self, path: Path) -> None:
        document = document_of(normalized(path))
        metadata = document.metadata
        assert len(metadata.keywords) == 3
        assert len(metadata.categories[0].path) == 2
        assert metadata.extra == {"layout": "post"}
        assert (metadata.lang, metadata.date) == ("zh-Hans", None)
        assert metadata.description.endswith("PPT 提纲：")
        assert {"lang", "dialect"} <= {item.field for item in document.provenance}

    def test_each_fault_is_told_at_its_place(self, path: Path) -> None:
        lines = path.read_text("utf-8").split("\n")
        found = normalized(path).diagnostics
        at = {(item.code, item.line) for item in found}
        placed = {
            "FM005": "keywords:", "FM011": "description:", "STR019": "description:",
            "STR021": "总之", "LST001": "4.", "REF002": "[1] ", "REF003": "[2] ", "STR004": "# 一、",
            "STR020": "# 致谢", "LST002": "1. ", "STR008": "# 总结",
        }  # fmt: skip
        for code, start in placed.items():
            line = next(n for n, text in enumerate(lines, 1) if text.startswith(start))
            assert (code, line) in at, code
        counts = Counter(item.code for item in found)
        assert counts["STR004"] == 7
        assert counts["REF001"] == counts["REF002"] == counts["REF003"] == 3
        assert counts["STR001"] == counts["FM009"] == counts["FM010"] == counts["FM012"] == 1
        assert not [item for item in found if item.severity is Severity.ERROR]
        trailing = next(n for n, text in enumerate(lines, 1) if text.endswith("参考文献 "))
        assert [
            item.column for item in found if (item.code, item.line) == ("STR013", trailing)
        ] == [7]

    def test_fixed_file_has_no_safe_fault_left(self, path: Path) -> None:
        fixed = inspect(path.name, path.read_bytes(), Settings()).fixed
        again = inspect(path.name, fixed.encode(), Settings())
        assert again.fixed == fixed
        safe = Applicability.SAFE
        assert not [item for item in again.diagnostics if item.fix and item.applicability is safe]
        assert "keywords: [" in fixed
        assert fixed.endswith(".\n")


# ------------------------------------------------------------------------------- the laws


def written(document: Document) -> bytes:
    return (
        front_matter(document.metadata) + "\n" + body(document.blocks, document.dialect)
    ).encode()


@pytest.mark.parametrize(
    "path",
    [
        *POSTS,
        *(pytest.param(path, id=path.stem) for path in sorted((ROOT / "content").rglob("*.md"))),
    ],
)
def test_canonical_markdown_reads_back_as_the_same_document(path: Path) -> None:
    document = document_of(normalized(path))
    again = document_of(
        normalize(path.name, written(document), Settings(dialect=document.dialect), lines=False)
    )
    assert again.blocks == document.blocks
    for field in ("title", "lang", "date", "authors", "keywords", "categories", "tags", "extra"):
        assert getattr(again.metadata, field) == getattr(document.metadata, field)


def test_lines_are_those_of_every_block_in_reading_order() -> None:
    found = normalize("p.md", (HEAD + "# 甲\n文\n\n> 引\n\n- 一\n- 二\n").encode(), Settings())
    blocks = [node for node in nodes(document_of(found).blocks) if isinstance(node, Node)]
    assert len(found.lines) == len(blocks)
    assert all(block.line == 0 for block in blocks)
    first = next(i for i, block in enumerate(blocks) if isinstance(block, Para))
    assert (found.lines[0], found.lines[first]) == (7, 8)


SENTENCES = st.text(st.sampled_from("中文字很好，。：“”aBc12 -.!?%"), min_size=1, max_size=24)
CODES = st.sampled_from(
    ["`代码a中`", " $x_1中$ ", "<b>中a</b>", "<https://a.com/中?a=b>", "[中a](http://b.c/中a)"]
)
LINES = st.lists(st.one_of(SENTENCES, CODES), min_size=1, max_size=3).map("".join)
BLOCKS = st.one_of(
    LINES,
    st.tuples(st.sampled_from(["# ", "## ", "##", "### "]), LINES).map("".join),
    st.tuples(st.sampled_from(["- ", "1. ", "2.", "> "]), LINES).map("".join),
    LINES.map(lambda line: f"```\n{line}\n```"),
    st.sampled_from(
        ["# 一、甲", "# 二、乙", "# 参考文献\n\n[1] 甲. (2019). 书.", "[TOC]", "![](a.png)"]
    ),
)
MARKDOWN = st.lists(BLOCKS, min_size=1, max_size=6).map(
    lambda blocks: HEAD + "\n\n".join(blocks) + "\n"
)


@settings(max_examples=60, deadline=None)
@given(MARKDOWN)
def test_revising_again_changes_nothing(text: str) -> None:
    document = document_of(normalize("p.md", text.encode(), Settings(), lines=False))
    assert revise(document, Settings())[0] == document


def protected(text: str) -> list[str]:
    """Code, mathematics and addresses as pandoc reads them."""
    kept: list[str] = []
    for node in nodes(canonical(pandoc.read(text, "commonmark_x-smart+autolink_bare_uris"))):
        match node:
            case Code(c=(_, words)) | CodeBlock(c=(_, words)) | Math(c=(_, words)):
                kept.append(words)
            case Link(c=(_, _, (address, _))):
                kept.append(address)
            case _:
                continue
    return kept


@settings(max_examples=60, deadline=None)
@given(MARKDOWN)
def test_fixes_of_typography_touch_no_code_and_no_address(text: str) -> None:
    fixed = inspect("p.md", text.encode(), Settings(select=("CJK", "ENC"))).fixed
    assert protected(fixed) == protected(text)
    assert visible(fixed.replace("…", ".")) or not visible(text)


SPACING = Settings(select=("CJK001", "CJK002", "STR007", "STR008", "STR013", "LST001"))


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_fixes_of_spacing_keep_every_other_character(text: str) -> None:
    inspection = inspect("p.md", text.encode(), SPACING)
    assert "".join(inspection.fixed.split()) == "".join(text.split())
    assert inspect("p.md", inspection.fixed.encode(), SPACING).fixed == inspection.fixed


@settings(max_examples=100, deadline=None)
@given(MARKDOWN)
def test_a_finding_names_the_place_it_shows(text: str) -> None:
    inspection = inspect("p.md", text.encode(), Settings())
    lines = inspection.text.split("\n")
    for item in inspection.diagnostics:
        assert 1 <= item.line <= len(lines)
        assert 1 <= item.column <= len(lines[item.line - 1]) + 1
        assert apply_edits(inspection.text, item.fix) != inspection.text or not item.fix


@settings(max_examples=60, deadline=None)
@given(MARKDOWN, st.sampled_from(["CJK", "STR", "LST", "ENC"]))
def test_leaving_out_a_family_leaves_out_its_findings_only(text: str, family: str) -> None:
    def codes(inspection: Inspection) -> set[str]:
        return {item.code for item in inspection.diagnostics}

    without = codes(inspect("p.md", text.encode(), Settings(ignore=(family,))))
    assert not [code for code in without if code.startswith(family)]


# ----------------------------------------------------------------------------- its promises


def greedy(_page: Page) -> list[Finding]:
    at = _page.text.find("代")
    return [Finding(at, at + 1, "found", (Edit(at, at + 1, "鬼"),))] if at >= 0 else []


def endless(page_: Page) -> list[Finding]:
    end = len(page_.text)
    return [Finding(end, end, "more", (Edit(end, end, " "),))]


def rule(check: object, **more: bool) -> Rule:
    return Rule(
        code="INL999", name="a-fault", summary="S.", why="W.", before="", after="",
        applicability=Applicability.SAFE, text=check, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_rule_that_edits_code_is_stopped() -> None:
    from publish import reader

    reading = reader.read("p.md", (HEAD + "`代码`\n").encode(), "", "")
    mended = mend(reading, Policy((rule(greedy, rewords=True),)))
    assert (mended.text, "not prose" in mended.fault) == (reading.text, True)


def test_a_rule_that_changes_words_is_stopped() -> None:
    from publish import reader

    reading = reader.read("p.md", (HEAD + "代码\n").encode(), "", "")
    (finding,) = greedy(page(reading, reading.text))
    assert broken_promise(rule(greedy), finding, page(reading, reading.text))
    assert not broken_promise(rule(greedy, rewords=True), finding, page(reading, reading.text))


def test_fixes_without_end_are_a_fault_of_ours() -> None:
    from publish import reader

    reading = reader.read("p.md", (HEAD + "文").encode(), "", "")
    assert "rounds" in mend(reading, Policy((rule(endless, beyond_prose=True),))).fault


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00\xd8", b"\x00\x01\x02\xff" * 40, b"---\na: [\n---\nx\n"]
)
def test_what_cannot_be_read_is_an_error_with_a_place(data: bytes) -> None:
    found = normalize("p.md", data, Settings())
    assert found.document is None
    assert any(
        item.severity is Severity.ERROR and item.path == "p.md" for item in found.diagnostics
    )


def test_rules_are_chosen_by_prefix() -> None:
    assert {item.code for item in found_in("中文a\n\n##题\n\n文\n", Settings(select=("STR",)))} == {
        "STR007"
    }
    assert "CJK001" not in {item.code for item in found_in("中文a\n", Settings(ignore=("CJK",)))}


def test_findings_of_tree_rules_can_be_silenced_too() -> None:
    quiet = "<!-- publish-disable-next-line A11001 -->\n文 ![](a.png) 文\n\n文 ![](b.png) 文\n"
    assert [item.line for item in found_in(quiet) if item.code == "A11001"] == [10]


def test_unsafe_fixes_wait_until_they_are_asked_for() -> None:
    data = (HEAD + "文件.后缀\n").encode()
    assert inspect("p.md", data, Settings()).fixed == data.decode()
    assert "文件。后缀" in inspect("p.md", data, Settings(unsafe=True)).fixed
    assert "文件。后缀" in inspect("p.md", data, Settings(extend_safe=("CJK003",))).fixed


# ------------------------------------------------------------------------------- cases


def texts(text: str) -> list[str]:
    return [plain_text((block,)) for block in post(text).blocks]


def kinds(text: str) -> list[str]:
    return [type(block).__name__ for block in post(text).blocks]


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        ("- [TOC]\n", ["Div", "Para"]),
        ("* TOC\n{:toc}\n", ["Div", "Para"]),
        ("*\n{:toc}\n", ["Div", "Para"]),
        ("- ![](a.png)\n\n[TOC]\n", ["BulletList", "Div", "Para"]),
        ("- [TOC]\n- 甲\n", ["BulletList", "Para"]),
        ("- \n", ["BulletList", "Para"]),
    ],
)
def test_a_list_that_stands_for_the_contents(mark: str, left: list[str]) -> None:
    text = HEAD.replace("title:", "layout: post\ntitle:") + f"{mark}\n文。\n"
    document = document_of(normalize("post.md", text.encode(), Settings(), lines=False))
    assert [type(block).__name__ for block in document.blocks] == left


def test_template_tags_are_never_printed_as_they_are() -> None:
    document = post(
        '看 {% include a.html url="https://a.com/x_y" %} 和 {{< ref >}}。\n\n`{{ ok }}`\n'
    )
    loose = "".join(node.c for node in nodes(document.blocks) if type(node).__name__ == "Str")
    assert "{" not in loose
    assert [
        item.code for item in found_in("看 {% x %}。\n") if item.severity is Severity.ERROR
    ] == ["DIA008"]
    assert "DIA008" not in {item.code for item in found_in("`{{ ok }}`\n\n```\n{% x %}\n```\n")}


def citations(text: str) -> list[tuple[str, str]]:
    return [
        (plain_text(node.c[1]), node.c[2][0])
        for node in nodes(post(text).blocks)
        if isinstance(node, Link)
    ]


REFERENCES = "\n\n## 参考文献\n\n[1] 甲. 书.\n\n[2] 乙. 书.\n\n[3] 丙. 书.\n"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("文[1]。", [("[1]", "#ref-1")]),
        ("文［2］。", [("［2］", "#ref-2")]),
        ("文[1,3]。", [("1", "#ref-1"), ("3", "#ref-3")]),
        ("文<sup>[2]</sup>。", [("[2]", "#ref-2")]),
        ("a[1] 和 `[1]` 和 [7]", []),
        ("[看[1]](http://a.com)", [("看[1]", "http://a.com")]),
    ],
)
def test_marks_cite_entries_that_exist(text: str, links: list[tuple[str, str]]) -> None:
    assert citations(text + REFERENCES) == links


def test_marks_that_cite_nothing_are_told() -> None:
    found = [item.message for item in found_in("文[7]。" + REFERENCES) if item.code == "REF003"]
    assert any("[7]" in message for message in found)


def test_a_list_cut_by_code_is_one_list_and_leaves_the_text_after_it() -> None:
    text = "1. 打开\n\n```\na\n```\n\n2. 输入\n\n```\nb\n```\n\n3. 完成\n\n结语。\n"
    assert kinds(text) == ["OrderedList", "Para"]


def test_numbers_far_apart_are_no_list() -> None:
    filler = "\n\n".join(["很长的一段话。"] * 9)
    assert kinds(f"1. 甲\n\n{filler}\n\n2. 乙\n").count("OrderedList") == 2


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        (["一、甲", "二、乙"], ["一、", "二、"]),
        (["（一）甲", "（二）乙"], ["（一）", "（二）"]),
        (["第一章 甲", "第二章 乙"], ["第一章", "第二章"]),
        (["1. 甲", "2. 乙", "3. 丙"], ["1.", "2.", "3."]),
        (["1、甲", "2、乙"], ["1、", "2、"]),
        (["A. 甲", "B. 乙"], ["A.", "B."]),
        (["1984 年", "一个故事"], ["", ""]),
        (["3.11 新特性"], [""]),
        (["二、乙", "一、甲"], ["", ""]),
        (["第1章 甲", "第2章 乙"], ["第1章", "第2章"]),
        (["第一节 甲", "第二节 乙"], ["第一节", "第二节"]),
        (["第一部分 甲", "第二部分 乙"], ["第一部分", "第二部分"]),
        (["① 甲", "② 乙"], ["①", "②"]),
        (["（1）甲", "（2）乙"], ["（1）", "（2）"]),
        (["(1) 甲", "(2) 乙"], ["(1)", "(2)"]),
        (["1.1甲", "1.2乙"], ["1.1", "1.2"]),
        (["1.1. 甲", "1.2. 乙"], ["1.1.", "1.2."]),
        (["一.甲", "二. 乙"], ["一.", "二."]),
        (["(一)甲", "（二）乙"], ["(一)", "（二）"]),
        (["第一章：甲", "第二章 乙"], ["第一章：", "第二章"]),
        (["3.5亿人", "3.6亿人"], ["", ""]),
        (["第1 章节", "第十一"], ["", ""]),
    ],
)
def test_hand_typed_numbers_need_a_rising_row(heads: list[str], labels: list[str]) -> None:
    document = post("\n\n文。\n\n".join(f"## {head}" for head in heads))
    assert [head.c[1].get("number-label") for head in headings(document)] == labels
    printed = [head.c[1].get("number-label") + plain_text(head.c[2]) for head in headings(document)]
    assert ["".join(text.split()) for text in printed] == ["".join(head.split()) for head in heads]


def test_a_picture_takes_the_caption_that_stands_below_it() -> None:
    from publish.ast import Figure

    (figure,) = post("![杯](a.png)\n\n图 1：一只杯子\n").blocks
    assert isinstance(figure, Figure)
    assert plain_text(figure.c[1].long) == "图 1：一只杯子"
    assert kinds("![杯](a.png)\n\n图书馆里有 3 只杯子。\n") == ["Figure", "Para"]


def test_ids_are_unique_and_no_alias_is_ambiguous() -> None:
    document = post("## 水\n\n## 水\n\n## 一、火\n\n## 二、木\n\n## ref 1\n" + REFERENCES)
    attrs = [head.c[1] for head in headings(document)]
    ids = [
        node.c[0].id for node in nodes(document.blocks) if isinstance(node, Div) and node.c[0].id
    ]
    ids += [attr.id for attr in attrs]
    assert len(ids) == len(set(ids))
    assert "一火" in attrs[2].get("alias").split()
    assert not {alias for attr in attrs for alias in attr.get("alias").split()} & set(ids)


def test_forced_breaks_in_a_row_are_paragraphs() -> None:
    assert texts("甲<br><br>乙<br>丙<br>\n") == ["甲", "乙\n丙"]


def test_every_rule_of_the_tree_keeps_what_it_does_not_change() -> None:
    document = post("一段话。\n\n另一段。\n")
    shared: list[Block | Inline] = list(document.blocks)
    assert list(revise(document, Settings())[0].blocks) == shared


def test_what_was_mojibake_is_mended_by_the_rules_of_its_language() -> None:
    text = "å¤§æ¨¡åž‹GBæ¨¡åž‹\n0ã\xa0¡\n"
    kept = inspect("p.md", text.encode(), Settings())
    assert kept.fixed == text, "a no-break space that is a byte of a character stays"
    mended = inspect("p.md", text.encode(), Settings(unsafe=True))
    assert mended.fixed == "大模型 GB 模型\n0 㠡\n"
    assert inspect("p.md", mended.fixed.encode(), Settings(unsafe=True)).fixed == mended.fixed


@pytest.mark.parametrize(
    ("heading", "alias"),
    [
        ("城市☕水", ""),  # pandoc's own id says 城市coffee水
        ("☕ " * 400 + "{#" + "a" * 400 + "中}", "a" * 400 + "中"),
    ],
)
def test_ids_of_headings_with_emoji(heading: str, alias: str) -> None:
    """In no time, too, however many there are."""
    (head,) = headings(post(f"## {heading}\n\n文。\n"))
    assert head.c[1].id == (alias or "城市水")
