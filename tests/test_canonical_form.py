"""What holds of every document in canonical form, whatever the post it was made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import (
    Block,
    Code,
    CodeBlock,
    Div,
    Figure,
    Header,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Node,
    Note,
    Para,
    Plain,
    RawBlock,
    RawInline,
    SoftBreak,
    Space,
    Span,
    Str,
    Table,
)
from publish.document import Document
from publish.normalize import Settings, normalize, revise
from publish.walk import block_parts, inline_parts, nodes

SAMPLES = Path(__file__).resolve().parents[1].parent / "shared" / "samples"

WIDE = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]\n[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
)


def faults(document: Document) -> list[str]:
    """Sentences that say what is wrong; none for a document in canonical form."""
    return [*_titles(document), *_ids(document), *_breaks(document), *_raw(document)]


def _titles(document: Document) -> Iterator[str]:
    if not document.metadata.title.strip():
        yield "there is no title"
    levels = [node.c[0] for node in nodes(document.blocks) if isinstance(node, Header)]
    if min(levels, default=2) < 2:
        yield "a heading has the level of the title"
    for above, below in pairwise([1, *levels]):
        if below > above + 1:
            yield f"level {below} follows level {above}"


def _ids(document: Document) -> Iterator[str]:
    for id, count in Counter(filter(None, map(_id, nodes(document.blocks)))).items():
        if count > 1:
            yield f"{count} nodes have the id “{id}”"
    for node in nodes(document.blocks):
        if isinstance(node, Header) and not node.c[1].id:
            yield "a heading has no id"


def _id(node: Block | Inline) -> str:
    match node:
        case Header(c=(_, attr, _)):
            return attr.id
        case Div(c=(attr, _)) | Span(c=(attr, _)) | CodeBlock(c=(attr, _)) | Code(c=(attr, _)):
            return attr.id
        case Figure(c=(attr, *_)) | Table(c=(attr, *_)) | Link(c=(attr, *_)) | Image(c=(attr, *_)):
            return attr.id
    return ""


def _breaks(document: Document) -> Iterator[str]:
    if document.metadata.lang.startswith("ko"):
        return
    for node in nodes(document.blocks):
        text = isinstance(node, Para | Plain | Header)
        if text and (found := WIDE.search("".join(map(_text, block_parts(node))))):
            yield f"a line breaks inside “{found[0]}”"


def _text(node: Block | Inline) -> str:
    match node:
        case Str(c=text):
            return text
        case Code() | Math():
            return "x"  # their own lines are theirs
        case SoftBreak():
            return "\n"
        case Space() | LineBreak():
            return " "
        case Note() | Image():
            return ""
        case Node():
            raise AssertionError(node)
    return "".join(map(_text, inline_parts(node)))


def _raw(document: Document) -> Iterator[str]:
    for node in nodes(document.blocks):
        if isinstance(node, RawBlock | RawInline):
            yield f"raw {node.c[0]} is left"


def checked(path: str, data: bytes) -> list[str]:
    """The faults of a post's canonical form; a post that cannot be read says why."""
    normalized = normalize(path, data, Settings(), lines=False)
    if normalized.document is None:
        return [] if any(item.severity == "error" for item in normalized.diagnostics) else ["none"]
    found = faults(normalized.document)
    if revise(normalized.document, Settings())[0] != normalized.document:
        found.append("revising it again changes it")
    return found + [item.message for item in normalized.diagnostics if item.code == "BUG001"]


# ------------------------------------------------------------------------ posts made up for it

WORDS = st.text(st.sampled_from("茶水叶，。：（）《》a1 *`~"), min_size=1, max_size=12)
LINE = st.builds(
    "{}{}".format,
    st.sampled_from(
        [
            "",
            "",
            "## ",
            "# ",
            "#### ",
            "- ",
            "* ",
            "1. ",
            "2.",
            "一、",
            "> ",
            "> # ",
            "①",
            "**",
            "| ",
        ]
    ),
    WORDS,
)
OTHER = st.sampled_from(
    [
        "",
        "",
        "---",
        "===",
        "```",
        "~~~golang",
        "|---|",
        "[TOC]",
        "<!--more-->",
        '<div id="a">',
        "</div>",
        '文<a id="a"></a>',
        "### {#a}",
        "## 茶 {#a}",
        "文[^1]",
        "[^1]: 注**：**文",
        "# 参考文献",
        "[1] 张. 茶[M].",
        "$$",
        "&emsp;文",
    ]
)
POST = st.lists(st.one_of(LINE, OTHER), max_size=14).map("\n".join)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["", "---\nlang: zh\n---\n", "---\ntitle: 茶\n---\n\n"]), POST)
def test_a_post_of_any_kind_comes_out_in_canonical_form(head: str, body: str) -> None:
    assert checked("post.md", f"{head}{body}\n".encode()) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<div id="a">\n\n文\n\n</div>\n\n<div id="a">\n\n文\n\n</div>', "id"),
        ("文[^1]\n文\n\n[^1]: 注", "break"),
        ("> # 文\n\n#### 文", "level"),
    ],
)
def test_what_once_broke_it(body: str, fault: str) -> None:
    assert checked(f"{fault}.md", f"---\nlang: zh\n---\n\n{body}\n".encode()) == []


def samples() -> list[Path]:
    return sorted(path for path in SAMPLES.rglob("*.md") if path.parent != SAMPLES)


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("path", samples(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_every_foreign_post_comes_out_in_canonical_form(path: Path) -> None:
    assert checked(path.relative_to(SAMPLES).as_posix(), path.read_bytes()) == []
