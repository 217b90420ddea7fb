"""Marks of dialects: what they become, that lines stay where they are, and that time is linear."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processor_time import assert_growth

from publish import ast, pandoc
from publish.normalize import Settings, normalize
from publish.reader import blocks, read_text
from publish.reader.dialect import DIALECTS
from publish.reader.dialect_marks import CONSTRUCTS, translated
from publish.reader.dialect_marks.attributes import parsed, written
from publish.reader.mdbook_files import included
from publish.walk import plain_text

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "marks").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_marks_become_nodes(case: Path) -> None:
    """A case is named after its dialect; it holds source, page and what is found."""
    source, page, remarks = case.read_text(encoding="utf-8").split("\n=====\n")
    dialect = case.stem.partition("-")[0]
    found, notes = blocks(read_text("post.md", source, dialect), source, lines=True)
    written = pandoc.write(ast.Pandoc(found), "html", "--wrap=none", "--no-highlight")
    assert written.decode().strip() == page
    said = [f"{note.line}: {note.code} {note.message}" for note in notes]
    assert said == remarks.strip().splitlines()


PIECES = [
    "[[", "]]", "![[", "|", "#", "^a", " ^a\n", "%%", "==", "++", "~2~", "^2^", "{:", ".x}", "}", "{: .x}\n",
    "{:toc}\n", "{::comment}", "{:/}", "*[A]: b\n", "A", "!!! note\n", "    ", ":::tip\n", ":::\n", "{漢|か}",
    "｜漢《か》", "`", "```\n", "$", "> ", "- ", "- [/] ", "\n", "\n\n", "word", " ", "中", "<b>", "{::options}", "^\n",
    "^[", "^[a b]", "]", "^[1]^", ":label:`a`", ":label:`a`\n", ":width:`3px`\n", ":ref:`a`", "{eq}`a <b>`", "(a)=\n",
    ":a\n\n|b|\n|-|\n", "#@tab a\n", ":bibliography:`a`\n",
    ":begin_tab:`a`\n", ":end_tab:\n", "```{note} a\n", "```{math}\n", ":label: a\n", "$$\n", ":::{tip}\n", "# ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(DIALECTS))
def test_a_translated_text_has_the_lines_it_had(text: str, dialect: str) -> None:
    marks = translated(text, dialect)
    assert marks.text.count("\n") == text.count("\n")
    assert all(1 <= remark.line <= text.count("\n") + 1 for remark in marks.remarks)


@pytest.mark.parametrize("dialect", ["obsidian", "jekyll", "pelican", "commonmark"])
def test_what_is_translated_is_not_translated_again(dialect: str) -> None:
    for case in CASES:
        source = case.read_text(encoding="utf-8").partition("\n=====\n")[0]
        once = translated(source, dialect).text
        assert translated(once, dialect).text == once


SWEEP = [
    "[[a|b]] ", "![[", "%%", "%% ", "==", "==a ", "{: .x} ", "{:", "{::comment} ", "{::nomarkdown}\n", "*[A]: b\n",
    "A ", "!!! note\n    ", ":::tip\n", ":::\n:::tip\n", "{漢|か}", "｜漢《", "- [/] a\n", "a ^b\n", "++中",
    "^[", "^[a b] ", "^[`", "]",
    "a~2~", "a^2^", ":ref:`a` ", ":cite:`a,b` ", ":label:`a`\n", "$$a$$\n:eqlabel:`a`\n\n", "(a)=\n# b\n\n",
    ":begin_tab:`a`\n", ":end_tab:\n", "```{note}\n", "```{note}\na\n```\n", "{ref}`", ":::{tip}\n", "(a)=\n",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("piece", SWEEP)
@pytest.mark.parametrize("dialect", ["obsidian", "jekyll", "commonmark"])
def test_time_is_linear(piece: str, dialect: str) -> None:
    def read(count: int) -> None:
        translated("*[A]: b\n\n" + piece * count, dialect)

    assert_growth(read, 2_000, 8_000, 10, 0.02)  # 16 times when squared


def test_time_is_linear_in_a_run_of_blanks() -> None:
    def read(count: int) -> None:
        blanks = " " * count
        text = f"# a{blanks}b\n\n:label:`x`\n\n```{{figure}} a.png\n:alt: b{blanks}c\n```\n"
        assert "![b" in translated(text, "commonmark").text

    assert_growth(read, 10_000, 60_000, 10, 0.02)  # 36 times when squared


def test_code_is_never_translated() -> None:
    for construct in CONSTRUCTS:
        for dialect in construct.dialects or DIALECTS:
            for case in CASES:
                source = case.read_text(encoding="utf-8").partition("\n=====\n")[0]
                text = "````\n" + source.replace("````", "") + "\n````\n"
                if "dataview" not in text:
                    assert translated(text, dialect).text == text


@pytest.mark.parametrize(
    ("text", "pandoc"),
    [
        (' .a #b c="d"', '{#b .a c="d"}'),
        (".a.b", "{.a .b}"),
        ("#b style='color: red'", "{#b}"),
        ("target=_blank", '{target="_blank"}'),
        ("toc", ""),
        ("known", "{.x}"),
        ('title="a \\"b"', None),
        ("a 1, :b 2", None),
        ("?", None),
    ],
)
def test_lists_of_attributes(text: str, pandoc: str | None) -> None:
    attr = parsed(text, {"known": ast.Attr("", ("x",))})
    assert (None if attr is None else written(attr)) == pandoc


FILES = {
    "src/a.rs": b"// ANCHOR: all\nfn main() {\n    // ANCHOR: in\n    one();\n    // ANCHOR_END: in\n}\n"
    b"// ANCHOR_END: all\n",
    "src/b.md": b"Included *text*.\n\n{{#include a.rs:in}}\n",
    "src/loop.md": b"{{#include loop.md}}",
    "src/bad.rs": b"\xff\xfe\n",
}


@pytest.mark.parametrize(
    ("directive", "text"),
    [
        ("{{#include a.rs}}", "fn main() {\n    one();\n}"),
        ("{{#include a.rs:in}}", "    one();"),
        ("{{#rustdoc_include a.rs:2}}", "fn main() {"),
        ("{{#include a.rs::2}}", "fn main() {"),
        ("{{#include a.rs:6:}}", "}"),
        ("{{#include b.md}}", "Included *text*.\n\n    one();"),
        ("{{#playground a.rs:in editable}}", "```rust\n    one();\n```"),
        ("{{#include a.rs:gone}}", "[`src/a.rs`]{.missing}"),
        ("{{#include ../../etc/passwd}}", "[`../etc/passwd`]{.missing}"),
        ("{{#include /etc/passwd}}", "[`/etc/passwd`]{.missing}"),
        ("\\{{#include a.rs}}", "\\{\\{#include a.rs}}"),
        ("{{#title x}}", ""),
        ("{{#each}}", "{{#each}}"),
    ],
)
def test_included_files(directive: str, text: str) -> None:
    got = included(f"Before.\n\n{directive}\n\nAfter.\n", "src/post.md", FILES.get)
    assert got.text == f"Before.\n\n{text}\n\nAfter.\n"
    last = got.text.count("\n")
    assert [got.home(line)[0] for line in (1, 3, last)] == [1, 3, 5]
    assert got.home(last, 3) == (5, 3)


def test_files_that_include_themselves_come_to_an_end() -> None:
    got = included("{{#include loop.md}} {{#include bad.rs}}", "src/post.md", FILES.get)
    assert "{{#" not in got.text
    assert [remark.code for remark in got.remarks] == ["DIA015"]


def test_findings_behind_an_included_file_have_the_lines_of_the_post() -> None:
    post = "---\ntitle: x\nlang: en\n---\n\n{{#include b.md}}\n\n## One\n\n#### Two\n"
    found = normalize("src/post.md", post.encode(), Settings(), files=FILES.get)
    assert [item.line for item in found.diagnostics if item.code == "STR003"] == [10]
    assert found.document is not None
    assert "Included text." in plain_text(found.document.blocks)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ('!!! note "Hot tea"\n    First.\n', "note", "Hot tea"),
        ("??? danger\n    First.\n", "caution", ""),
        ("::: tip\nFirst.\n:::\n", "tip", ""),
        ("> [!faq]- Why so?\n> First.\n", "note", "Why so?"),
        ("> [!lemma]\n> First.\n", "note", "lemma"),
        ("> **Warning**\n> First.\n", "warning", ""),
        ("> **注意：**\n> First.\n", "warning", "注意"),
        ("First.\n{: .notice--danger}\n", "caution", ""),
    ],
)
def test_admonitions_of_every_kind_are_callouts(text: str, kind: str, title: str) -> None:
    document = normalize("post.md", text.encode(), Settings(lang="en")).document
    assert document is not None
    (callout,) = document.blocks
    assert isinstance(callout, ast.Div)
    assert callout.c[0].classes == ("callout", kind)
    assert plain_text(callout.c[1][-1:]) == "First."
    assert plain_text(callout.c[1][:-1]) == title


def test_a_quotation_of_bold_words_is_none() -> None:
    for text in ("> **Note** that it is hot.\n", "> **Tea**\n> is hot.\n", "> **Note**\n"):
        document = normalize("post.md", text.encode(), Settings(lang="en")).document
        assert document is not None
        assert isinstance(document.blocks[0], ast.BlockQuote)


def test_tags_in_an_obsidian_note_are_its_tags() -> None:
    post = "---\ntags: [drink]\n---\n\n#tea and (#tea/green), `#code` #1 c#d\n\n[[Pot]]\n"
    document = normalize("post.md", post.encode(), Settings()).document
    assert document is not None
    assert document.dialect == "obsidian"
    assert document.metadata.tags == ("drink", "tea", "tea/green")


def test_tags_of_two_dialects_are_told_unless_the_manifest_decides() -> None:
    post = b"---\ntitle: Tea\n---\n\nHot.\n{: .lead}\n\nSee [[Pot]].\n"
    found = normalize("post.md", post, Settings()).diagnostics
    assert [(item.line, item.code) for item in found if item.code == "DIA001"] == [(8, "DIA001")]
    for path, asked in (("post.md", Settings(dialect="jekyll")), ("_posts/post.md", Settings())):
        found = normalize(path, post, asked).diagnostics
        assert "DIA001" not in {item.code for item in found}


def test_the_heading_that_opens_a_chapter_of_mdbook_is_its_title() -> None:
    post = b"<!-- source -->\n\n## Tea\n\n### Water\n\nHot.\n\n## Summary\n\nDrink.\n"
    document = normalize("ch01.md", post, Settings(dialect="mdbook", lang="en")).document
    assert document is not None
    assert document.metadata.title == "Tea"
    headings = [block.c for block in document.blocks if isinstance(block, ast.Header)]
    assert [(level, plain_text(text)) for level, _, text in headings] == [
        (2, "Water"),
        (2, "Summary"),
    ]


def test_addresses_of_definitions_hold_no_marks() -> None:
    text = "See [a].\n\n[a]: https://example.com/?x==y==&z=[[b]]\n"
    assert translated(text, "obsidian").text == text


@pytest.mark.parametrize(
    ("text", "dialect", "places"),
    [
        ("Tea\n: hot\n: wet\n", "commonmark", [(7, 1)]),
        ("Tea\n: hot\n", "hugo", []),
        ("Tea\n: hot\n", "jekyll", []),
        ("# Tea\n: hot\n\n- a\n: b\n\n```\n\nTea\n: hot\n```\n", "hexo", []),
        ("The HTML page.\n\n*[HTML]: Text\n", "hexo", [(8, 1)]),
        ("A [b](c){: .d #e} `{: .x}`\n{: .lead}\n", "hugo", [(6, 9), (7, 1)]),
        ("A set {: a} and {:toc} or \\{: .x}\n", "commonmark", []),
    ],
)
def test_marks_of_another_dialect_are_told(
    text: str, dialect: str, places: list[tuple[int, int]]
) -> None:
    post = f"---\ntitle: x\nlang: en\n---\n\n{text}"
    found = normalize("p.md", post.encode(), Settings(dialect=dialect, select=("DIA013",)))
    assert [(item.line, item.column) for item in found.diagnostics] == places
