"""Slides for the browser: one file, every slide named, the same deck as the presentation's."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from backends.conftest import Make
from lxml import etree, html

from publish import layouts
from publish.backends.deck import BACKEND
from publish.backends.pptx import BACKEND as PPTX
from publish.layouts import Layout
from publish.publication.model import Publication, Resource
from publish.publication.words import languages

DEFAULT = layouts.load("default")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TEXT = """引言。

## 一

水温很*要紧*。[^1] 八十度 $m = \\frac{a}{b}$ 即可。见[二](#二)。

- 甲

  1. 子
  2. 丑

- 乙

```python
def tea(water: int) -> str:
    return "茶"
```

## 二

| 名 | 数 |
|:---|---:|
| 茶 | 10 |
| 水 | 2 |

![一只杯子](images/cup.svg)

$$E = mc^2$$

> 引文。

[^1]: 注文。
"""
CUP = Resource(
    "images/cup.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle r="9"/></svg>',
    40,
    30,
)


def written(publication: Publication, layout: Layout = DEFAULT) -> str:
    (artifact,) = BACKEND.render(publication, layout, {})
    assert artifact.path == "post.slides.html"
    return artifact.content.decode()


def page(publication: Publication) -> Any:
    return html.document_fromstring(
        written(publication).encode(), html.HTMLParser(encoding="utf-8")
    )


@pytest.fixture(scope="module")
def deck(article: Make) -> Any:
    return page(article(TEXT, resources=(CUP,)))


def test_it_is_one_file_that_asks_for_nothing(article: Make) -> None:
    text = written(article(TEXT, resources=(CUP,)))
    addresses = re.findall(r'(?:src|href)="([^"]*)"', text) + re.findall(r"url\(([^)]*)\)", text)
    assert not [each for each in addresses if not each.startswith(("#", "data:"))]
    assert "@import" not in text
    assert "connect-src 'none'" in text


def test_every_slide_has_a_name_and_ids_are_unique(deck: Any) -> None:
    slides = deck.xpath("//*[@role='group']")
    assert [each.get("aria-roledescription") for each in slides] == ["幻灯片"] * len(slides)
    names = [deck.get_element_by_id(each.get("aria-labelledby")).text_content() for each in slides]
    assert len(set(names)) == len(names)
    ids = deck.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert len(deck.xpath("//h1")) == 1


def test_links_lead_to_places_of_the_deck(deck: Any) -> None:
    ids = set(deck.xpath("//@id"))
    goals = [each.removeprefix("#") for each in deck.xpath("//a/@href")]
    assert {"note-0-1"} < {*goals} <= {*ids, "%E4%BA%8C"}
    (note,) = deck.xpath("//a[@role='doc-noteref']")[:1]
    assert note.xpath("preceding::text()")[-1].endswith("。")


def test_its_slides_are_those_of_the_presentation(article: Make) -> None:
    publication = article(TEXT, resources=(CUP,))
    (artifact,) = PPTX.render(publication, DEFAULT, {})
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
        count = sum(name.startswith("ppt/slides/slide") for name in package.namelist())
        titles = [title(package.read(f"ppt/slides/slide{at}.xml")) for at in range(1, count + 1)]
    assert [each.text_content() for each in page(publication).xpath("//h1 | //h2")] == titles


def title(slide: bytes) -> str:
    for shape in etree.fromstring(slide).iter(f"{P}sp"):
        if shape.find(f".//{P}ph").get("type") in ("title", "ctrTitle"):
            return "".join(text.text for text in shape.iter(f"{A}t"))
    raise AssertionError("a slide without a title")


def test_points_and_items_are_lists_in_lists(deck: Any) -> None:
    (outer,) = deck.xpath("//li[ol]")
    assert outer.text.strip() == "甲"
    assert [each.text for each in outer.xpath("ol/li")] == ["子", "丑"]


def test_formulas_code_tables_and_pictures_are_what_a_browser_knows(deck: Any) -> None:
    assert deck.xpath("//math[@display='block']/@alttext") == ["E = mc^2"]
    assert "m = \\frac{a}{b}" in deck.xpath("//li//math/@alttext")
    assert deck.xpath("//pre//span[@class='kw']")
    assert deck.xpath("//th/@scope") == ["col", "col"]
    assert len(deck.xpath("//colgroup/col")) == 2
    (picture,) = deck.xpath("//img")
    assert picture.get("alt") == "一只杯子"
    assert picture.get("src").startswith("data:image/svg+xml;base64,")
    assert deck.xpath("//blockquote")


def test_what_is_said_to_a_slide_stands_in_its_notes_in_whole_paragraphs(article: Make) -> None:
    deck = page(article("## 茶\n\n茶要趁热的时候喝才好。水要干净。这两样其实都不太难。\n"))
    (notes,) = deck.xpath("//aside")
    assert notes.get("hidden") is not None
    assert notes.text_content().strip() == "茶要趁热的时候喝才好。水要干净。这两样其实都不太难。"
    assert len(deck.xpath("//li")) == 2, "a short sentence stays with the one before it"


def test_without_a_script_no_slide_is_hidden(deck: Any) -> None:
    hidden = {each.tag for each in deck.xpath("//*[@hidden]")}
    assert hidden == {"aside", "nav", "div"}
    assert deck.xpath("//nav[@hidden]/@class") == ["controls"]


def test_a_document_without_text_is_its_title(article: Make) -> None:
    deck = page(article(""))
    assert [each.get("id") for each in deck.xpath("//*[@role='group']")] == ["slide-1"]


def test_text_of_a_list_that_goes_on_keeps_its_number(article: Make) -> None:
    items = "\n".join(f"{number}. 第 {number} 条。" for number in range(1, 13))
    deck = page(article(f"## 茶\n\n{items}\n"))
    starts = [int(each.get("start", 1)) for each in deck.xpath("//ol")]
    assert starts == [1, 1 + len(deck.xpath("(//ol)[1]/li"))]


@pytest.mark.parametrize("name", layouts.names())
def test_every_look_makes_the_same_text(name: str, article: Make) -> None:
    publication = article(TEXT, resources=(CUP,))
    main = re.compile("<main.*</main>", re.DOTALL)
    own, usual = (
        main.findall(written(publication, layouts.load(each))) for each in (name, "default")
    )
    assert own == usual != []


@pytest.mark.parametrize("lang", languages())
def test_controls_speak_the_language_of_the_deck(lang: str, article: Make) -> None:
    deck = page(article("Text.\n", lang=lang))
    names = deck.xpath("//nav//button/@aria-label")
    english = page(article("Text.\n", lang="en")).xpath("//nav//button/@aria-label")
    assert len(set(names)) == len(names) == 4
    assert lang == "en" or not set(names) & set(english)


def test_the_same_deck_has_the_same_bytes(article: Make) -> None:
    assert written(article(TEXT, resources=(CUP,))) == written(article(TEXT, resources=(CUP,)))
