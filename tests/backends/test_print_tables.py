"""Tables and code on paper: whole, inside the page, and broken where a typesetter would."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import etree

from publish import layouts, pandoc
from publish.ast import Div, Table, TableContent
from publish.backends import backend
from publish.backends.han_lines import GAP
from publish.backends.measure import width
from publish.backends.pdf import FORMS, page_room
from publish.backends.print_marks import FITS, mend_for_print
from publish.backends.print_tables import Room, fitted, fitting, room
from publish.backends.wide_tables import too_wide
from publish.walk import nodes, plain_text, table_rows

LAYOUT = layouts.load("default")
ROOM = Room(40.0, 66.0)
FORMAT = "commonmark_x"


def markdown(columns: int, rows: int = 4, cell: str = "{column}{row}7") -> str:
    lines = [[f"项{at}" for at in range(columns)], ["---"] * columns]
    lines += [[cell.format(row=row, column=at) for at in range(columns)] for row in range(rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def table(text: str) -> TableContent:
    (node,) = pandoc.read(text, FORMAT)
    assert isinstance(node, Table)
    return node.c


def pages(publication: Any, **options: Any) -> list[pdfium.PdfPage]:
    (artifact,) = backend("pdf").render(publication, LAYOUT, options)
    return list(pdfium.PdfDocument(artifact.content))


def said(page: pdfium.PdfPage) -> str:
    text: str = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n").replace(GAP, "")


@pytest.mark.parametrize(
    ("columns", "look"),
    [
        (3, ""),
        (10, "table-small"),
        (12, "table-fine"),
        (14, "table-wide"),
        (17, "table-wide table-small"),
        (19, "table-wide table-fine"),
    ],
)
def test_a_table_gets_the_largest_type_that_fits(columns: int, look: str) -> None:
    found = fitting(table(markdown(columns, cell="{column}1234")), ROOM)
    assert found is not None and found.name == look


def test_a_table_of_sixty_columns_is_cut_and_nothing_is_lost() -> None:
    text = markdown(60)
    assert fitting(table(text), ROOM) is None
    parts = [node.c for node in nodes(fitted(pandoc.read(text, FORMAT), ROOM, "（续）"))
             if isinstance(node, Table)]  # fmt: skip
    assert len(parts) > 1 and all(fitting(part, ROOM) is not None for part in parts)
    rows = [[list(map(said_by, row.cells)) for row in table_rows(part)] for part in parts]
    assert len({tuple(row[0] for row in part) for part in rows}) == 1
    together = [[cell for part in rows for cell in part[at][1:]] for at in range(5)]
    whole = [list(map(said_by, row.cells))[1:] for row in table_rows(table(text))]
    assert together == whole


def test_many_wide_tables_stand_on_their_side_together() -> None:
    text = f"## 一\n\n{markdown(14, cell='{column}1234')}\n" * 400
    (page,) = fitted(pandoc.read(text, FORMAT), ROOM, "（续）")
    assert isinstance(page, Div) and page.c[0].classes == ("wide", "column")
    assert len(page.c[1]) == 800  # side by side, however many: a renderer goes down into each


def said_by(cell: Any) -> str:
    return plain_text(cell.content)


@pytest.mark.parametrize("size", ["A4", "A5", "Letter", "6x9"])
def test_no_table_leaves_the_page(article: Any, size: str) -> None:
    wide, wider = markdown(16, cell="{column}1234"), markdown(60, cell="{column}1234")
    made = pages(
        article(f"正文。\n\n## 甲\n\n{wide}\n正文。\n\n## 乙\n\n{wider}\n完。\n"), page_size=size
    )
    for page in made:
        width, _ = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(at)
            assert 0 < left <= right < width
    everything = "".join(map(said, made))
    assert all(f"{column}1234" in everything for column in range(60))
    for heading in "甲乙":
        page = next(page for page in made if f"{heading}\n项0" in said(page))
        assert page.get_width() > page.get_height()


def test_the_page_after_a_wide_table_is_upright_again(article: Any) -> None:
    made = pages(article(f"正文。\n\n{markdown(16, cell='{column}12345')}\n完了。\n"))
    assert [page.get_width() > page.get_height() for page in made] == [False, True, False]
    assert "完了" in said(made[2])


def test_what_is_too_wide_is_told_with_its_line(article: Any) -> None:
    joined = "<table><tr><td colspan='2'>甲</td>" + "<td>12345</td>" * 40 + "</tr></table>"
    publication = article(f"一\n\n{markdown(60)}\n")
    limits = page_room(publication, LAYOUT, {})
    (found,) = too_wide(publication, limits, {"post.md": (1, 3)})
    assert (found.code, found.line, found.severity) == ("PDF005", 3, "note")
    assert "60 columns" in found.message
    (pressed,) = (node for node in nodes(pandoc.read(joined, "html")) if isinstance(node, Table))
    assert fitting(pressed.c, limits) is not None
    assert not list(too_wide(article(markdown(16)), limits, {}))


def test_the_style_sheets_say_how_wide_the_text_is() -> None:
    style = LAYOUT.text("paper/a4.css")
    assert room(style, "zh-Hans") == Room(40.0, 66.0)
    assert room(style, "en") == Room(33.0, 63.0)
    assert room(style + LAYOUT.text("handout.css"), "zh-Hans").upright == 33.0


def test_a_long_table_repeats_its_head_and_leaves_no_row_alone(article: Any) -> None:
    cells = markdown(3, rows=90)
    for lines in range(6):
        made = pages(article("正文。\n\n" * lines + cells))
        parts = [[line for line in said(page).split("\n") if line.endswith("7")] for page in made]
        assert all(len(rows) >= 2 for rows in parts), lines
        assert sum(map(len, parts)) == 90
        assert all("项0" in said(page) for page in made)


@pytest.mark.parametrize("before", range(30, 38))
def test_code_is_not_cut_into_single_lines(article: Any, before: int) -> None:
    text = "正文。\n\n" * before
    for count in (1, 5, 14):
        code = "\n".join(f"line_{at}" for at in range(count))
        made = pages(article(f"{text}```\n{code}\n```\n"))
        parts = [said(page).count("line_") for page in made]
        assert sum(parts) == count
        assert all(part == 0 or part >= min(count, 3) for part in parts), parts


def test_a_line_of_code_is_carried_over_behind_its_indent_never_in_it(article: Any) -> None:
    for more in range(8):
        words = "words " * 9 + "x" * more + " words of a note"
        code = f'```python\ndef note():\n    """{words}"""\n```\n'
        text = pages(article(code, lang="en"))[0].get_textpage()
        said = text.get_text_range()
        first, second = (text.get_charbox(said.index(word))[3] for word in ("def", '"""'))
        assert 8 < first - second < 20, more


def test_a_line_of_code_that_is_carried_over_has_a_mark_that_is_not_text(article: Any) -> None:
    line = "value = " + " + ".join(f"argument_{at}" for at in range(20))
    (long,) = pages(article(f"```python\n{line}\n```\n"))
    assert line.replace(" ", "") in re.sub(r"\s", "", said(long))
    assert "↪" not in said(long)
    (short,) = pages(article("```python\nvalue = 1\n```\n"))
    assert ink_before_second_line(long) > 20 > ink_before_second_line(short) == 0


def ink_before_second_line(page: pdfium.PdfPage) -> int:
    """Dark points to the left of the second line of code, where a mark would stand."""
    text = page.get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    first = boxes[text.get_text_range().index("value")]
    scale, size = 4, 10.5 * 0.82
    image = page.render(scale=scale).to_pil().convert("L")
    top, left = page.get_height() - first[3] + 0.9 * size, first[0] + 1
    part = image.crop([int(at * scale) for at in (left, top, left + 1.5 * size, top + size)])
    return sum(part.histogram()[:140])


@pytest.mark.parametrize(
    "ending",
    ["的样子。", "用 `x` 的。", "有“引号”的”。", "叫作 tea 的。", "写完了", "- 甲乙丙丁。"],
)
def test_no_single_character_is_left_on_a_last_line(article: Any, ending: str) -> None:
    for count in range(36, 44):
        text = "茶" * count + ending.removeprefix("- ")
        made = pages(article(f"- {text}\n" if ending.startswith("- ") else f"{text}\n"), toc=False)
        lines = re.findall(r".*[\u4e00-\u9fff].*", said(made[0]))
        last = re.sub(r"[•。”“\u200b\s]", "", lines[-1])
        assert len(last) >= 2, (count, lines)


@pytest.mark.parametrize("lines", range(28, 36))
def test_what_leads_to_a_formula_stays_with_it(article: Any, lines: int) -> None:
    made = pages(article("正文。\n\n" * lines + "算式如下：\n\n$$\\frac{1}{2}$$\n\n完。\n"))
    (page,) = [each for each in made if "如下" in said(each)]
    text = page.get_textpage()
    start = text.get_text_range().index("如下")
    foot = page.get_height() - 265 / 25.4 * 72  # the type area of A4 ends 265 mm from above
    assert text.get_charbox(start)[1] - foot > 18  # room for a formula below


def test_what_leads_to_a_list_or_code_stays_with_it(article: Any) -> None:
    for before in range(28, 36):
        made = pages(
            article("正文。\n\n" * before + "如下：\n\n```\none\ntwo\n```\n\n" + "正文。\n\n" * 3)
        )
        (page,) = [each for each in made if "如下" in said(each)]
        assert "one" in said(page)


def test_a_picture_has_the_width_that_its_author_gave() -> None:
    root = etree.fromstring(
        '<div><img src="a.png" alt="" width="200" height="900"/><img src="b.png" alt="" height="30"/>'
        '<img src="c.png" alt="" width="40%"/></div>'
    )
    mend_for_print(root)
    assert [image.get("style") for image in root] == ["width:200px", "height:30px", None]


def test_the_mark_of_code_that_is_carried_over_is_drawn_for_lines_that_may_be() -> None:
    code = "<pre><code><span>%s</span>\n<span>%s</span></code></pre>"
    texts = "return 7", "─" * 10
    root = etree.fromstring(
        f"<div>{code % texts}<table><tr><td>{code % texts}</td></tr></table></div>"
    )
    mend_for_print(root)
    marked = [line.get("class") for line in root.iter("span") if line.get("class") != "lines"]
    assert marked == ["line", "line long", "line long", "line long"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", layouts.names())
def test_a_line_of_code_without_that_mark_is_never_carried_over(
    article: Any, name: str, form: str
) -> None:
    lines = "m" * int(FITS / width("m", fixed=True)), "─" * int(FITS)
    code = "".join(f"      {line}\n" for line in lines)
    deep = f"- 一\n  - 二\n    - 三\n\n      ```\n{code}      ```\n"
    for size in ("A5", "6x9"):  # the narrowest
        options = {"page_size": size, "form": form}
        (artifact,) = backend("pdf").render(article(deep), layouts.load(name), options)
        with pdfium.PdfDocument(artifact.content) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        assert all(line in text for line in lines), size
