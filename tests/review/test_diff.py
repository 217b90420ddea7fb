"""A Word file that is edited tells each change at its place in the Markdown."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.backends.package import parts
from publish.cli.main import run

POST = """---
title: 大模型简介
author: 王
date: 2026-01-02
---

# 一、概述

大模型是指参数数量超过千万的模型,
优势在于能够处理更加复杂的数据[^1]。

The quick brown fox jumps over the *lazy* dog.

# 二、列表

1. 第一条
2. 第二条更加小型化

| 名称 | 用途 |
|------|------|
| A4 | 报告、讲义 |

```python
print("hello")
```

公式 $x^2$ 之后的文字。

最后一段没有变化。

[^1]: 脚注里的话。
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Edit = Callable[[dict[str, str]], None]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "post.md").write_text(POST, encoding="utf-8")
    assert run(["build", "post.md", "-f", "docx"]) == 0
    return tmp_path / "post.docx"


def edit(path: Path, *changes: tuple[str, str], part: str = "word/document.xml") -> None:
    """Replace pieces of a part, each of which is there, as a reviewer's program would."""
    files = parts(path.read_bytes())
    text = files[part].decode()
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    files[part] = text.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    code = run(["diff", *arguments])
    lines = capsys.readouterr().out.splitlines()
    assert code == int(bool(lines))
    return lines


def test_a_file_that_nobody_touched_has_no_differences(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, built.name) == []


def test_changed_words_are_told_where_they_are_written(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        built,
        ("超过千万", "超过百万"),
        ("The quick brown", "The swift brown"),
        ("更加小型化", "更小"),
        ("报告、讲义", "报告和讲义"),
        ("hello", "hallo"),
        ("之后的文字", "后的文字"),
    )
    assert told(capsys, "post.docx") == [
        "post.md:9:12: 千 → 百",
        "post.md:12:5: quick → swift",
        "post.md:17:8: 加小型化 → 小",
        "post.md:21:10: 、 → 和",
        "post.md:24:8: hello → hallo",
        "post.md:27:10: 之后 → 后",
    ]


def test_words_of_notes_and_of_the_title_are_found_too(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(built, ("脚注里的话", "注里的话"), part="word/footnotes.xml")
    text = parts(built.read_bytes())["word/document.xml"].decode()
    assert text.count("大模型简介") == 1
    edit(built, ("大模型简介", "大模型概览"))
    assert told(capsys, "post.docx") == [
        "post.md:2:11: 简介 → 概览",
        "post.md:31:7: 脚注 → 注",
    ]


def test_suggestions_and_comments_name_their_author(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = parts(built.read_bytes())["word/document.xml"].decode()
    found = re.search("<w:r>(<w:rPr>[^T]*?</w:rPr>)?<w:t[^>]*>The quick brown fox.*?</w:r>", text)
    assert found
    old = found[0]
    run_ = f'<w:r>{found[1] or ""}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    new = (
        run_.format("The ")
        + '<w:del w:id="900" w:author="李"><w:r><w:delText>quick</w:delText></w:r></w:del>'
        + '<w:ins w:id="901" w:author="李">'
        + run_.format("swift")
        + "</w:ins>"
        + '<w:commentRangeStart w:id="7"/>'
        + run_.format(" brown fox")
        + '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
        + run_.format(" jumps over the ")
    )
    edit(built, (old, new))
    comments = parts(built.read_bytes())["word/comments.xml"].decode()
    end = comments.rindex("</w:comments>") if "</w:comments>" in comments else None
    said = f'<w:comment {W} w:id="7" w:author="Ann"><w:p><w:r><w:t>哪只？</w:t></w:r></w:p></w:comment>'
    if end is None:
        close = comments.rindex("/>")
        edit(built, (comments[close:], f">{said}</w:comments>"), part="word/comments.xml")
    else:
        edit(built, ("</w:comments>", f"{said}</w:comments>"), part="word/comments.xml")
    assert told(capsys, "post.docx") == [
        "post.md:12:5: quick → swift (suggested by 李)",
        "post.md:12:10: brown fox: 哪只？ (comment by Ann)",
    ]


def test_paragraphs_that_came_in_or_went_are_told_as_such(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = parts(built.read_bytes())["word/document.xml"].decode()
    start = text.rindex("<w:p>", 0, text.index("最后一段没有变化。"))
    whole = text[start : text.index("</w:p>", start) + len("</w:p>")]
    fresh = "<w:p><w:r><w:t>完全不同的新话。</w:t></w:r></w:p>"
    edit(
        built,
        (whole, ""),
        (
            '<w:p><w:pPr><w:pStyle w:val="SourceCode"/>',
            f'{fresh}<w:p><w:pPr><w:pStyle w:val="SourceCode"/>',
        ),
    )
    assert told(capsys, "post.docx") == [
        "post.md:24:1: (a new paragraph) → 完全不同的新话。",
        "post.md:29:1: 最后一段没有变化。 → (nothing)",
    ]


def test_json_tells_the_same_to_programs(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(built, ("超过千万", "超过百万"))
    (line,) = told(capsys, "post.docx", "--json")
    assert json.loads(line) == [
        {
            "path": "post.md",
            "line": 9,
            "column": 12,
            "kind": "changed",
            "old": "千",
            "new": "百",
            "author": "",
        }
    ]


def test_no_path_of_this_machine_is_in_the_file(built: Path) -> None:
    properties = parts(built.read_bytes())["docProps/custom.xml"].decode()
    assert "<vt:lpwstr>post.md</vt:lpwstr>" in properties
    assert str(built.parent) not in properties


def test_a_source_that_changed_since_is_said(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = built.parent / "post.md"
    post.write_text(POST.replace("最后一段", "最末一段"), encoding="utf-8")
    capsys.readouterr()
    assert run(["diff", "post.docx"]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == ["post.md:29:2: 末 → 后"]
    assert "DIFF004" in captured.err


@pytest.mark.parametrize(
    ("data", "code"), [(b"no zip", "DIFF001"), (b"PK\x05\x06" + bytes(18), "DIFF002")]
)
def test_a_file_that_was_not_built_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: str
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    assert run(["diff", str(path)]) == 2
    assert code in capsys.readouterr().err


def test_a_file_whose_source_is_gone_is_told(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (built.parent / "post.md").unlink()
    assert run(["diff", "post.docx"]) == 2
    assert "DIFF003" in capsys.readouterr().err


def test_a_book_tells_the_chapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(
            f"# 篇{name}\n\n共同的开头，不同的文字。\n\n第 {name} 章。\n", encoding="utf-8"
        )
    (tmp_path / "publish.toml").write_text(
        '[bundle]\ntitle = "书"\n[documents.book]\ncollect = "*.md"\ntitle = "书"\ntargets = ["docx"]\n',
        encoding="utf-8",
    )
    assert run(["build"]) == 0
    book = tmp_path / "build/docx/book.docx"
    edit(book, ("第 b 章。", "第 b 节。"))
    assert told(capsys, str(book)) == ["b.md:5:5: 章 → 节"]
