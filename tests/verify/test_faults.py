"""Faults planted in finished files, one by one: verify finds each of them, and none in clean files.

The table is the test: a fault is the format, what is done to its file, and the code that must be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Name, String
from verify.damage import Damaging, dropped, elements, part, pdf, renamed, swapped, text, without
from verify.files import FORMATS, Built, built

from publish.engine.request import BuildRequest


class Fault(NamedTuple):
    """What is done to a file, and what must be said of it."""

    format: str
    damage: Damaging
    code: str
    says: str = ""


def _a(name: str) -> str:
    return rf"<w:p>(?:(?!<w:p>).)*?{name}.*?</w:p>"


def _page_cut(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.CropBox = Array([0, 500, 595, 842])


def _nowhere(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        for link in page.get("/Annots", ()):
            if "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo":
                link.A = pikepdf.Dictionary(S=Name.GoTo, D=String("nowhere"))
                if "/Dest" in link:
                    del link.Dest


def _no_alt(document: pikepdf.Pdf) -> None:
    figure = next(each for each in elements(document, "/Figure") if "盖碗" in str(each.Alt))
    del figure.Alt


def _without_bookmark(document: pikepdf.Pdf) -> None:
    first = document.Root.Outlines.First
    document.Root.Outlines.First = first.Next


def _other_title(document: pikepdf.Pdf) -> None:
    document.docinfo[Name.Title] = String("Another title")


def _other_bookmark(document: pikepdf.Pdf) -> None:
    document.Root.Outlines.First.Title = String("四、选茶")


def _without(key: str) -> Damaging:
    def change(document: pikepdf.Pdf) -> None:
        del document.Root[key]

    return pdf(change)


SLIDES = r"ppt/slides/slide\d+\.xml"
CHAPTER = r"/(?!cover|title|nav|notes|part)[^/]*\.xhtml$"
WORD = "word/document.xml"

FAULTS = {
    # the web page
    "a paragraph is dropped": Fault("html", text("<p>春茶在.*?</p>", ""), "VFY001", "春茶"),
    "two items of a list change places": Fault(
        "html", text("(<li>绿茶不发酵</li>)(.*?)(<li>红茶全发酵</li>)", r"\3\2\1"), "VFY002"
    ),
    "a number is changed": Fault("html", text("48000", "4800"), "VFY003", "4800"),
    "words are added": Fault("html", text("好纸不怕细看。", "好纸不怕细看。买！"), "VFY004", "买"),
    "a list begins with another number": Fault(
        "html", text(r"<ol([^>]*)>(?=\s*<li>先看)", r'<ol start="2"\1>'), "VFY006"
    ),
    "an anchor is dead": Fault("html", text('id="水与火"', 'id="火"'), "VFY007", "water"),
    "a link leads to another site": Fault("html", text("tea.leaf=1", "coffee"), "VFY008"),
    "a link is lost": Fault("html", text('<a href="https[^>]*>一个网站</a>', "一个网站"), "VFY008"),
    "the title in the head is another": Fault("html", text("<title>.*?<", "<title>Tea<"), "VFY009"),
    "the language is missing": Fault("html", text('<html lang="zh-Hans">', "<html>"), "VFY009"),
    "a keyword is missing": Fault("html", text("茶, 纸, typ", "茶, typ"), "VFY009", "纸"),
    "an alternative text is lost": Fault("html", text('alt="一只[^"]*"', 'alt=""'), "VFY010"),
    "an id is there twice": Fault("html", text("<blockquote>", '<blockquote id="水与火">'), "VFY011"),
    "a heading has another level": Fault(
        "html", text("<h3 (.*?)</h3>", r"<h4 \1</h4>"), "VFY011", "level"
    ),
    "a table has no head": Fault("html", text("<(/?)th[ >][^<>]*?", r"<\1td>", 99), "VFY011"),
    "a section is not in the contents": Fault(
        "html", text("<li><a [^>]*>二、泡茶</a>.*?</li>", ""), "VFY013"
    ),
    "a text is hidden": Fault("html", text("<p>春茶", '<p style="display:none">春茶'), "VFY005"),
    "the label of a caption is another": Fault("html", text("图 1：", "图 2："), "VFY003"),
    "the number of a section is another": Fault(
        "html", text('(<h2[^>]*><span class="secno">)二、', r"\1三、"), "VFY003", "三"
    ),
    "the file is no page": Fault("html", lambda _: b"\0\1\2", "VFY015"),
    # the book
    "a row of a table is dropped": Fault(
        "epub", part(CHAPTER, r"<tr[^>]*>\s*<td[^>]*>乌龙.*?</tr>", ""), "VFY001", "乌龙"
    ),
    "a formula is dropped": Fault(
        "epub", part(CHAPTER, '<math[^>]*display="block".*?</math>', ""), "VFY001", "Q = c m"
    ),
    "a formula is another": Fault("epub", part(CHAPTER, "100 - 5h", "100 - 6h"), "VFY003", "100-6h"),
    "a footnote is lost": Fault(
        "epub", part(CHAPTER, "<aside(?:(?!<aside).)*second note.*?</aside>", ""), "VFY001"
    ),
    "a link inside the book is dead": Fault(
        "epub", part(CHAPTER, 'href="#%E6%B0%B4', 'href="gone.xhtml#%E6%B0%B4'), "VFY007"
    ),
    "a picture is not in the package": Fault("epub", without(r"\.png$"), "VFY012"),
    "the package has no language": Fault(
        "epub", part(r"\.opf", "<dc:language>.*?</dc:language>", ""), "VFY009"
    ),
    "an entry of the contents leads nowhere": Fault(
        "epub", part("nav.xhtml", 'href="[^"#]+#', 'href="gone.xhtml#'), "VFY013"
    ),
    "a line of code is cut": Fault(
        "epub", part(CHAPTER, "leaf <span[^>]*>\\*</span> water", "leaf"), "VFY003"
    ),
    "the archive is cut short": Fault("epub", lambda data: data[: len(data) // 2], "VFY015"),
    "a page is no XML": Fault("epub", part(CHAPTER, "</p>", ""), "VFY015"),
    # Word
    "a paragraph of Word is dropped": Fault("docx", part(WORD, _a("春茶"), ""), "VFY001", "春茶"),
    "a paragraph of Word is hidden": Fault(
        "docx", part(WORD, "<w:rPr>((?:(?!<w:rPr>).)*春茶)", r"<w:rPr><w:vanish/>\1"), "VFY005"
    ),
    "Word counts sections from another number": Fault(
        "docx", part("word/numbering.xml", r"%1、", r"第%1"), "VFY003"
    ),
    "a bookmark of Word is gone": Fault(
        "docx", part(WORD, 'w:name="水与火"', 'w:name="火"'), "VFY007"
    ),
    "a heading of Word is on another level": Fault(
        "docx", part(WORD, 'w:val="Heading2"', 'w:val="Heading3"'), "VFY011"
    ),
    "a picture of Word says nothing": Fault(
        "docx", part(WORD, 'descr="一只[^"]*"', 'descr=""', 9), "VFY010"
    ),
    "a footnote of Word is gone": Fault(
        "docx", part("word/footnotes.xml", "A second note, about endings.", ""), "VFY001"
    ),
    "a formula of Word is gone": Fault(
        "docx", part(WORD, "<m:oMathPara>.*?</m:oMathPara>", ""), "VFY001"
    ),
    "the picture of Word is not in the package": Fault("docx", without(r"\.png$"), "VFY012"),
    "the author of Word is another": Fault("docx", part("core.xml", "小舟", "大船"), "VFY009"),
    "the head of a table of Word is lost": Fault(
        "docx", part(WORD, "<w:tblHeader[^>]*/>", ""), "VFY011"
    ),
    # slides
    "a text on a slide is dropped": Fault(
        "pptx", part(SLIDES, "<a:p>(?:(?!<a:p>).)*?春茶.*?</a:p>", ""), "VFY001"
    ),
    "a box lies outside of its slide": Fault(
        "pptx", part(SLIDES, '(<a:off x=")609600("[^>]*><a:ext (?:(?!<a:off).)*春茶)', r"\g<1>9909600\2"),
        "VFY005",
    ),
    "a slide overflows": Fault(
        "pptx", part(SLIDES, "(<a:t>春茶)", r"\1" + "茶" * 900), "VFY005", "higher"
    ),
    "a slide is not shown": Fault(
        "pptx", part("slide3.xml", "<p:sld ", '<p:sld show="0" '), "VFY005", "not shown"
    ),
    "a slide has no title": Fault(
        "pptx", part("slide3.xml", 'type="title"', 'type="body"'), "VFY011", "title"
    ),
    "a slide is not in the package": Fault("pptx", without("slides/slide3.xml$"), "VFY012"),
    "a picture of a slide says nothing": Fault(
        "pptx", part(SLIDES, 'descr="一只[^"]*"', 'descr=""', 9), "VFY010"
    ),
    "a cell on a slide is another": Fault("pptx", part(SLIDES, ">95<", ">59<"), "VFY003"),
    "a link leads to no slide": Fault(
        "pptx", part(r"slide\d+\.xml\.rels", r'(Type="[^"]*/slide" Target=")slide\d+', r"\1slide99"),
        "VFY007",
    ),
    # PDF
    "a paragraph of the PDF has no tag": Fault("pdf", dropped("/P", 4), "VFY001"),
    "items of the PDF change places": Fault("pdf", swapped("/LI", 3), "VFY002"),
    "a heading of the PDF is on another level": Fault("pdf", renamed("/H3", 0, "/H5"), "VFY011"),
    "text lies outside of the page": Fault("pdf", pdf(_page_cut), "VFY005", "outside"),
    "links of the PDF lead nowhere": Fault("pdf", pdf(_nowhere), "VFY007"),
    "a picture of the PDF says nothing": Fault("pdf", pdf(_no_alt), "VFY010"),
    "a bookmark is missing": Fault("pdf", pdf(_without_bookmark), "VFY013"),
    "a bookmark says something else": Fault("pdf", pdf(_other_bookmark), "VFY013", "四"),
    "the PDF has another title": Fault("pdf", pdf(_other_title), "VFY009"),
    "the PDF does not say its language": Fault("pdf", _without("/Lang"), "VFY009"),
    "the PDF is not tagged": Fault("pdf", _without("/MarkInfo"), "VFY011"),
    "a row of the PDF has no tag": Fault("pdf", dropped("/TR", 2), "VFY001"),
    "a footnote of the PDF is lost": Fault("pdf", dropped("/Note", 1), "VFY001"),
    "the PDF is damaged": Fault("pdf", lambda data: data[:200], "VFY015"),
}  # fmt: skip


def assert_found(fault: Fault, files: Mapping[str, Built]) -> None:
    """Verify tells of the fault, by its code and its words, in the file that has it."""
    file = files[fault.format]
    found = file.found(fault.damage(file.data))
    said = [each for each in found if each.code == fault.code and fault.says in each.message]
    assert said, (
        "\n".join(f"{each.code} {each.place} {each.message}" for each in found) or "nothing"
    )


@pytest.mark.parametrize("name", FAULTS)
def test_verify_finds(files: dict[str, Built], name: str) -> None:
    assert_found(FAULTS[name], files)


BOOK_FAULTS = {
    "the cover says nothing": Fault("epub", part("cover.xhtml", 'alt="[^"]*"', 'alt=""'), "VFY010"),
    "the number of a chapter is another": Fault(
        "docx", part("word/numbering.xml", "第%1章", "第%1回"), "VFY003", "回"
    ),
    "a chapter is not in the spine": Fault(
        "epub", part(r"\.opf", '<itemref idref="[^"]*chapter-?_?0?2[^"]*"[^>]*/>', ""), "VFY001"
    ),
    "a chapter has no bookmark": Fault("pdf", pdf(_without_bookmark), "VFY013"),
    "a chapter is another section of the page": Fault(
        "html", text('<h2 id="2".*?</h2>|<h2 id="chapter-2".*?</h2>', ""), "VFY001", "再说一遍"
    ),
}


@pytest.mark.parametrize("name", BOOK_FAULTS)
def test_verify_finds_in_a_book(book: dict[str, Built], name: str) -> None:
    assert_found(BOOK_FAULTS[name], book)


REFERENCE = r'REF _Ref\d+ (?:(?!w:fldCharType="end").)*?<w:t[^>]*>'
PARTS_FAULTS = {
    "a reference of Word says another label": Fault(
        "docx", part(WORD, f"({REFERENCE})图 1-1<", r"\1图 1-2<"), "VFY003", "图1-2"
    ),
    "a reference with another label is not the link of the document": Fault(
        "docx", part(WORD, f"({REFERENCE})图 1-1<", r"\1图 1-2<"), "VFY008", "图 1-1"
    ),
    "a reference of Word cannot be clicked": Fault(
        "docx", part(WORD, r" REF (_Ref\d+) \\h ", r" REF \1 "), "VFY008", "is no link"
    ),
    "the bookmark of a reference is gone": Fault(
        "docx", part(WORD, 'w:name="_Ref', 'w:name="_Old'), "VFY007", "_Ref"
    ),
    "the number of a formula of Word is another": Fault(
        "docx", part(WORD, "(SEQ Equation .*?<w:t[^>]*>)1<", r"\g<1>7<"), "VFY003", "1-7"
    ),
    "the number of a formula of Word is lost": Fault(
        "docx", part(WORD, r"<w:t[^>]*>\(1-</w:t>(.*?)<w:t[^>]*>1</w:t>(.*?)<w:t[^>]*>\)</w:t>", r"\1\2"),
        "VFY003",
    ),
    "a reading of Word is another": Fault("docx", part(WORD, ">つ<", ">と<"), "VFY003", "と"),
    "a chapter of Word stands beside its part": Fault(
        "docx", part(WORD, '"Heading2"((?:(?!</w:p>).)*>茶叶<)', r'"Heading1"\1'), "VFY011", "茶叶"
    ),
    "the title page of Word is gone": Fault(
        "docx", part(WORD, '<w:p><w:pPr><w:pStyle w:val="Title" ?/>.*?</w:p>', ""), "VFY009", "title"
    ),
    "a part has lost its name": Fault("epub", part("part-01", "叶的部分(</h1>)", r"\1"), "VFY001"),
    "a part of the page is another": Fault("html", text(">叶的部分(<a)", r">叶部\1"), "VFY003"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS_FAULTS)
def test_verify_finds_in_a_book_in_parts(parts: dict[str, Built], name: str) -> None:
    assert_found(PARTS_FAULTS[name], parts)


@pytest.mark.parametrize("format", FORMATS)
def test_a_clean_book_in_parts_has_no_findings(parts: dict[str, Built], format: str) -> None:
    assert parts[format].found(parts[format].data) == ()


@pytest.mark.parametrize("format", FORMATS)
def test_a_clean_book_has_no_findings(book: dict[str, Built], format: str) -> None:
    assert book[format].found(book[format].data) == ()


@pytest.mark.parametrize("format", FORMATS)
def test_a_clean_file_has_no_findings(files: dict[str, Built], format: str) -> None:
    file = files[format]
    assert file.found(file.data) == ()


def test_a_text_may_begin_with_its_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "---\ntitle: 茶书\nlang: zh-Hans\n---\n\n- 茶书\n- 水书\n\n## 茶书\n\n清茶一盏。\n"
    (tmp_path / "post.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = built(BuildRequest(paths=(tmp_path / "post.md",), formats=FORMATS))
    assert {format: file.found(file.data) for format, file in files.items()} == dict.fromkeys(
        FORMATS, ()
    )
