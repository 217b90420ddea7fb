"""The specimen and a Chinese post as a typographer measures them, from the places of the glyphs in the PDF."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pytest

from publish.engine.build import build
from publish.engine.request import BuildRequest

ROOT = Path(__file__).resolve().parents[1]
SIZE, LINE, MEASURE = 10.5, 18.0, 420.0  # points: a Chinese page of A4
HAN = "\u3040-\u30ff\u3400-\u9fff"
NO_START = (
    "，。、；：？！）》〉」』】〕”’…—―～〜·・％‰℃々ゝゞヽヾー゛゜"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
NO_END = "（《〈「『【〔“‘￥"
PAIRS = dict(zip("（《〈「『【〔“‘", "）》〉」』】〕”’", strict=True))
EDGE = 0.05  # em by which a full line may miss the right edge


class Glyph(NamedTuple):
    """A character and the sides of its square, in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


Row = list[Glyph]


def glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        character = chr(pdfium.raw.FPDFText_GetUnicode(text, at))
        if character.strip() and character.isprintable():
            yield Glyph(character, *text.get_charbox(at, loose=True))


def rows(page: pdfium.PdfPage) -> list[Row]:
    """Lines of text from the top of the page to its foot, each from left to right."""
    found: dict[float, Row] = {}
    for glyph in glyphs(page):
        found.setdefault(round(glyph.bottom), []).append(glyph)
    return [sorted(found[at], key=lambda glyph: glyph.left) for at in sorted(found, reverse=True)]


def said(row: Row) -> str:
    return "".join(glyph.text for glyph in row)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "publish.toml", folder)
    sources = (folder / "content/specimen", folder / "content/posts/city-bicycles.md")
    report = build(BuildRequest(manifest=folder / "publish.toml", formats=("pdf",), paths=sources))
    assert not [item for item in report.diagnostics if item.severity == "error"]
    return folder / "build/pdf"


def lines(page: pdfium.PdfPage) -> list[Row]:
    """The same, where small and raised characters belong to the line beside which they stand."""
    found: list[Row] = []
    for glyph in sorted(glyphs(page), key=lambda glyph: -(glyph.bottom + glyph.top)):
        height = glyph.bottom + glyph.top
        if found and abs(found[-1][0].bottom + found[-1][0].top - height) < LINE:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.left) for line in found]


def hard_cases(
    lang: str, filler: str, singles: str, openings: str, endings: tuple[str, ...]
) -> str:
    """A post with every mark at every place about the end of a line of 40 characters."""
    text = filler * 9
    parts = ["---", "title: 例", f"lang: {lang}", "---"]
    for mark in singles:
        doubled = mark * 2 if mark in "—…―" else mark
        parts += [f"{text[:at]}{doubled}{text[:9]}。" for at in range(37, 42)]
    for mark in openings:
        closing = PAIRS.get(mark, "")
        parts += [f"{text[:at]}{mark}字{closing}{text[:9]}。" for at in range(35, 41)]
    parts += [f"{text[:at]}{ending}" for at in range(38, 43) for ending in endings]
    return "\n\n".join([*parts[:1], "\n".join(parts[1:4]), *parts[4:], "[^1]: 注。"]) + "\n"


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PDFs of posts that are made of hard cases, in Chinese and Japanese."""
    folder = tmp_path_factory.mktemp("hard")
    endings = (
        "。",
        "**字**。",
        "`x`。",
        "*字*",
        "[链](https://example.org/)",
        "！”",
        "（字）",
        "字。[^1]",
        "[《字》](https://example.org/)。",
        "“**字。**”",
        "**（字）**（字）",
    )
    chinese = hard_cases(
        "zh-Hans",
        "山水之间行人渐少灯火却多起来",
        "，。、；：？！…—～·％℃々",
        "（《〈「『【〔“‘￥",
        endings,
    )
    kana = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾ、。！？・…―〜～"
    japanese = hard_cases(
        "ja", "山と水のあいだを人が行くと灯が", kana, "「『（【〈《〔", ("。", "**字**。")
    )
    (folder / "zh.md").write_text(chinese, encoding="utf-8")
    (folder / "ja.md").write_text(japanese, encoding="utf-8")
    (folder / "publish.toml").write_text('[documents.p]\neach = "*.md"\ntargets = ["pdf"]\n')
    build(BuildRequest(manifest=folder / "publish.toml", select=("ENC",)))
    return folder / "build/pdf"


@pytest.fixture(scope="module")
def specimen(out: Path) -> Iterator[list[pdfium.PdfPage]]:
    """The pages of all languages."""
    with pdfium.PdfDocument(out / "specimen.pdf") as document:
        yield list(document)


@pytest.fixture(scope="module")
def chinese(specimen: list[pdfium.PdfPage], out: Path) -> Iterator[list[pdfium.PdfPage]]:
    """The pages in simplified Chinese: a chapter of the specimen, and a post."""
    with pdfium.PdfDocument(out / "city-bicycles.pdf") as document:
        yield [*specimen[3:6], *document]


def paragraphs(pages: list[pdfium.PdfPage]) -> Iterator[tuple[Row, Row]]:
    """Pairs of lines of one paragraph of text; the first of them is full."""
    for page in pages:
        low = min(glyph.left for glyph in glyphs(page))
        for above, below in pairwise(rows(page)):
            body = all(abs(row[0].top - row[0].bottom - 15.1) < 0.2 for row in (above, below))
            near = abs(above[0].bottom - below[0].bottom - LINE) < 0.3
            left = abs(below[0].left - low) < 0.2
            if body and near and left and re.search(f"[{HAN}]{{4}}", said(above)):
                yield above, below


def test_full_lines_end_at_the_right_edge(chinese: list[pdfium.PdfPage]) -> None:
    seen = 0
    for above, below in paragraphs(chinese):
        if re.search(r"[!-~]{20}", said(above) + said(below)):
            continue  # long addresses: the paragraph is ragged
        edge = below[0].left + MEASURE
        assert abs(above[-1].right - edge) <= EDGE * SIZE, said(above)
        seen += 1
    assert seen >= 25


def test_no_line_begins_or_ends_with_a_mark_that_must_not(specimen: list[pdfium.PdfPage]) -> None:
    found = [said(row) for page in specimen for row in rows(page)]
    assert len(found) > 100
    assert not [line for line in found if line[0] in NO_START]
    assert not [line for line in found if line[-1] in NO_END]


@pytest.mark.parametrize(("name", "count"), [("zh", 350), ("ja", 430)])
def test_no_mark_at_any_place_begins_or_ends_a_line_that_must_not(
    hard: Path, name: str, count: int
) -> None:
    with pdfium.PdfDocument(hard / f"{name}.pdf") as document:
        found = [said(line) for page in document for line in lines(page)]
    assert len(found) > count
    assert not [line for line in found if line[0] in NO_START]
    assert not [line for line in found if line[-1] in NO_END]


@pytest.mark.parametrize("name", ["zh", "ja"])
def test_no_last_line_has_but_one_character(hard: Path, name: str) -> None:
    with pdfium.PdfDocument(hard / f"{name}.pdf") as document:
        found = [
            (said(above), said(below))
            for page in document
            for above, below in pairwise(lines(page))
            if len(said(above)) > 30 and 0 < above[0].bottom - below[-1].bottom < 1.5 * LINE
        ]
    short = [pair for pair in found if len(re.findall(r"\w", pair[1])) < 2]
    assert len(found) > 150
    assert not short


def test_marks_that_meet_are_set_close(chinese: list[pdfium.PdfPage]) -> None:
    widths = {
        a.text + b.text: (b.left - a.left) / SIZE
        for page in chinese
        for row in rows(page)
        for a, b in pairwise(row)
        if a.text in "，。；：》」』）”’" and b.text in "，。、；）》」』”’"
    }
    assert {"》、", "」，", "。’"} <= set(widths)
    assert all(0.45 <= width <= 0.65 for width in widths.values()), widths


def test_marks_that_meet_at_the_end_of_a_link_or_emphasis_are_set_close(hard: Path) -> None:
    with pdfium.PdfDocument(hard / "zh.pdf") as document:
        found = [
            (a.text + b.text, (b.left - a.left) / SIZE)
            for page in document
            for line in lines(page)
            for a, b in pairwise(line)
        ]
    for pair in ("》。", "。”", "）（"):
        widths = [width for text, width in found if text == pair]
        assert widths, pair
        assert all(0.45 <= width <= 0.7 for width in widths), (pair, widths)


def test_no_heading_stands_at_the_foot_of_a_page(specimen: list[pdfium.PdfPage]) -> None:
    seen = 0
    for page in specimen[3:]:
        lines = [row for row in rows(page) if row[0].bottom > 32 / 25.4 * 72 - 1]
        lines = [row for row in lines if row[0].top < page.get_height() - 27 / 25.4 * 72]
        larger = [row[0].top - row[0].bottom > 1.1 * 15.1 for row in lines]
        seen += sum(larger)
        assert not (len(lines) > 3 and larger[-1]), said(lines[-1])
    assert seen >= 20


def test_no_paragraph_ends_with_a_line_of_one_character(chinese: list[pdfium.PdfPage]) -> None:
    seen = 0
    for above, below in paragraphs(chinese):
        if above[-1].right - below[0].left > MEASURE - SIZE:
            seen += 1
            assert len(re.findall(f"[{HAN}A-Za-z0-9]", said(below))) >= 2, said(below)
    assert seen >= 25


def test_no_space_stands_between_han_in_the_text(chinese: list[pdfium.PdfPage]) -> None:
    lines = {said(row) for pair in paragraphs(chinese) for row in pair}
    text = " ".join(page.get_textpage().get_text_range() for page in chinese)
    spaced = re.findall(f"[{HAN}]+(?: +[{HAN}]+)+", text)
    assert lines
    assert not [words for words in spaced if any(words.replace(" ", "") in line for line in lines)]


def test_latin_stands_off_from_han_by_a_quarter_of_an_em(chinese: list[pdfium.PdfPage]) -> None:
    rooms = [
        (b.left - a.right) / SIZE
        for page in chinese
        for row in rows(page)
        for a, b in pairwise(row)
        if re.fullmatch(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", a.text + b.text)
        and abs(a.top - a.bottom - 15.1) < 0.2
    ]
    assert len(rooms) > 20
    assert min(rooms) > 0.2
    assert 0.22 < median(rooms) < 0.3  # a typed space stretches with its line


def test_marks_are_wide_in_chinese_and_narrow_in_english(specimen: list[pdfium.PdfPage]) -> None:
    """Quotation marks and apostrophes come from the face of the language that they stand in."""
    english = [glyph for page in specimen[-2:] for glyph in glyphs(page) if glyph.text in "“”’"]
    assert english
    assert all(glyph.right - glyph.left < 0.6 * SIZE for glyph in english)
    row = next(line for page in specimen for line in rows(page) if "It’sawhole" in said(line))
    mark = next(glyph for glyph in row if glyph.text == "’")
    assert mark.right - mark.left < 0.4 * SIZE


@pytest.mark.parametrize("name", ["specimen.pdf", "city-bicycles.pdf"])
def test_no_character_is_slanted_or_smeared(out: Path, name: str) -> None:
    """A made-up italic is a skewed matrix of text (c of Tm), a made-up bold an outlined one (Tr 2)."""
    with pikepdf.open(out / name) as pdf:
        operators = [
            (str(operator), [float(value) for value in operands])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page, "Tm Tr")
        ]
    matrices = [values for operator, values in operators if operator == "Tm"]
    assert len(matrices) > 50
    assert all(values[1] == values[2] == 0 for values in matrices)
    assert not [
        values for operator, values in operators if operator == "Tr" and values[0] in (1, 2)
    ]


def test_bold_and_italic_are_faces_of_their_own(out: Path) -> None:
    with pikepdf.open(out / "specimen.pdf") as pdf:
        names = {str(font.get("/BaseFont", "")) for font in pdf.objects if _is_font(font)}
    for wanted in (
        "Serif-CJK-SC-.*-Bold$",
        "Serif-CJK-JP-.*-Bold$",
        "Noto-Serif-[0-9a-f]+-Italic$",
    ):
        assert [name for name in names if re.search(wanted, name)], names
    assert not [name for name in names if re.search("CJK.*(Italic|Oblique)", name)]


def _is_font(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
