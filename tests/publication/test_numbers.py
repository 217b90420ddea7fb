"""Labels of figures, tables and listings: counted once, and the same wherever they are printed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from publish.ast import Figure, Link, Math, Span, Table
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.normalize import Settings, normalize
from publish.publication.model import Chapter
from publish.publication.numbers import with_numbers
from publish.walk import nodes, plain_text

TABLE = "<table><caption>Yield</caption><tr><th>a</th></tr><tr><td>1</td></tr></table>"
CODE = "<figure><pre><code>pour()\n</code></pre><figcaption>Pouring</figcaption></figure>"
PICTURE = '![cup](cup.png "A cup")'
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M0 0h40v40H0z"/></svg>'
)


def chapter(text: str, lang: str = "en", id: str = "tea") -> Chapter:
    head = f"---\ntitle: T\nlang: {lang}\ndate: 2024-01-01\n---\n\n"
    document = normalize("p.md", (head + text).encode(), Settings(), lines=False).document
    assert document is not None
    return Chapter(id, "", document)


def captions(made: Chapter) -> list[str]:
    found = []
    for node in nodes(made.document.blocks):
        if isinstance(node, Figure | Table):
            said = node.c[1] if isinstance(node, Figure) else node.c.caption
            found.append(f"{node.c[0].id}|{plain_text(said.long)}")
    return found


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("zh-Hans", ["图 1：A cup", "表 1：Yield", "代码清单 1：Pouring"]),
        ("zh-Hant", ["圖 1：A cup", "表 1：Yield", "程式碼清單 1：Pouring"]),
        ("ja", ["図 1：A cup", "表 1：Yield", "リスト 1：Pouring"]),
        ("ko", ["그림 1. A cup", "표 1. Yield", "코드 1. Pouring"]),
        ("en", ["Figure 1. A cup", "Table 1. Yield", "Listing 1. Pouring"]),
        ("de", ["Abbildung 1: A cup", "Tabelle 1: Yield", "Listing 1: Pouring"]),
    ],
)
def test_labels_are_in_the_language_of_the_post(lang: str, labels: list[str]) -> None:
    (made,) = with_numbers([chapter(f"{PICTURE}\n\n{TABLE}\n\n{CODE}\n", lang)], [0])
    ids = ["fig-1", "tbl-1", "lst-1"]
    assert captions(made) == [f"{id}|{label}" for id, label in zip(ids, labels, strict=True)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"{PICTURE}\n\n![cup](cup.png)\n\n{PICTURE}\n", ["A cup 1", "", "A cup 2"]),
        ("![a](a.png)\n\nFigure 3. A cup\n\n" + PICTURE, ["Figure 3. A cup", "A cup"]),
        ('![a](a.png "图三：茶")\n\n' + PICTURE, ["图三：茶", "A cup"]),
        ('![a](a.png "Fig A-1 tea")\n\n' + TABLE, ["Fig A-1 tea", "Table 1. Yield"]),
        (f"## Figure\n\n<a id='fig-1'></a>\n\n{PICTURE}\n", ["A cup 1"]),
    ],
)
def test_what_the_author_numbers_is_not_numbered_again(text: str, labels: list[str]) -> None:
    (made,) = with_numbers([chapter(text)], [0])
    said = [label.partition("|")[2] for label in captions(made)]
    assert [re.sub(r"Figure (\d)\. A cup$", r"A cup \1", words) for words in said] == [
        re.sub(r"Figure (\d)\. A cup$", r"A cup \1", label) for label in labels
    ]
    ids = [label.partition("|")[0] for label in captions(made)]
    assert len(set(filter(None, ids))) == len(list(filter(None, ids)))


def test_a_book_counts_by_chapter_and_leads_from_one_to_another() -> None:
    spine = [
        chapter(PICTURE, "zh", "preface"),
        chapter(f"{PICTURE}\n\n{PICTURE}\n", "zh", "one"),
        chapter(PICTURE, "zh", "one-one"),
        chapter(f"见图 1-3 和图 2-1。\n\n{PICTURE}\n", "zh", "two"),
        chapter(PICTURE, "zh", "appendix"),
    ]
    made = with_numbers(spine, [0, 1, 1, 2, 0], in_book=True)
    assert [label for each in made for label in captions(each)] == [
        "preface--fig-1|图 1：A cup",
        "one--fig-1-1|图 1-1：A cup",
        "one--fig-1-2|图 1-2：A cup",
        "one-one--fig-1-3|图 1-3：A cup",
        "two--fig-2-1|图 2-1：A cup",
        "appendix--fig-2|图 2：A cup",
    ]
    links = [node for node in nodes(made[3].document.blocks) if isinstance(node, Link)]
    assert [link.c[2][0] for link in links] == ["#one-one--fig-1-3", "#two--fig-2-1"]


def test_every_format_prints_the_same_labels(tmp_path: Path) -> None:
    for name in ("one", "two"):
        head = f"---\ntitle: {name}\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n见表 2-1。\n\n"
        (tmp_path / f"{name}.md").write_text(f"{head}{PICTURE}\n\n{TABLE}\n\n{CODE}\n")
    (tmp_path / "cup.svg").write_text(SQUARE)
    for post in tmp_path.glob("*.md"):
        post.write_text(post.read_text().replace("cup.png", "cup.svg"))
    (tmp_path / "publish.toml").write_text(
        '[documents.book]\ntitle = "书"\ncollect = "*.md"\n'
        'targets = ["html", "pdf", "epub", "docx", "pptx"]\n'
    )
    report = build(BuildRequest(manifest=tmp_path / "publish.toml"))
    assert not report.failed
    said = {path.suffix: words(path) for path in (tmp_path / "build").rglob("book.*")}
    labels = ["图1-1：Acup", "表1-1：Yield", "代码清单1-1：Pouring", "图2-1：Acup", "表2-1：Yield"]
    assert len(said) == 5
    for suffix, text in said.items():
        for label in labels:
            assert text.count(label) >= 1, (suffix, label)


def words(path: Path) -> str:
    """What a file says, without white space and marks."""
    if path.suffix == ".pdf":
        with pdfium.PdfDocument(path) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
    elif path.suffix == ".html":
        text = path.read_text()
    else:
        with zipfile.ZipFile(path) as parts:
            text = "".join(
                parts.read(name).decode() for name in parts.namelist() if name.endswith("ml")
            )
    text = re.sub(
        r"<w:instrText[^>]*>.*?</w:instrText>", "", text
    )  # how Word counts, not what it shows
    return re.sub(r"<[^>]*>|\s|\u200b|\u2006", "", text)


MARKED = (
    "$$a = b$$\n:eqlabel:`eq_a`\n\n$$\\label{eq:b} c = d$$\n\n$$e = f$$\n\n$$g \\tag{2-9}$$\n\n"
)


def formulas(made: Chapter) -> list[str]:
    return [node.c[1] for node in nodes(made.document.blocks) if isinstance(node, Math)]


def test_formulas_with_a_label_are_one_series_however_it_was_written() -> None:
    (made,) = with_numbers([chapter(MARKED, "zh")], [2])
    assert formulas(made) == [
        r"a = b \qquad \text{(2-1)}",
        r"c = d \qquad \text{(2-2)}",
        "e = f",
        r"g \qquad \text{(2-9)}",
    ]


def test_a_number_that_the_author_gave_to_a_formula_is_not_given_again() -> None:
    text = "$$\\label{x} a \\tag{1}$$\n\n$$\\label{y} b$$\n\n$$\\label{z} c \\tag*{2}$$\n"
    (made,) = with_numbers([chapter(text)], [0])
    assert formulas(made) == [
        r"a \qquad \text{(1)}",
        r"b \qquad \text{(2)}",
        r"c \qquad \text{2}",
    ]


def test_a_formula_has_one_number_however_many_labels_it_has() -> None:
    lines = r"$$\begin{align} a \label{x} \\ b \label{y} \end{align}$$"
    made = chapter(f"{lines}\n:eqlabel:`z`\n")
    (span,) = [node for node in nodes(made.document.blocks) if isinstance(node, Span)]
    assert (span.c[0].id, span.c[0].get("alias")) == ("z", "y x")
    (numbered,) = with_numbers([made], [0])
    assert [text.count(r"\text{(1)}") for text in formulas(numbered)] == [1]
