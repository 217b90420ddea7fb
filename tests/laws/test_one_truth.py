"""12: one truth. What a book computes (labels, numbers, contents, links, bibliography) is literally the
same in the page, the PDF, the EPUB, the Word document and the slides."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from lxml import etree

from laws import outputs
from laws.outputs import squeezed
from publish.backends.docx_captions import bookmark_of
from publish.engine.build import build
from publish.engine.request import BuildRequest

FILES = {
    "publish.toml": """
[bundle]
title = "茶"
[sources.book]
summary = "SUMMARY.md"
[documents.book]
collect = "book"
title = "茶书"
targets = ["html", "pdf", "epub", "docx", "pptx"]
""",
    "SUMMARY.md": """# 茶书

[序](preface.md)

# 叶的部分

- [茶叶](leaf.md)
  - [采摘](pick.md)

# 水的部分

- [水](water.md)

[跋](after.md)
""",
    "preface.md": "先说 :numref:`chap_water`。\n\n## 缘起\n\n从 :numref:`chap_leaf` 起。",
    "leaf.md": """# 茶叶
:label:`chap_leaf`

## 一、绿茶
:label:`sec_green`

炒青[^1]，见 :numref:`fig_leaf`、:numref:`tab_leaf`、:eqref:`eq_leaf` 与 $\\eqref{eq:two}$，陆羽说过[1]。

![叶](leaf.svg "一片叶")
:label:`fig_leaf`

$$a = b$$
:eqlabel:`eq_leaf`

$$\\label{eq:two} c = d$$

<table id="tab_leaf"><caption>产量</caption><tr><th>年</th></tr><tr><td>一</td></tr></table>

[^1]: 炒也叫杀青。

## 参考文献

[1] 陆羽. 茶经[M]. 北京: 中华书局, 2010.
""",
    "pick.md": """# 采摘
:label:`chap_pick`

## 采摘之法

清明前，见 :eqref:`eq_pick`。

$$e = f$$
:eqlabel:`eq_pick`
""",
    "water.md": """# 水
:label:`chap_water`

## 1. 山水

山水上，见 :numref:`chap_pick`、:numref:`sec_green`、:numref:`fig_leaf`、:eqref:`eq_pick`。江水中[^a]。

![水](leaf.svg "一瓢水")

$$\\label{eq:w} g = h$$

[^a]: 取去人远者。
""",
    "after.md": "水见 :eqref:`eq:w`。\n\n![尾](leaf.svg \"一盏\")",
    "leaf.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<path d="M0 0h40v40H0z"/></svg>',
}  # fmt: skip
TITLES = {
    "preface": "序", "leaf": "茶叶", "pick": "采摘", "water": "水", "after": "跋",
}  # fmt: skip

CONTENTS = [
    "序", "缘起", "叶的部分", "第一章 茶叶", "一、绿茶", "参考文献", "1.1 采摘", "采摘之法",
    "水的部分", "第二章 水", "1. 山水", "跋",
]  # fmt: skip
REFERENCES = [
    ("第二章", "water--chap_water"),
    ("第一章", "leaf--chap_leaf"),
    ("图 1-1", "leaf--fig_leaf"),
    ("表 1-1", "leaf--tab_leaf"),
    ("(1-1)", "leaf--eq_leaf"),
    ("(1-2)", "leaf--eq-two"),
    ("[1]", "leaf--ref-1"),
    ("(1-3)", "pick--eq_pick"),
    ("第 1.1 节", "pick--chap_pick"),
    ("一、绿茶", "leaf--sec_green"),
    ("图 1-1", "leaf--fig_leaf"),
    ("(1-3)", "pick--eq_pick"),
    ("(2-1)", "water--eq-w"),
]
CAPTIONS = ["图 1-1：一片叶", "表 1-1：产量", "图 2-1：一瓢水", "图 1：一盏"]
FORMULAS = ["(1-1)", "(1-2)", "(1-3)", "(2-1)"]
ENTRY = "[1] 陆羽. 茶经[M]. 北京: 中华书局, 2010."
NOTES = ["炒也叫杀青。", "取去人远者。"]
LINK, INSTRUCTION = f"{outputs.W}hyperlink", f"{outputs.W}instrText"
FORMATS = ("html", "pdf", "epub", "docx", "pptx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("book")
    for name, text in FILES.items():
        title = TITLES.get(name.removesuffix(".md"))
        head = f"---\ntitle: {title}\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n" if title else ""
        (folder / name).write_text(head + text, encoding="utf-8")
    report = build(BuildRequest(manifest=folder / "publish.toml", jobs=1))
    assert not report.failed
    assert not [item for item in report.diagnostics if item.code.startswith("LNK")]
    return {name: folder / f"build/{name}/book.{name}" for name in FORMATS}


def test_contents_are_the_same_everywhere(made: dict[str, Path]) -> None:
    expected = list(map(squeezed, CONTENTS))
    assert outputs.html_contents(made["html"]) == expected
    assert outputs.html_headings(made["html"]) == expected
    assert outputs.epub_contents(made["epub"]) == (expected, expected)
    assert outputs.bookmarks(made["pdf"]) == expected
    titles = outputs.slide_titles(made["pptx"])
    rest = iter(titles)
    assert all(any(title.startswith(each) for title in rest) for each in expected)


def test_word_would_make_the_contents_that_it_holds(made: dict[str, Path]) -> None:
    """The field is updated from the levels of headings; their labels are those of Word's own list."""
    shown = styled(made["docx"], "TOC")
    headings = styled(made["docx"], "Heading")
    assert [text for _, text in shown] == [
        squeezed(text) for text, level in zip(CONTENTS, LEVELS, strict=True) if level <= 3
    ]
    assert [level for level, _ in headings] == LEVELS
    below = [(level, text) for level, text in headings if level <= 3]
    assert [level for level, _ in below] == [level for level, _ in shown]
    for (_, entry), (_, text) in zip(shown, below, strict=True):
        assert entry.endswith(text)
    assert 'TOC \\o "1-3"' in part(made["docx"], "word/document.xml").decode()


def test_references_say_the_same_and_lead_to_the_same_places(made: dict[str, Path]) -> None:
    expected = [(squeezed(words), id) for words, id in REFERENCES]
    assert page_links(made["html"].read_bytes()) == expected
    pages = [
        data for name, data in parts(made["epub"]) if re.search(r"chapter-\d+[^/]*\.xhtml", name)
    ]
    assert [link for data in pages for link in page_links(data)] == expected
    body = etree.fromstring(part(made["docx"], "word/document.xml"))
    assert word_links(body) == expected
    anchors = {each.get(f"{outputs.W}name") for each in body.iter(f"{outputs.W}bookmarkStart")}
    assert {name for name, _ in word_fields(body)} <= anchors
    assert {link.get(f"{outputs.W}anchor") for link in body.iter(LINK)} <= {*anchors, None}
    with pikepdf.open(made["pdf"]) as pdf:
        names = pdf_links(pdf)
        assert set(names) <= set(pikepdf.NameTree(pdf.Root.Names.Dests))
    wanted = [id for _, id in expected]
    assert all(names.count(id) >= wanted.count(id) for id in wanted)
    said = outputs.words(made["pptx"])
    assert all(words in said for words, _ in expected)


def test_every_link_of_an_epub_leads_somewhere(made: dict[str, Path]) -> None:
    ids = {
        (name, each.get("id"))
        for name, data in parts(made["epub"])
        if name.endswith(".xhtml")
        for each in etree.fromstring(data).iter()
        if each.get("id")
    }
    names = {name for name, _ in parts(made["epub"])}
    for name, data in parts(made["epub"]):
        if not name.endswith(".xhtml"):
            continue
        for link in etree.fromstring(data).iter(f"{outputs.H}a"):
            file, _, id = link.get("href", "").partition("#")
            target = f"EPUB/{file}" if file else name
            assert (target, unquote(id)) in ids if id else target in names, (name, link.get("href"))


def test_captions_and_numbers_of_formulas_are_the_same(made: dict[str, Path]) -> None:
    for name, path in made.items():
        said = outputs.words(path)
        for caption in CAPTIONS:
            assert said.count(squeezed(caption)) >= 1, (name, caption)
        numbers = formula_numbers(name, path)
        assert numbers == FORMULAS, name


def test_bibliography_and_notes_are_the_same(made: dict[str, Path]) -> None:
    for name, path in made.items():
        said = outputs.words(path)
        assert squeezed(ENTRY) in said, name
        for note in NOTES:
            assert said.count(squeezed(note)) == 1, (name, note)


def test_a_part_has_a_page_of_its_own(made: dict[str, Path]) -> None:
    names = [name for name, _ in parts(made["epub"])]
    package = part(made["epub"], "EPUB/content.opf").decode()
    assert {"EPUB/part-01.xhtml", "EPUB/part-02.xhtml"} <= set(names)
    spine = re.findall(r'<itemref idref="([^"]*)"', package)
    order = [name for name in spine if name.startswith(("chapter", "part"))]
    assert order == [
        "chapter-01-preface", "part-01", "chapter-02-leaf", "chapter-03-pick", "part-02",
        "chapter-04-water", "chapter-05-after",
    ]  # fmt: skip
    navigation = part(made["epub"], "EPUB/nav.xhtml").decode()
    assert 'href="part-01.xhtml"' in navigation
    page = made["html"].read_text(encoding="utf-8")
    assert '<a href="#part--leaf">' in page
    assert '<h2 id="part--leaf">' in page


LEVELS = [1, 2, 1, 2, 3, 3, 3, 4, 1, 2, 3, 1]  # of CONTENTS


def parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as package:
        return [(name, package.read(name)) for name in sorted(package.namelist())]


def part(path: Path, name: str) -> bytes:
    return dict(parts(path))[name]


def page_links(data: bytes) -> list[tuple[str, str]]:
    """The references of a page by their words, and the ids that they lead to."""
    tree = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    kinds = {"reference", "cross-reference", "citation"}
    return [
        (squeezed("".join(link.itertext())), unquote(link.get("href").partition("#")[2]))
        for link in tree.iter("a")
        if kinds & set((link.get("class") or "").split())
    ]


def word_links(body: Any) -> list[tuple[str, str]]:
    """The same of a Word document, without its contents; a field names the bookmark of a label."""
    labels = {bookmark_of(id): id for _, id in REFERENCES}
    return [
        (outputs._words(each, f"{outputs.W}t"), each.get(f"{outputs.W}anchor"))
        if each.tag == LINK
        else (squeezed(result(each)), labels.get(target(each), target(each)))
        for each in body.iter(LINK, INSTRUCTION)
        if (target(each) if each.tag == INSTRUCTION else each.get(f"{outputs.W}anchor"))
        and next(each.iterancestors(f"{outputs.W}sdt"), None) is None
    ]


def word_fields(body: Any) -> list[tuple[str, str]]:
    """The bookmarks that the fields of a Word document name, and what is shown of each."""
    return [(target(each), result(each)) for each in body.iter(INSTRUCTION) if target(each)]


def target(instruction: Any) -> str:
    """The bookmark that a field says the text or the page of."""
    found = re.match(r" (?:PAGE)?REF (\S+) ", instruction.text)
    return found[1] if found else ""


def result(instruction: Any) -> str:
    """The result of a field."""
    words = []
    for run in instruction.getparent().itersiblings(f"{outputs.W}r"):
        mark = run.find(f"{outputs.W}fldChar")
        if mark is not None and mark.get(f"{outputs.W}fldCharType") == "end":
            break
        words += [each.text or "" for each in run.iter(f"{outputs.W}t")]
    return "".join(words)


def pdf_links(pdf: Any) -> list[str]:
    """The names of the places that the links of a PDF lead to."""
    found: list[str] = []
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            action = note.get("/A", {})
            place = action.get("/D", note.get("/Dest"))
            if note.Subtype == "/Link" and isinstance(place, pikepdf.String):
                found.append(str(place))
    return found


def styled(path: Path, style: str) -> list[tuple[int, str]]:
    """The paragraphs of a Word document in a style with a number: that number, and their words without
    the page that an entry of the contents ends with."""
    body = etree.fromstring(part(path, "word/document.xml"))
    found = []
    for paragraph in body.iter(f"{outputs.W}p"):
        name = paragraph.find(f"{outputs.W}pPr/{outputs.W}pStyle")
        value = "" if name is None else name.get(f"{outputs.W}val")
        if re.fullmatch(rf"{style}\d", value):
            words = outputs._words(paragraph, f"{outputs.W}t")
            pages = [page for name, page in word_fields(paragraph) if name.startswith("_Toc")]
            found.append((int(value[-1]), words.removesuffix("".join(pages))))
    return found


def formula_numbers(name: str, path: Path) -> list[str]:
    """The numbers behind formulas, in reading order."""
    mathematics = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    match name:
        case "html" | "epub":
            pages = (
                [path.read_bytes()]
                if name == "html"
                else [data for name, data in parts(path) if "/chapter" in name]
            )
            texts = re.findall(r"<mtext[^>]*>(\([\d-]+\))</mtext>", b"".join(pages).decode())
        case "pdf":
            texts = re.findall(r"\\text\{(\([\d-]+\))\}", alternative_texts(path))
        case "docx":
            texts = [
                number
                for paragraph in etree.fromstring(part(path, "word/document.xml")).iter(
                    f"{outputs.W}p"
                )
                if paragraph.find(f".//{mathematics}oMath") is not None
                for number in re.findall(r"\([\d-]+\)$", outputs._words(paragraph, f"{outputs.W}t"))
            ]
        case _:
            texts = [
                "".join(each.itertext())
                for tree in outputs._parts(path, r"ppt/slides/slide\d+\.xml")
                for formula in tree.iter(f"{mathematics}oMath")
                for each in formula.iter(f"{mathematics}t")
            ]
            texts = re.findall(r"\([\d-]+\)", " ".join(texts))
    return texts


def alternative_texts(path: Path) -> str:
    """What a PDF says in place of its pictures, in the order of its structure."""

    def below(element: Any) -> list[str]:
        if isinstance(element, pikepdf.Array):
            return [text for each in element for text in below(each)]
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return []
        own = [str(element.Alt)] if "/Alt" in element else []
        return own + below(element.get("/K", pikepdf.Array()))

    with pikepdf.open(path) as pdf:
        return " ".join(below(pdf.Root.StructTreeRoot.K))
