"""EPUB: the text in files and columns, and the pages of the printed book in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from publish import layouts
from publish.backends import backend
from publish.backends.epub_breaks import place_breaks
from publish.backends.epub_files import XHTML, cut
from publish.backends.epub_marks import set_closely, set_vertically
from publish.backends.package import parts
from publish.publication.model import PrintedPage, Publication

LAYOUT = layouts.load("default")


def render(publication: Publication, **options: object) -> dict[str, bytes]:
    (artifact,) = backend("epub").render(publication, LAYOUT, options)
    return parts(artifact.content)


def tree(body: str, lang: str = "zh-Hans", id: str = "t") -> Any:
    return etree.fromstring(
        f'<html xmlns="{XHTML[1:-1]}" lang="{lang}"><head><title>篇</title></head>'
        f'<body><section aria-labelledby="{id}"><h1 id="{id}">篇</h1>{body}</section></body></html>'
    )


def words(page: Any) -> str:
    return "".join(page.find(f"{XHTML}body").itertext())


def spans(page: Any, kind: str) -> list[str]:
    return [each.text for each in page.iter(f"{XHTML}span") if each.get("class") == kind]


SECTIONS = "".join(
    f'<h2 id="a--s{number}">节{number}</h2><p>{"文" * 50}</p>'
    f'<h3 id="a--s{number}-1">小节</h3><p>{"字" * 50}</p>'
    for number in range(6)
)


@pytest.mark.parametrize("limit", [300, 600, 1500, 10_000])
def test_a_long_chapter_is_cut_at_sections_and_loses_nothing(limit: int) -> None:
    whole = words(tree(SECTIONS))
    files = cut("chapter-01-a", tree(SECTIONS), limit)
    assert "".join(words(page) for _, page in files) == whole
    names = [name for name, _ in files]
    assert names[0] == "chapter-01-a.xhtml"
    assert len(set(names)) == len(names)
    for _, page in files[1:]:
        section = page.find(f".//{XHTML}section")
        assert section[0].tag in (f"{XHTML}h2", f"{XHTML}h3")
        assert (section.get("aria-label"), section.get("aria-labelledby")) == ("篇", None)
    assert (len(files) == 1) == (limit == 10_000)


def test_files_of_a_long_chapter_are_named_after_their_first_section() -> None:
    names = [name for name, _ in cut("chapter-01-a", tree(SECTIONS), 1000)]
    assert names[1] == "chapter-01-a-2-s2.xhtml"


def test_links_find_the_file_that_a_section_has_come_to(
    article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.backends.epub_pages.cut", lambda stem, page: cut(stem, page, 500))
    text = (
        "## 一 {#a}\n\n见[三](#c)[^1]。\n\n## 二 {#b}\n\n"
        + "文" * 300
        + "\n\n## 三 {#c}\n\n回[一](#a)。\n\n[^1]: 注。\n"
    )
    files = render(article(text))
    pages = {name[5:]: data.decode() for name, data in files.items() if "/chapter" in name}
    assert len(pages) > 1
    for data in (*pages.values(), files["EPUB/nav.xhtml"].decode(), files["EPUB/toc.ncx"].decode()):
        for file, id in re.findall(r'(?:href|src)="([^"#:]*)#([^"]+)"', data):
            assert f'id="{id}"' in (pages[file] if file else data)


def test_chapters_are_named_after_their_slugs_in_ascii(article: Any) -> None:
    def names(name: str) -> list[str]:
        made = render(replace(article("文。"), name=name))
        return [each for each in made if each.startswith("EPUB/chapter")]

    assert names("Tea & Water") == ["EPUB/chapter-01-tea-water.xhtml"]
    assert names("茶") == ["EPUB/chapter-01.xhtml"]


def test_columns_run_from_right_to_left(article: Any) -> None:
    files = render(article("第12回。", lang="ja"), writing="vertical")
    assert 'page-progression-direction="rtl"' in files["EPUB/content.opf"].decode()
    for name in ("chapter-01-post", "nav", "title"):
        assert etree.fromstring(files[f"EPUB/{name}.xhtml"]).get("class") == "vertical", name
    assert "writing-mode: vertical-rl" in files["EPUB/epub.css"].decode()


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "ko"])
def test_what_is_never_set_in_columns_stays_in_lines(article: Any, lang: str) -> None:
    assert render(article("甲。", lang=lang), writing="vertical") == render(
        article("甲。", lang=lang)
    )


@pytest.mark.parametrize(
    ("text", "upright"),
    [
        ("<p>11月3日、100人、2026年</p>", ["11", "3"]),
        ("<p>すごい!? 本当!!</p>", ["!?", "!!"]),
        ("<p>HTML5 と 3.14 と 5% と v2</p>", []),
        ("<p>甲<em>12</em>乙3丙</p>", ["12", "3"]),
        ("<p><code>12</code></p><pre>12</pre>", []),
        ("<p><ruby>甲<rt>12</rt></ruby></p>", []),
    ],
)
def test_short_numbers_stand_upright_in_columns(text: str, upright: list[str]) -> None:
    page = tree(text, "ja")
    before = words(page)
    set_vertically(page)
    assert spans(page, "tcy") == upright
    assert words(page) == before


def test_of_two_marks_the_one_with_the_blank_between_is_half() -> None:
    page = tree("<p>（见《书》），他说：「好。」<code>（《</code></p>")
    before = words(page)
    set_closely(page)
    assert spans(page, "half") == ["》", "）", "：", "。"]
    assert words(page) == before


def page(label: str, opening: str, *places: str) -> PrintedPage:
    return PrintedPage(label, opening, places)


def marked(*texts: str, pages: list[PrintedPage]) -> str:
    """The text with the labels of pages where they begin."""
    trees = [tree(text, id=f"t{number}") for number, text in enumerate(texts)]
    marks = place_breaks(trees, pages)
    assert [label for label, _ in marks] == [each.label for each in pages]
    for each in trees:
        for mark in list(each.iter(f"{XHTML}span")):
            if mark.get("role") == "doc-pagebreak":
                assert mark.get("id") == f"print-page-{mark.get('aria-label')}"
                mark.text = f"[{mark.get('aria-label')}]"
    return "|".join(map(words, trees))


LONG = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def test_a_page_begins_at_its_first_words() -> None:
    text = marked(
        f"<p>{LONG}，“天地玄黄宇宙洪荒日月盈昃”</p>",
        "<p>Automatic hyphenation of words.</p>",
        pages=[
            page("1", "篇" + LONG, "t0"),
            page("2", "“天地玄黄宇宙洪荒日月盈昃"),
            page("3", "matic hyphenation of words."),
        ],
    )
    assert (
        text == f"[1]篇{LONG}，[2]“天地玄黄宇宙洪荒日月盈昃”|篇[3]Automatic hyphenation of words."
    )


def test_words_that_repeat_are_found_between_the_places_around_them() -> None:
    again = "<p>天地玄黄宇宙洪荒日月盈昃</p>"
    text = marked(
        f'{again}<h2 id="a">甲</h2>{again}<h2 id="b">乙</h2>{again}',
        pages=[
            page("1", "篇天地玄黄宇宙"),
            page("2", "甲", "a"),
            page("3", "天地玄黄宇宙洪荒日月盈昃", "b"),
        ],
    )
    assert "[2]甲[3]天地" in text


def test_marks_of_lists_and_words_that_are_not_there_are_passed_over() -> None:
    items = f"<ul><li>{LONG}</li><li>天地玄黄宇宙洪荒</li></ul>"
    assert "[2]天地" in marked(items, pages=[page("1", "篇"), page("2", "2. 天地玄黄宇宙洪荒")])


def test_a_syllable_of_hangul_counts_as_one_sign() -> None:
    text = marked(
        '<p>옛날 지도를 보았다.</p><h2 id="a">지도</h2><p>새 지도이다.</p>',
        pages=[page("1", "篇옛날 지도를 보았다"), page("2", "지도", "a")],
    )
    assert "[2]지도새" in text


def test_a_page_of_pictures_begins_where_the_next_one_does() -> None:
    text = marked(
        f"<p>{LONG}</p>",
        pages=[page("1", "篇一二三四五六七"), page("2", ""), page("3", "甲乙丙丁戊己庚辛")],
    )
    assert "[2][3]甲乙" in text


def test_the_list_of_pages_leads_to_their_marks(book: Any) -> None:
    made = book(f"## 甲 {{#a}}\n\n{LONG}")
    files = render(
        replace(made, printed=(page("1", "第一章篇1甲", "c1"), page("2", "甲乙丙丁戊己庚辛")))
    )
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    (pages,) = (each for each in nav.iter(f"{XHTML}nav") if each.get("role") == "doc-pagelist")
    links = [(each.text, each.get("href")) for each in pages.iter(f"{XHTML}a")]
    file = "chapter-01-c1.xhtml"
    assert links == [("1", f"{file}#print-page-1"), ("2", f"{file}#print-page-2")]
    text = files[f"EPUB/{file}"].decode()
    assert all(f'id="print-page-{number}"' in text for number in "12")
    assert files["EPUB/toc.ncx"].count(b"<pageTarget") == 2
    package = files["EPUB/content.opf"].decode()
    assert all(
        word in package for word in ("pageBreakMarkers", "pageNavigation", "pageBreakSource")
    )


def test_a_link_with_a_scheme_that_nobody_knows_is_text(article: Any) -> None:
    text = "[a](obsidian://open) [b](mailto:lu@example.org) [c](ttp:a)\n"
    pages = b"".join(render(article(text)).values()).decode(errors="replace")
    assert 'href="mailto:lu@example.org"' in pages
    assert "obsidian" not in pages
    assert "ttp:a" not in pages
