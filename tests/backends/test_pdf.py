"""PDF: what is added to WeasyPrint's file, read back with another library."""

from __future__ import annotations

import importlib
import io
import itertools
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from publish import layouts
from publish.backends import backend
from publish.backends.book_pdf import case
from publish.backends.print_tree import spaced
from publish.diagnostics import PublishError
from publish.fonts.fit import fitted
from publish.publication.model import Resource

LAYOUT = layouts.load("default")
NOTED = """## 一、开头[^h]

正文[^1]。

## 二、结尾

| 甲[^3] | 乙 |
|---|---|
| 1 | 2 |

最后[^2]。

[^h]: 标题的注。

[^1]: 第一注。

    - 一点
    - 两点

[^2]: 末注，见 [某处](https://example.org/)。

[^3]: 表头的注。
"""


def pdf(publication: Any, **options: Any) -> pikepdf.Pdf:
    (artifact,) = backend("pdf").render(publication, LAYOUT, options)
    return pikepdf.open(io.BytesIO(artifact.content))


def elements(element: Any) -> list[Any]:
    inside = element.get("/K", ())
    children = inside if isinstance(inside, pikepdf.Array) else (inside,)
    return [child for child in children if isinstance(child, pikepdf.Dictionary)]


def document(file: pikepdf.Pdf) -> Any:
    root = file.Root.StructTreeRoot.K
    return root[0] if isinstance(root, pikepdf.Array) else root


def test_notes_are_notes_at_the_end_of_the_logical_order(article: Any) -> None:
    with pdf(article(NOTED)) as file:
        kinds = [str(child.S) for child in elements(document(file))]
        assert kinds.count("/Note") == 4
        assert kinds[-4:] == ["/Note"] * 4
        notes = elements(document(file))[-4:]
        assert [str(note.ID) for note in notes] == [f"note-{at:06}" for at in range(1, 5)]
        assert [str(elements(note)[0].S) for note in notes] == ["/Lbl"] * 4
        assert len(file.Root.StructTreeRoot.IDTree.Names) == 8


def test_bookmarks_do_not_hold_the_numbers_of_notes(article: Any) -> None:
    with pdf(article(NOTED)) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles == ["一、开头", "二、结尾"]


def test_a_post_without_notes_has_none(article: Any) -> None:
    with pdf(article("## 一节\n\n正文。\n")) as file:
        assert "/Note" not in [str(child.S) for child in elements(document(file))]
        assert "/IDTree" not in file.Root.StructTreeRoot


def test_one_file_says_that_it_is_both_accessible_and_for_archives(article: Any) -> None:
    with pdf(article("正文。\n")) as file:
        said = file.Root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1<" in said
        assert 'pdfaid:part="2" pdfaid:conformance="A"' in said
    with pdf(article("正文。\n"), profile="pdf/ua-1") as file:
        said = file.Root.Metadata.read_bytes().decode()
        assert 'pdfuaid:part="1"' in said
        assert "pdfaid:" not in said


def test_the_pages_before_the_first_chapter_of_a_book_are_numbered_apart(book: Any) -> None:
    with pdf(book("## 甲\n\n文。\n", "## 乙\n\n文。\n")) as file:
        first, style, second, other = file.Root.PageLabels.Nums
        assert (first, style.S, second, other.S) == (0, "/r", 3, "/D")
        assert len(file.pages) == 5


def test_a_file_for_the_printer_has_bleed_and_right_hand_chapters(book: Any) -> None:
    with pdf(book("## 甲\n\n文。\n", "## 乙\n\n文。\n"), print=True, page_size="A5") as file:
        page = file.pages[0]
        trim = [float(side) for side in page.TrimBox]
        assert (round(trim[2] - trim[0]), round(trim[3] - trim[1])) == (420, 595)
        assert float(page.BleedBox[2]) - float(page.BleedBox[0]) > trim[2] - trim[0]
        assert (
            len(file.pages) == 9
        )  # cover, title, contents, first, second, and a blank behind each but the last


@pytest.mark.parametrize(
    "options", [{"page_size": "A9"}, {"form": "novel"}, {"profile": "pdf/x"}], ids=str
)
def test_an_option_that_there_is_not_is_told_with_those_there_are(
    article: Any, options: dict[str, str]
) -> None:
    with pytest.raises(PublishError) as caught:
        pdf(article("正文。\n"), **options)
    (fault,) = caught.value.diagnostics
    assert fault.code == "PDF003"
    assert next(iter(options)) in fault.hint


@pytest.mark.parametrize("form", ["article", "book", "handout"])
@pytest.mark.parametrize("size", ["A4", "A5", "Letter", "6x9"])
def test_every_form_on_every_size(article: Any, form: str, size: str) -> None:
    with pdf(article("正文。\n"), form=form, page_size=size) as file:
        assert len(file.pages) == (4 if form == "book" else 1)


def test_a_page_that_begins_with_a_heading_begins_no_lower_than_others(article: Any) -> None:
    for count in range(27, 31):
        text = "正文。\n\n" * count + "## 小标题\n\n" + "正文。\n\n" * 12
        (artifact,) = backend("pdf").render(article(text), LAYOUT, {})
        page = pdfium.PdfDocument(artifact.content)[1]
        words = page.get_textpage()
        tops = [page.get_height() - words.get_charbox(at)[3] for at in range(words.count_chars())]
        below_head = min(top for top in tops if 80 < top < page.get_height())
        assert below_head < 98, (count, words.get_text_range()[:20])


def test_an_address_is_parted_at_its_marks_without_a_hyphen(article: Any) -> None:
    address = "https://example.org/collections/measurements/hyphenation"
    for count in range(1, 9):
        (artifact,) = backend("pdf").render(
            article(f"{'word ' * count}<{address}>\n", lang="en"), LAYOUT, {"page_size": "A5"}
        )
        words = pdfium.PdfDocument(artifact.content)[0].get_textpage().get_text_range()
        assert address in re.sub(r"[\s\u200b]", "", words), words


def test_the_same_publication_gives_the_same_bytes(article: Any) -> None:
    first, second = (
        next(iter(backend("pdf").render(article(NOTED), LAYOUT, {}))).content for _ in range(2)
    )
    assert first == second


FULL = "".join(f"## 第{at}节\n\n正文 *em* **粗** `code`，$x^{at}$。\n\n" for at in range(30))


@pytest.mark.parametrize(
    "text", [NOTED, FULL, "罕见的龘、𪚥与 ꙮ。\n", "```css\n<style> <link>\n```\n"]
)
@pytest.mark.parametrize(("lang", "other"), [("zh-Hans", "茶"), ("ja", "お茶"), ("en", "Tea")])
def test_what_was_printed_before_changes_nothing(
    article: Any, text: str, lang: str, other: str
) -> None:
    """After a few posts fonts are cut down for many; no file tells."""
    made = []
    for count in (0, case.FEW + 2):
        case.forget()
        for at in range(count):
            pdf(article(f"{other} {at}\n", lang)).close()
        (artifact,) = backend("pdf").render(article(text, lang), LAYOUT, {})
        made.append(artifact.content)
    assert made[0] == made[1]


def test_from_some_number_of_posts_on_fonts_are_cut_for_many(
    article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.forget()
    cuts = []
    monkeypatch.setattr(case, "fitted", lambda *a, **k: cuts.append(a) or fitted(*a, **k))
    for at in range(case.FEW + 4):
        pdf(article(f"文 {at}。\n")).close()
    assert len(cuts) == case.FEW + 1
    pdf(article("龘。\n")).close()
    assert len(cuts) == case.FEW + 2


def test_a_process_that_was_forked_leaves_the_fonts_of_its_parent(article: Any) -> None:
    """Pango opens a face when a text first asks for it: that may be after the child's end."""
    case.forget()
    for at in range(case.FEW + 2):
        pdf(article(f"文 {at}。\n")).close()
    child = os.fork()
    if child == 0:
        case.forget()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    (artifact,) = backend("pdf").render(article("文 **粗**。\n"), LAYOUT, {})
    with pdfium.PdfDocument(artifact.content) as document:
        assert "粗" in "".join(page.get_textpage().get_text_range() for page in document)


def test_text_is_not_left_out_when_the_files_of_fonts_are_gone(
    article: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As when something tidies up the folder of temporary files of a long run."""
    case.forget()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for at in range(case.FEW + 2):
        pdf(article(f"文 {at}。\n")).close()
    for folder in tmp_path.glob("weasyprint-*"):
        shutil.rmtree(folder)
    with pytest.raises(PublishError, match="a font's file has gone"):
        pdf(article("文 **粗**。\n"))
    case.forget()


def test_the_picture_beside_lines_of_code_is_in_the_file_once(article: Any) -> None:
    code = "".join(f"return {word}\n" for word in ("the_first", "the_second", "the_third"))
    file = pdf(article(f"文。\n\n```\n{code}```\n"))
    patterns = list(file.pages[0].Resources.Pattern.values())
    forms = [form for pattern in patterns for form in pattern.Resources.XObject.values()]
    assert len(forms) == 3
    assert len({form.objgen for form in forms}) == 1
    assert all(
        not {"/Font", "/ColorSpace"} & set(it.Resources.keys()) for it in (*patterns, *forms)
    )
    assert b"/A1.0 gs" in forms[0].read_bytes()
    assert "/A1.0" in forms[0].Resources.ExtGState


def test_the_contents_say_the_pages_of_the_sections(article: Any) -> None:
    long = "".join(f"## 节{at}\n\n" + "文。\n\n" * 20 for at in range(1, 9))
    (artifact,) = backend("pdf").render(article(long), LAYOUT, {"page_size": "A5"})
    with pdfium.PdfDocument(artifact.content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    said = dict(re.findall(r"节\u2006(\d)[ ·\u2006]+·[ ·\u2006]+(\d+)", "\n".join(pages[:2])))
    assert len(said) == 8
    for name, number in said.items():
        assert f"节\u2006{name}" in pages[int(number) - 1], (name, number)


def test_the_time_of_day_is_in_no_font(article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts of pictures, such as those of emoji, are written anew by fontTools."""
    clock = itertools.count(1)
    head = importlib.import_module("fontTools.ttLib.tables._h_e_a_d")
    monkeypatch.setattr(head, "timestampNow", lambda: next(clock))
    first, second = (
        next(iter(backend("pdf").render(article("好 😀。\n"), LAYOUT, {}))).content
        for _ in range(2)
    )
    assert first == second


def test_a_link_is_one_area_that_is_tagged(article: Any) -> None:
    names = ("卡尔·林奈", "two’s complement", "甲—乙", "`code` *重点*")
    text = "。\n\n".join(f"见[{name}](https://example.org/{at})" for at, name in enumerate(names))
    with pdf(article(f"{text}。\n")) as file:
        areas = [area for page in file.pages for area in page.get("/Annots", ())]
        assert len(areas) == len(names)


@pytest.mark.parametrize(
    ("lang", "printed", "room"),
    [
        ("zh-Hans", "2024年5月1日", True),
        ("ja", "2024年5月1日", True),
        ("ko", "2024년 5월 1일", False),
        ("en", "1 May 2024", False),
    ],
)
def test_a_date_is_set_like_any_other_text(
    article: Any, lang: str, printed: str, room: bool
) -> None:
    """The words are those of every format; between Han and digits there is the room of the text."""
    (artifact,) = backend("pdf").render(article("茶。", lang), LAYOUT, {})
    with pdfium.PdfDocument(artifact.content) as document:
        said = document[0].get_textpage().get_text_range()
    assert (spaced(printed) if room else printed) in said


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">{style}
<text x="10" y="30"{more}>骨直今令 tea</text></svg>"""
DRAWINGS = {
    "nothing": ("", ""),
    "a generic": ("", ' font-family="sans-serif"'),
    "one that is not": ("", ' font-family="No Such Face, sans-serif"'),
    "a style": ("", ' style="fill: red; font-family: Nowhere"'),
    "a sheet": ('<style>text { font-family: "No Such", serif; fill: red }</style>', ""),
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize(("lang", "region"), [("zh-Hans", "SC"), ("zh-Hant", "TC"), ("ja", "JP")])
def test_words_in_a_drawing_have_the_han_of_the_document(
    article: Any, lang: str, region: str, name: str
) -> None:
    style, more = DRAWINGS[name]
    content = DRAWING.format(style=style, more=more).encode()
    drawn = Resource("a.svg", "image/svg+xml", content, 200, 60)
    with pdf(article("![图](a.svg)", lang, (drawn,))) as file:
        fonts = [str(font.FontName) for font in fonts_of(file)]
    assert {found[1] for font in fonts if (found := re.search("CJK-([A-Z]{2})", font))} == {region}


def fonts_of(file: pikepdf.Pdf) -> list[Any]:
    things = (thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary))
    return [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
