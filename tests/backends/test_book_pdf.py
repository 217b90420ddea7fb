"""A book that is bound of chapters is the one that is printed as one document."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from publish import layouts
from publish.backends import backend, pdf
from publish.backends.book_pdf import binder
from publish.backends.book_pdf import book as book_pdf
from publish.backends.book_pdf.apart import reasons
from publish.backends.book_pdf.binder import STARVED
from publish.backends.book_pdf.elements import Elements
from publish.backends.book_pdf.numerals import numeral
from publish.backends.book_pdf.pages import cut, mark
from publish.publication.model import Part, Publication

SENTENCE = "茶者，南方之嘉木也。一尺、二尺乃至数十尺，其巴山峡川，有两人合抱者，伐而掇之。"
ENGLISH = (
    "Tea is a fine tree of the south, a foot high, or two, or some ten, as the old book says. "
)
CHAPTERS = (
    f"""正文，见[后面](#c3)与[那一节](#there)。标题的注[^1]。

## 起 {{#here}}

{SENTENCE * 40}

| 甲 | 乙 |
|---|---|
| 1 | 2 |

- 一点
- 两点，`code` 与 *重点*

[^1]: 注文，也指[后面](#there)。
""",
    f"## 承\n\n{SENTENCE * 60}\n\n```python\nprint('茶')\n```\n\n[外](https://example.org/a)\n",
    f"回到[前面](#here)。\n\n## 转 {{#there}}\n\n| 甲 | 乙 |\n|---|---|\n| 3 | 4 |\n\n{SENTENCE}[^1]\n\n"
    "[^1]: 又一注。\n",
    f"{SENTENCE * 3}\n",
)
LATIN = tuple(f"See [on](#c{n % 3 + 1}).\n\n## One {{#s{n}}}\n\n{ENGLISH * 50}\n" for n in range(3))

Make = Callable[..., Publication]


@pytest.fixture(scope="module")
def parted(book: Make) -> Publication:
    """A book whose second chapter begins a part."""
    made = book(*CHAPTERS)
    first, second, *rest = made.chapters
    return replace(made, chapters=(first, replace(second, part=Part("part-1", "源")), *rest))


def render(publication: Publication, layout: str = "default", **options: Any) -> bytes:
    (artifact,) = backend("pdf").render(publication, layouts.load(layout), options)
    return artifact.content


def whole(publication: Publication, layout: str = "default", **options: Any) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "bound", lambda *_: b"")
        return render(publication, layout, **options)


def lines(content: bytes) -> list[Counter[tuple[str, float, float]]]:
    """Of each page its characters, and where they stand (in points)."""
    found = []
    with pdfium.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            places = (text.get_charbox(at) for at in range(text.count_chars()))
            words = (text.get_text_range(at, 1) for at in range(text.count_chars()))
            found.append(
                Counter(
                    (word, round(box[0]), round(box[1]))
                    for word, box in zip(words, places, strict=True)
                    if word.strip()
                )
            )
    return found


def outline(content: bytes) -> list[Any]:
    with pdfium.PdfDocument(content) as document:
        return [
            (mark.level, mark.get_title(), mark.get_dest().get_index(), mark.get_dest().get_view())
            for mark in document.get_toc()
        ]


def labels(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as document:
        return [document.get_page_label(at) for at in range(len(document))]


def names(file: pikepdf.Pdf) -> dict[bytes, tuple[float, ...]]:
    numbers = {page.objgen: number for number, page in enumerate(file.pages)}

    def leaves(tree: Any) -> Iterator[Any]:
        yield tree.get("/Names", [])
        for child in tree.get("/Kids", []):
            yield from leaves(child)

    pairs = [part for leaf in leaves(file.Root.Names.Dests) for part in leaf]
    return {
        bytes(name): (numbers[goal[0].objgen], *(round(float(at), 1) for at in goal[2:4]))
        for name, goal in zip(pairs[::2], pairs[1::2], strict=True)
    }


def links(content: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(content)) as file:
        known = names(file)
        return [
            (
                number,
                [round(float(side), 1) for side in area.Rect],
                known[bytes(area.Dest)] if "/Dest" in area else str(area.A.URI),
                str(area.Contents),
            )
            for number, page in enumerate(file.pages)
            for area in page.get("/Annots", [])
        ]


def structure(content: bytes) -> list[Any]:
    """The kinds of the elements, in their order and as deep as they stand, with what they name."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return [
            (depth, str(element.S), str(element.get("/Alt", "")))
            for depth, element in elements(file.Root.StructTreeRoot.K[0], 0)
        ]


def elements(element: Any, depth: int) -> Iterator[tuple[int, Any]]:
    yield depth, element
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from elements(child, depth + 1)


@pytest.mark.parametrize("layout", ["default", "literary", "technical"])
@pytest.mark.parametrize(
    "options", [{}, {"print": True, "page_size": "A5"}, {"toc": False}], ids=str
)
def test_both_ways_give_the_same_book(
    parted: Publication, layout: str, options: dict[str, Any]
) -> None:
    bound, one = render(parted, layout, **options), whole(parted, layout, **options)
    assert bound != one
    assert lines(bound) == lines(one)
    assert labels(bound) == labels(one)
    assert outline(bound) == outline(one)
    assert links(bound) == links(one)
    assert structure(bound) == structure(one)


def test_latin_books_are_the_same_too(book: Make) -> None:
    publication = book(*LATIN, lang="en")
    bound, one = render(publication), whole(publication)
    assert bound != one
    assert (lines(bound), links(bound), outline(bound)) == (lines(one), links(one), outline(one))


def test_the_same_book_gives_the_same_bytes(parted: Publication) -> None:
    assert render(parted) == render(parted)


def test_a_chapter_is_printed_the_same_whatever_else_is_in_the_book(book: Make) -> None:
    """So that one that did not change need not be printed again."""
    alone, among = (
        printed(book(*texts)) for texts in (CHAPTERS[2:3], (CHAPTERS[2], "罕见的龘字。"))
    )
    assert alone[0] == among[0]


def test_what_is_printed_later_is_not_changed_by_what_was_printed_before(book: Make) -> None:
    publication = book(*CHAPTERS)
    assert printed(publication) == printed(publication, backwards=True)


def printed(publication: Publication, *, backwards: bool = False) -> list[Any]:
    """The parts of a book as the press gives them."""
    found: list[Any] = []

    def all_parts(press: Any, planned: Any, *_: Any) -> Iterator[Any]:
        parts = planned.chapters
        order = reversed(parts) if backwards else parts
        done = {part.source: press.printed(part) for part in order}
        found.extend(done[part.source] for part in parts)
        return iter(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book_pdf, "_all", all_parts)
        render(publication)
    return found


HEADS = "h2 { string-set: head content(); } "


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("a::after { content: target-counter(attr(href), page) }", "target-counter()"),
        (".contents a::after { content: target-text(attr(href)) }", "target-text()"),
        ("@page { @bottom-left { content: counter(pages) } }", "counter(pages)"),
        ("@page { counter-set: page 7; }", "“page”"),
        ("@page :nth(3) { margin: 0 }", ":nth()"),
        (".mark { position: fixed }", "position: fixed"),
        (".chapter:first-child { color: red }", "among the others"),
        (".chapter + .chapter { color: red }", "among the others"),
        ("@page :left { margin: 0 } .chapter { break-before: page }", "do not open on the right"),
        ("body { counter-reset: fig } figure { counter-increment: fig }", "counter “fig”"),
        ("figure { counter-increment: fig }", "counter “fig”"),
        ("@page { @top-left { content: string(author) } }", "string “author”"),
        ("@layer base { p { color: red } }", "@layer"),
    ],
)
def test_a_style_sheet_that_needs_the_whole_book_says_why(style: str, words: str) -> None:
    (reason,) = reasons(HEADS + style)
    assert words in reason


@pytest.mark.parametrize(
    "style",
    [
        "@page { @top-left { content: string(head) } }",
        ".contents a::after { content: leader('.') target-counter(attr(href), page) }",
        "@page :left { margin: 0 } .chapter { break-before: right }",
        "h2 { counter-reset: fig } figure { counter-increment: fig }",
        "li:first-child { color: red } h2 + p { color: red }",
    ],
)
def test_a_style_sheet_that_holds_for_each_chapter_has_no_reason(style: str) -> None:
    assert reasons(HEADS + style) == ()


@pytest.mark.parametrize("name", layouts.names())
@pytest.mark.parametrize("bound", [False, True])
def test_the_chapters_of_every_look_are_printed_by_themselves(
    book: Make, name: str, bound: bool
) -> None:
    options = {"print": bound, "page_size": "6x9"}
    copied = layouts.load("./look", layouts.shipped() / name)
    assert pdf.in_one_piece(book("茶。\n"), copied, options) == []


def test_a_large_book_is_bound_by_a_process_of_its_own(
    parted: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = render(parted)
    monkeypatch.setattr(book_pdf, "LARGE", 1)
    with monkeypatch.context() as patch:
        patch.setattr(book_pdf, "merged", None)
        assert render(parted) == here
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert render(parted) == here
    monkeypatch.setattr(sys, "executable", "/not/there")
    assert render(parted) == here


def test_a_book_that_another_process_has_no_memory_for_is_not_tried_here(
    parted: Publication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(book_pdf, "LARGE", 1)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    for end in (f"exit {STARVED}", "kill -9 $$"):
        (tmp_path / "python").write_text(f"#!/bin/sh\n{end}\n")
        (tmp_path / "python").chmod(0o755)
        with pytest.raises(MemoryError):
            render(parted)


def test_half_a_book_is_not_bound(parted: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_pdf, "LARGE", 1)
    sent, ends = io.BytesIO(), [0]

    def sending(process: Any, order: Any, chapters: Any) -> bytes:
        for message in (order, *chapters):
            binder._send(sent, message)
            ends.append(sent.tell())
        process.kill()
        return b""

    monkeypatch.setattr(binder, "_answer", sending)
    with pytest.raises(MemoryError):
        render(parted)
    command = [sys.executable, "-m", binder.__name__]
    for end in (*ends[:-1], ends[1] + 9, ends[2] + 3):
        ended = subprocess.run(command, input=sent.getvalue()[:end], capture_output=True)
        assert (ended.returncode, ended.stdout) == (1, b"")


def test_what_binds_a_book_imports_nothing_of_the_folder_it_stands_in(
    parted: Publication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(book_pdf, "LARGE", 1)
    monkeypatch.setattr(book_pdf, "merged", None)
    assert render(parted).startswith(b"%PDF")


def test_a_layout_that_needs_the_whole_book_is_told_and_makes_it(
    book: Make, tmp_path: Path
) -> None:
    (tmp_path / "book.css").write_text(
        '@import "default/book.css";\n@page { @bottom-left { content: counter(pages); } }\n'
    )
    layout = layouts.load("./own", tmp_path)
    publication = book("茶。\n", "水。\n")
    (told,) = pdf.in_one_piece(publication, layout, {})
    assert (told.code, told.severity) == ("PDF006", "note")
    assert "counter(pages)" in told.message
    (artifact,) = backend("pdf").render(publication, layout, {})
    with pdfium.PdfDocument(artifact.content) as document:
        assert "5" in document[3].get_textpage().get_text_range()


PAGE = '<html><head></head><body><p>x<div id="publication-text">{}</div>{}</body></html>'


def test_the_page_of_a_book_is_cut_between_its_chapters() -> None:
    inside = f'<section class="part">A</section><section id="a">{mark(0)}</section>\n<div>{mark(1)}</div>'
    pages = cut(PAGE.format(inside, ""), 2, follow=False)
    assert pages
    assert pages.chapters[0][0].endswith('<section class="part">A</section><section id="a">')
    assert pages.chapters[1][0].endswith('<div id="publication-text">\n<div>')
    assert pages.chapters[1][1].startswith("</div></div>")
    assert "A</section>" in pages.front
    assert mark(1) not in pages.front


@pytest.mark.parametrize(
    ("inside", "behind"),
    [
        (f"<section>{mark(0)}{mark(1)}</section>", ""),
        (f"<section>{mark(1)}</section><section>{mark(0)}</section>", ""),
        (f"<section>{mark(0)}</section>words<section>{mark(1)}</section>", ""),
        (f"<section>{mark(0)}</section><section>{mark(1)}</section>", "<p>behind</p>"),
        (f"{mark(0)}{mark(1)}", ""),
    ],
)
def test_a_page_that_holds_chapters_in_another_way_is_not_cut(inside: str, behind: str) -> None:
    assert cut(PAGE.format(inside, behind), 2, follow=False) is None


def test_elements_are_found_where_they_stand() -> None:
    page = "<html>\n<body class=a><br/><div>\n<main id='x'><p>1</p>\n<p>2<img></main></div></body>"
    found = Elements(page, "x")
    children = [page[child.start : child.end] for child in found.children]
    assert children == ["<p>1</p>", "<p>2<img></main>"]
    assert found.opening == "<body class=a>\n<div>\n<main id='x'>\n"
    assert found.closing == "</main>\n</div>\n</body>\n</html>\n"


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1994, "lower-roman", "mcmxciv"),
        (4, "upper-roman", "IV"),
        (12, "decimal", "12"),
        (0, "lower-roman", "0"),
        (4000, "lower-roman", "4000"),
    ],
)
def test_numbers_of_pages_are_written_as_css_does(number: int, style: str, text: str) -> None:
    assert numeral(number, style) == text


def test_each_page_and_each_head_of_a_table_is_found_where_the_book_says(book: Make) -> None:
    """ISO 32000-1, 7.7.3 and 14.8.5.7: WeasyPrint counts heads anew in each chapter."""
    text = "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n正文。\n\n"
    content = render(book(text, text, "三。\n"))
    with pikepdf.open(io.BytesIO(content)) as file:
        branches = list(file.Root.Pages.Kids)
        assert sum(int(branch.Count) for branch in branches) == file.Root.Pages.Count
        for branch in branches:
            assert branch.Parent == file.Root.Pages
            assert len(branch.Kids) == branch.Count
            assert all(page.Parent.objgen == branch.objgen for page in branch.Kids)
        keys = [int(page.StructParents) for branch in branches for page in branch.Kids]
        assert len(set(keys)) == len(keys)
        cells = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
        heads = [str(cell.ID) for cell in cells if cell.get("/S") == "/TH"]
        asked = [
            str(name)
            for cell in cells
            if cell.get("/S") == "/TD"
            for name in cell.A.get("/Headers", ())
        ]
    assert len(heads) == len(set(heads)) == 4
    assert sorted(asked) == sorted(heads)
