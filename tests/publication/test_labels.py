"""Labels and references of Sphinx and d2lbook in whole builds: they arrive, and say where they lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.normalize import Settings, normalize
from publish.walk import plain_text

MANIFEST = """
[bundle]
title = "茶"

[sources.all]
include = ["*.md"]

[documents.post]
each = "all"
targets = ["html"]

[documents.book]
collect = "all"
targets = ["html", "epub"]
"""
FIRST = """---
title: 第一课
lang: zh
---

# 第一课
:label:`chap_one`

## 1. 煮水
:label:`sec_water`

### 沏茶
:label:`sec_pour`

$$a = b$$
:eqlabel:`eq_heat`

![图](cup.svg)
:label:`fig_cup`

图 1-2 茶杯

![茶树。](tree.svg)
:label:`fig_tree`

|茶|水|
|--|--|
|一|二|
:label:`tab_tea`

表 3 茶与水

## 2. 喝茶

见 :numref:`fig_cup`。
"""
SECOND = """---
title: Second
lang: en
---

See :numref:`chap_one`, :numref:`sec_water`, :ref:`sec_pour`, :eqref:`eq_heat`, :numref:`fig_cup`,
:numref:`fig_tree`, :numref:`tab_tea`, {ref}`my words <sec_pour>` and :ref:`nowhere`. :cite:`lu,xu`
"""
SAID = {
    "chap_one": "第一课",
    "sec_water": "Section 1",
    "sec_pour": "沏茶",
    "eq_heat": "Formula “第一课”",  # another page counts its own formulas
    "fig_cup": "图 1-2",
    "fig_tree": "Figure “茶树”",
    "tab_tea": "表 3",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    (folder / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "one.md").write_text(FIRST, encoding="utf-8")
    (folder / "two.md").write_text(SECOND, encoding="utf-8")
    for name in ("cup", "tree"):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    report = build(BuildRequest(manifest=folder / "publish.toml", jobs=1))
    assert report.failed == ()
    column = SECOND.splitlines()[6].index(":ref:`nowhere") + 1
    lost = [item for item in report.diagnostics if item.code == "LNK010"]
    assert {(item.path, item.line, item.column) for item in lost} == {("two.md", 7, column)}
    assert {item.message for item in lost} == {"no post of this build has the label “nowhere”"}
    keys = {item.message for item in report.diagnostics if item.code == "REF008"}
    assert keys == {f"no bibliography has the key “{key}”" for key in ("lu", "xu")}
    return folder / "build"


def references(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a href="([^"]*)" class="reference">(.*?)</a>', page)
    return [(address, re.sub("<[^>]*>", "", words)) for address, words in found]


def test_a_reference_leads_to_the_page_of_the_other_post_and_says_its_number(folder: Path) -> None:
    page = (folder / "html/two.html").read_text(encoding="utf-8")
    expected = [(f"one.html#{label}", said) for label, said in SAID.items()]
    assert references(page) == [*expected, ("one.html#sec_pour", "my words")]
    assert '<span class="lost-link">nowhere</span>' in page
    assert "[lu, xu]" in page
    other = (folder / "html/one.html").read_text(encoding="utf-8")
    assert all(f'id="{label}"' in other for label in SAID)
    assert references(other) == [("#fig_cup", "图 1-2")]


def test_in_a_book_it_leads_to_the_other_chapter(folder: Path) -> None:
    page = (folder / "html/book.html").read_text(encoding="utf-8")
    links = references(page)
    said = SAID | {"chap_one": "第一章", "eq_heat": "(1-1)"}
    assert [(f"#one--{label}", words) for label, words in said.items()] == links[1:-1]
    assert all(f'id="{address[1:]}"' in page for address, _ in links)


def test_a_citation_by_a_role_is_set_where_the_bibliography_has_the_key() -> None:
    front = "---\ntitle: 茶\nlang: zh\nreferences:\n- {id: lu, type: book, title: 茶经}\n---\n\n"
    for role, words, told in (
        (":cite:`lu`", "文[1]。", ["a reference is cited by its key"]),
        (":cite:`xu`", "文[xu]。", ["no bibliography has the key “xu”"]),
        (
            ":cite:`xu,lu,no key!`",
            "文[1][xu][no key!]。",
            [
                "a reference is cited by its key",
                "no bibliography has the key “no key!”",
                "no bibliography has the key “xu”",
            ],
        ),
    ):
        found = normalize("tea.md", f"{front}文 {role}。\n".encode(), Settings())
        assert found.document is not None
        assert plain_text(found.document.blocks[:1]) == words
        assert [item.message for item in found.diagnostics if item.code == "REF008"] == told


def test_a_reference_to_a_table_says_the_number_of_its_caption(tmp_path: Path) -> None:
    text = "---\ntitle: 茶\nlang: zh\n---\n\n见 :numref:`tab_tea`。\n\n:超参数\n\n|茶|\n|--|\n|一|\n:label:`tab_tea`\n"
    (tmp_path / "tea.md").write_text(text, encoding="utf-8")
    assert not build(BuildRequest(paths=(tmp_path / "tea.md",), formats=("html",), jobs=1)).failed
    page = (tmp_path / "tea.html").read_text(encoding="utf-8")
    assert references(page) == [("#tab_tea", "表 1")]
    assert "<caption>表 1：超参数</caption>" in page


def test_references_have_the_number_that_the_caption_gets(tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "tea.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    head = "---\ntitle: {}\nlang: zh\ndate: 2024-01-01\n---\n\n"
    first = '![杯子](tea.svg "一杯茶")\n:label:`fig_tea`\n\n看 :numref:`fig_tea` 吧。\n'
    second = "看 :numref:`fig_tea`，{ref}`这张 <fig_tea>`。\n"
    (tmp_path / "a.md").write_text(head.format("甲") + first, encoding="utf-8")
    (tmp_path / "b.md").write_text(head.format("乙") + second, encoding="utf-8")
    assert not build(BuildRequest(manifest=tmp_path / "publish.toml", jobs=1)).failed
    words = {
        path.name: re.findall(r'class="reference">([^<]*)<', path.read_text(encoding="utf-8"))
        for path in tmp_path.rglob("*.html")
    }
    book = next(words[name] for name in words if name not in ("a.html", "b.html"))
    assert book == ["图 1-1", "图 1-1", "这张"]
    assert words["a.html"] == ["图 1"]
    assert words["b.html"] == ["图“一杯茶”", "这张"]  # another file counts its own figures
