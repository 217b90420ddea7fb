"""Word documents: what stands in the XML."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from publish import ast, layouts
from publish.backends import backend
from publish.backends.docx_contents import bookmark
from publish.backends.docx_language import setting
from publish.backends.docx_tables import LINE, fitted
from publish.backends.ooxml import M, style_of, w
from publish.backends.package import parts
from publish.publication.model import Publication, Resource

LAYOUT = layouts.load("default")
SECTIONS = """## 概述 {#a number-style=cjk-dun number-value=1 number-label="一、"}

正文*强调 word*。脚注[^1]，见[展望](#b)。

## 展望 {#b number-style=cjk-dun number-value=2 number-label="二、"}

### 小型 {#c number-style=arabic-dot number-value=1 number-label="1."}

| 名 | 值 |
|----|---:|
| 甲 | 1 |

公式 $x^2$。

## 总结 {#d .unnumbered}

::: bibliography
::: {#ref-1 .bibentry label="[1]"}
[[1]]{.biblabel} xxx. (2019).
:::
:::

[^1]: 注文。
"""


def render(publication: Publication, **options: Any) -> dict[str, bytes]:
    (artifact,) = backend("docx").render(publication, LAYOUT, options)
    assert artifact.path == publication.name + ".docx"
    return parts(artifact.content)


def root(files: dict[str, bytes], name: str) -> Any:
    return etree.fromstring(files[f"word/{name}.xml"])


def text_of(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(w("t")))


@pytest.fixture(scope="module")
def seed(article: Any) -> dict[str, bytes]:
    return render(article(SECTIONS))


def test_sections_are_headings_without_their_label(seed: dict[str, bytes]) -> None:
    headings = [
        (style_of(each), text_of(each))
        for each in root(seed, "document").iter(w("p"))
        if style_of(each).startswith("Heading")
    ]
    assert headings == [
        ("Heading1", "概述"),
        ("Heading1", "展望"),
        ("Heading2", "小型"),
        ("Heading1", "总结"),
    ]


def test_labels_are_a_multilevel_list_bound_to_the_styles(seed: dict[str, bytes]) -> None:
    numbering, styles = root(seed, "numbering"), root(seed, "styles")
    bound = [each for each in numbering.iter(w("lvl")) if each.find(w("pStyle")) is not None]
    described = [
        tuple(each.find(w(name)).get(w("val")) for name in ("pStyle", "numFmt", "lvlText"))
        for each in bound
    ]
    assert described == [("Heading1", "chineseCounting", "%1、"), ("Heading2", "decimal", "%2.")]
    style = next(each for each in styles.iter(w("style")) if each.get(w("styleId")) == "Heading1")
    number = style.find(f".//{w('numId')}").get(w("val"))
    abstract = bound[0].getparent().get(w("abstractNumId"))
    lists = {
        each.get(w("numId")): each.find(w("abstractNumId")).get(w("val"))
        for each in numbering.iter(w("num"))
    }
    assert lists[number] == abstract


def test_an_unnumbered_section_is_taken_out_of_the_list(seed: dict[str, bytes]) -> None:
    last = [each for each in root(seed, "document").iter(w("p")) if text_of(each) == "总结"][-1]
    assert last.find(f".//{w('numId')}").get(w("val")) == "0"


def test_the_language_is_set_with_fonts_and_indent(seed: dict[str, bytes]) -> None:
    styles = root(seed, "styles")
    defaults = styles.find(w("docDefaults"))
    language, fonts = defaults.find(f".//{w('lang')}"), defaults.find(f".//{w('rFonts')}")
    assert (language.get(w("val")), language.get(w("eastAsia"))) == ("zh-CN", "zh-CN")
    assert (fonts.get(w("ascii")), fonts.get(w("eastAsia"))) == ("Times New Roman", "SimSun")
    indents = {
        each.get(w("styleId")): each.find(f"{w('pPr')}/{w('ind')}")
        for each in styles.iter(w("style"))
    }
    assert indents["BodyText"].get(w("firstLineChars")) == "200"
    for name in ("Compact", "TableText", "ImageCaption", "SourceCode", "Callout"):
        assert indents[name].get(w("firstLineChars")) == "0", name


@pytest.mark.parametrize(
    ("lang", "tag", "indent"),
    [
        ("zh-Hans", "zh-CN", 2),
        ("zh-Hant", "zh-TW", 2),
        ("zh-HK", "zh-HK", 2),
        ("ja", "ja-JP", 1),
        ("ko", "ko-KR", 0),
        ("en", "en-US", 0),
        ("en-GB", "en-GB", 0),
    ],
)
def test_languages(lang: str, tag: str, indent: int) -> None:
    wanted = setting(lang)
    assert (wanted.tag, wanted.indent) == (tag, indent)
    assert wanted.east_asian[:2] in ("zh", "ja", "ko")


def test_properties_name_title_authors_keywords_and_the_epoch(seed: dict[str, bytes]) -> None:
    core = seed["docProps/core.xml"].decode()
    for piece in (
        "<dc:title>大模型简介</dc:title>",
        "<dc:creator>张三; 李四</dc:creator>",
        "<cp:keywords>大模型, gpt, chatgpt</cp:keywords>",
        "<dc:language>zh-CN</dc:language>",
        "一段 &lt;说明&gt;",
    ):
        assert piece in core
    assert core.count("2023-11-14T22:13:20Z") == 2


def test_tables_repeat_their_head_and_keep_rows_whole(seed: dict[str, bytes]) -> None:
    table = next(root(seed, "document").iter(w("tbl")))
    rows = table.findall(w("tr"))
    assert [row.find(f".//{w('tblHeader')}") is not None for row in rows] == [True, False]
    assert all(row.find(f".//{w('cantSplit')}") is not None for row in rows)
    assert {style_of(each) for each in rows[1].iter(w("p"))} == {"TableText"}


def test_emphasized_han_are_dotted_and_latin_is_slanted(seed: dict[str, bytes]) -> None:
    runs = {text_of(run): run for run in root(seed, "document").iter(w("r"))}
    assert runs["强调"].find(f".//{w('em')}").get(w("val")) == "dot"
    assert runs["强调"].find(f".//{w('i')}") is None
    slanted = next(run for text, run in runs.items() if text.strip() == "word")
    assert slanted.find(f".//{w('i')}") is not None


def test_formulas_notes_and_anchors_are_words_own(seed: dict[str, bytes]) -> None:
    document = seed["word/document.xml"].decode()
    assert "<m:oMath" in document
    assert "<w:footnoteReference" in document
    assert "注文。" in seed["word/footnotes.xml"].decode()
    assert 'w:name="ref-1"' in document
    anchors = set(re.findall(r'w:anchor="([^"]+)"', document))
    assert anchors <= set(re.findall(r'w:name="([^"]+)"', document))
    assert " REF b \\h " in document  # a link that says a title is a field that says it


def test_the_header_shows_the_title(seed: dict[str, bytes]) -> None:
    assert "大模型简介" in seed["word/header1.xml"].decode()
    assert 'w:instr="PAGE"' in seed["word/footer1.xml"].decode()


def test_a_picture_is_described_and_drawn(article: Any) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100"><rect/></svg>'
    picture = Resource("images/a.svg", "image/svg+xml", svg, 2000, 100)
    files = render(article("甲 ![](images/a.svg) 乙", resources=(picture,)))
    assert any(name.startswith("word/media/") and name.endswith(".png") for name in files)
    described = re.findall(r' descr="([^"]*)"', files["word/document.xml"].decode())
    assert described == ["图", "图"]
    width = int(re.findall(r'<wp:extent [^>]*cx="(\d+)"', files["word/document.xml"].decode())[0])
    assert width <= 148.3 * 36000  # the text block; 36,000 EMU are a millimetre


def test_a_book_has_contents_chapters_and_one_numbering(book: Any) -> None:
    section = '## 节 {{#{0} number-style=cjk-dun number-value=1 number-label="一、"}}\n\n文。\n'
    files = render(book(section.format("x"), section.format("y" * 60)))
    document = root(files, "document")
    rows = [text_of(each) for each in document.iter(w("p")) if style_of(each).startswith("TOC")]
    assert rows == ["目录", "第一章 篇11", "一、节1", "第二章 篇22", "一、节2"]
    text = files["word/document.xml"].decode()
    assert " PAGEREF _Toc000000003 " in text
    assert 'w:name="_Toc000000003"' in text
    assert f'w:name="{bookmark("y" * 60)}"' in text
    assert text.count("<w:pageBreakBefore/>") == 3
    shapes = re.findall(r'w:lvlText w:val="(第%1章|%2、)"', files["word/numbering.xml"].decode())
    assert shapes == ["第%1章", "%2、"]


def test_pages_before_the_first_chapter_are_counted_apart(book: Any) -> None:
    files = render(book("文。"))
    front, text = root(files, "document").iter(w("sectPr"))
    numbers = [section.find(w("pgNumType")) for section in (front, text)]
    assert [each.get(w("fmt")) for each in numbers] == ["lowerRoman", None]
    assert numbers[1].get(w("start")) == "1"
    kinds = [each.get(w("type")) for each in front.iter(w("footerReference"))]
    assert kinds == ["default"]  # a title page has no number


def test_captions_are_counted_by_word_and_references_say_what_it_counts(article: Any) -> None:
    publication = article("| a | b |\n|---|---|\n| 1 | 2 |\n")
    table = next(
        each for each in publication.chapters[0].document.blocks if isinstance(each, ast.Table)
    )
    attr = ast.Attr("tbl-3", (), (("number-label", "表 3"), ("number-value", "3")))
    caption = (ast.Plain((ast.Str("表"), ast.Space(), ast.Str("3：纸张"))),)
    named = replace(
        table, c=table.c._replace(attr=attr, caption=table.c.caption._replace(long=caption))
    )
    link = ast.Link((ast.NO_ATTR, (ast.Str("表"), ast.Space(), ast.Str("3")), ("#tbl-3", "")))
    blocks = (named, ast.Para((ast.Str("见"), link, ast.Str("。"))))
    chapter = replace(
        publication.chapters[0],
        document=replace(publication.chapters[0].document, blocks=blocks),
    )
    text = render(replace(publication, chapters=(chapter,)))["word/document.xml"].decode()
    assert " SEQ 表 \\* ARABIC \\r 3 " in text  # the first that is counted, and it is 3
    (name,) = re.findall(r" REF (_Ref\d{9}) \\h ", text)
    assert re.search(
        rf'w:name="{name}"/><w:r><w:t xml:space="preserve">表 </w:t></w:r>.*?>3</w:t>', text
    )


def test_formulas_with_a_number_have_it_at_the_right_and_can_be_named(article: Any) -> None:
    text = render(article(r"$$a = b \qquad \text{(2)}$$"))["word/document.xml"].decode()
    equation = next(
        each
        for each in etree.fromstring(text.encode()).iter(w("p"))
        if style_of(each) == "Equation"
    )
    assert len(list(equation.iter(w("tab")))) == 2
    assert text_of(equation) == "(2)"
    assert "SEQ Equation" in text


def test_the_columns_of_a_matrix_are_counted_before_they_are_aligned(article: Any) -> None:
    text = render(article(r"$$\begin{bmatrix} a & b \\ c & d \end{bmatrix}$$"))
    columns = list(root(text, "document").iter(f"{{{M}}}mcPr"))
    assert columns
    assert {tuple(etree.QName(part).localname for part in each) for each in columns} == {
        ("count", "mcJc")
    }


def test_bold_in_bold_is_said_once(article: Any) -> None:
    document = root(render(article("**a [**b**]{.x} c**\n")), "document")
    runs = [[etree.QName(part).localname for part in each] for each in document.iter(w("rPr"))]
    assert ["b", "bCs"] in runs
    assert all(len(set(names)) == len(names) for names in runs)


def test_names_of_bookmarks_are_as_short_as_word_wants_them(article: Any) -> None:
    name = "a-formula-with-a-name-that-word-would-not-take-as-it-is"
    post = f"[$$a = b \\qquad \\text{{(2)}}$$]{{#{name}}}\n\nSee [it](#{name}).\n"
    document = root(render(article(post)), "document")
    marks = [each.get(w("name")) for each in document.iter(w("bookmarkStart"))]
    assert marks
    assert max(map(len, marks)) <= 40
    leads = [each.get(w("anchor")) for each in document.iter(w("hyperlink"))]
    assert leads
    assert set(leads) <= set(marks)


@pytest.mark.parametrize(
    ("lang", "size", "line", "side"), [("zh", "21", "360", "1753"), ("en", "22", "320", "2324")]
)
def test_latin_text_has_a_measure_of_its_own(
    article: Any, lang: str, size: str, line: str, side: str
) -> None:
    files = render(article("Text.", lang=lang))
    styles, section = root(files, "styles"), next(root(files, "document").iter(w("sectPr")))
    body = next(each for each in styles.iter(w("style")) if each.get(w("styleId")) == "BodyText")
    assert next(styles.find(w("docDefaults")).iter(w("sz"))).get(w("val")) == size
    assert next(body.iter(w("spacing"))).get(w("line")) == line
    assert section.find(w("docGrid")).get(w("linePitch")) == line
    assert section.find(w("pgMar")).get(w("left")) == side


def test_a_reading_stands_above_its_word(article: Any) -> None:
    text = render(article('[漢字]{.ruby rt="かんじ"}を', lang="ja"))["word/document.xml"].decode()
    guide = next(etree.fromstring(text.encode()).iter(w("ruby")))
    assert text_of(guide.find(w("rt"))) == "かんじ"
    assert text_of(guide.find(w("rubyBase"))) == "漢字"
    assert guide.find(f".//{w('lid')}").get(w("val")) == "ja-JP"


def test_runs_are_as_few_as_kinds_of_type_and_name_their_language(article: Any) -> None:
    text = "共 12 页，“PDF” 与 It’s 相同，[日本語]{lang=ja} 和 [an *old* word]{lang=en}。"
    paragraph = next(
        each
        for each in root(render(article(text)), "document").iter(w("p"))
        if text_of(each).startswith("共")
    )
    runs = [
        (
            text_of(run),
            (
                run.find(f".//{w('rFonts')}").attrib.get(w("hint"), "")
                if run.find(f".//{w('rFonts')}") is not None
                else ""
            ),
            (
                run.find(f".//{w('lang')}").get(w("val"))
                if run.find(f".//{w('lang')}") is not None
                else ""
            ),
        )
        for run in paragraph.findall(w("r"))
    ]
    assert runs == [
        ("共 12 页，“PDF” 与 It", "eastAsia", ""),
        ("’", "", ""),
        ("s 相同，", "eastAsia", ""),
        ("日本語", "", "ja-JP"),
        (" 和 ", "", ""),
        ("an ", "", "en-US"),
        ("old", "", "en-US"),
        (" word", "", "en-US"),
        ("。", "", ""),
    ]
    japanese = next(run for run in paragraph.findall(w("r")) if text_of(run) == "日本語")
    assert japanese.find(f".//{w('rFonts')}").get(w("eastAsia")) == "Yu Mincho"


def test_the_title_of_a_text_without_sections_is_its_heading(article: Any) -> None:
    files = render(article("文。"))
    title = next(root(files, "document").iter(w("p")))
    assert (style_of(title), text_of(title)) == ("Heading1", "大模型简介")
    assert title.find(f"{w('pPr')}/{w('jc')}").get(w("val")) == "center"
    assert "STYLEREF" not in files["word/header1.xml"].decode()


def test_contents_can_be_left_out(book: Any) -> None:
    assert "TOCHeading" not in render(book("文。"), toc=False)["word/document.xml"].decode()


def test_column_widths_follow_the_content(article: Any) -> None:
    text = "| a | b |\n|---|---|\n| 短 | " + "很长的说明" * 12 + " |\n"
    table = article(text).chapters[0].document.blocks[0]
    widths = [width.c for _, width in fitted(table.c).columns]
    assert widths[0] < 0.2 < 0.7 < widths[1]
    assert sum(widths) == pytest.approx(1, abs=0.001)
    assert LINE > 0


def test_the_same_publication_gives_the_same_bytes(article: Any) -> None:
    publication = article(SECTIONS)
    first, second = (
        next(iter(backend("docx").render(publication, LAYOUT, {}))).content for _ in range(2)
    )
    assert first == second


def test_the_reference_document_is_what_its_script_makes() -> None:
    script = Path(__file__).resolve().parents[1] / "make_reference_docx.py"
    made = runpy.run_path(str(script))["reference_docx"]()
    assert made == LAYOUT.data("reference.docx"), "run: python tests/make_reference_docx.py"
