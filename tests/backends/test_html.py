"""The web page: what it says of itself to others."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import pytest
from msgspec.structs import replace

from publish import layouts
from publish.backends import backend
from publish.document import Date
from publish.engine.plan import Step, page_url
from publish.manifest import Target
from publish.publication.model import Resource

LAYOUT = layouts.load("default")


def page(publication: Any, **options: Any) -> lxml.html.HtmlElement:
    artifact = next(iter(backend("html").render(publication, LAYOUT, options)))
    return lxml.html.document_fromstring(artifact.content)


def meta(root: lxml.html.HtmlElement) -> dict[str, str]:
    return {item.get("property"): item.get("content") for item in root.xpath("//meta[@property]")}


def test_a_page_says_what_it_is(article: Any) -> None:
    publication = article("正文。\n", updated=Date("2024-06-02", "day"))
    root = page(replace(publication, url="https://example.org/a/post.html"))
    assert meta(root) == {
        "og:title": "大模型简介",
        "og:type": "article",
        "og:locale": "zh_CN",
        "og:description": "一段 <说明>",
        "og:url": "https://example.org/a/post.html",
        "article:published_time": "2024-05-01",
        "article:modified_time": "2024-06-02",
    }
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://example.org/a/post.html"]
    (script,) = root.xpath("//script")
    data = json.loads(script.text)
    assert data["url"] == "https://example.org/a/post.html"
    assert data["dateModified"] == "2024-06-02"
    assert data["inLanguage"] == "zh-Hans"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 一\n\n茶是叶子。产地在*福建*。\n\n后文。\n", "茶是叶子。产地在福建。"),
        ("Tea grows in\nChina. It is green.\n", "Tea grows in China. It is green."),
        ("Let $n$ be even. Then $\\frac{n}{2}$ is whole. So.\n", "Let n be even."),
        ("$\\frac12$ is half.\n\nWords.\n", "Words."),
        ("- only\n- a list\n", "only"),
        ("```\ncode\n```\n", "大模型简介"),
        ("茶" * 200 + "。\n", "茶" * 79 + "…"),
        ("word " * 60 + "\n", ("word " * 31).rstrip() + "…"),
        ("First. " + "word " * 60 + "\n", "First."),
    ],
)
def test_a_page_without_description_is_described_by_its_first_sentences(
    article: Any, text: str, said: str
) -> None:
    root = page(article(text, description=""))
    assert meta(root).get("og:description", "") == said
    assert "".join(root.xpath("//meta[@name='description']/@content")) == said


def test_a_page_without_a_known_address_has_none(article: Any) -> None:
    root = page(article("正文。\n"))
    assert "og:url" not in meta(root)
    assert not root.xpath("//link[@rel='canonical']")


def test_the_cover_is_the_picture_for_previews(article: Any) -> None:
    cover = Resource("images/cover.png", "image/png", b"", 10, 10)
    publication = article("文。\n", resources=(cover,), cover=cover.name)
    publication = replace(publication, url="https://example.org/a/post.html")
    assert meta(page(publication))["og:image"] == "https://example.org/a/images/cover.png"
    assert "og:image" not in meta(page(publication, standalone=True))


def test_a_page_runs_and_asks_for_nothing(article: Any) -> None:
    root = page(article("文 [外](https://example.org/)。\n\n```python\nx = 1\n```\n"))
    assert [item.get("type") for item in root.xpath("//script")] == ["application/ld+json"]
    assert not root.xpath("//iframe | //*[@onclick]")
    sheets = root.xpath("//link[@rel='stylesheet']/@href")
    assert [address.partition(",")[0] for address in sheets] == ["data:text/css"]


@pytest.mark.parametrize(
    ("template", "output", "expected"),
    [
        ("{format}/{slug}", "html/茶", "https://x.org/b/%E8%8C%B6.html"),
        ("site/{date:%Y}/{slug}", "site/2024/tea", "https://x.org/b/2024/tea.html"),
        ("{id}/{format}/p/{slug}", "notes/html/p/tea", "https://x.org/b/tea.html"),
        ("tea", "tea", "https://x.org/b/tea.html"),
    ],
)
def test_the_address_of_a_page(template: str, output: str, expected: str) -> None:
    target = Target("html", "html", "default", None, template, {})
    step = Step(target, (), None, output, "")
    assert page_url(step, "https://x.org/b/", ".html") == expected
    assert page_url(step, "", ".html") == page_url(step, "https://x.org/b/", ".pdf") == ""


CONSOLE = """```console
$ make
done
$ make clean
```

```bash
$ npm install  # once
npm test
```

```perl
$ x
```
"""


def test_a_prompt_is_not_copied_with_its_command(article: Any) -> None:
    blocks = page(article(CONSOLE)).xpath("//pre")
    assert [block.text_content() for block in blocks] == [
        "$ make\ndone\n$ make clean",
        "$ npm install  # once\nnpm test",
        "$ x",
    ]
    prompts = [block.xpath(".//span[@class='prompt']/text()") for block in blocks]
    assert prompts == [["$ ", "$ "], ["$ "], []]


def test_each_heading_has_an_address_that_is_no_word_of_it(article: Any) -> None:
    (heading,) = page(article("## 水 {#水}\n\n文。\n")).xpath("//h2")
    (anchor,) = heading.xpath("a")
    assert heading.text_content() == "水"
    assert (anchor.get("href"), anchor.get("aria-hidden")) == ("#水", "true")


def test_accents_of_formulas_stand_by_themselves(article: Any) -> None:
    marks = page(article(r"$\hat y\vec v\overline{ab}\ddot x$")).xpath("//mo/text()")
    assert marks == ["^", "→", "¯", "¨"]


def test_what_is_written_is_what_was_meant(article: Any) -> None:
    """Blanks at the end of a line of code stay, and a picture without words is called one."""
    publication = article("```\na  \nb\n```\n\n文 ![](a.png) 文\n")
    source = next(iter(backend("html").render(publication, LAYOUT, {}))).content.decode()
    assert "a&#32;&#32;\nb" in source
    root = page(publication)
    assert root.xpath("//pre")[0].text_content() == "a  \nb"
    assert root.xpath("//img/@alt") == ["图"]


def test_a_formula_wider_than_a_phone_scrolls_by_keyboard_too(article: Any) -> None:
    root = page(
        article("$$a + b$$\n\n$$a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 = x$$\n")
    )
    assert len(root.xpath("//math")) == 2
    assert root.xpath("//span[@tabindex='0']/@class") == ["wide-formula display"]


def test_a_head_without_words_heads_nothing(article: Any) -> None:
    """An empty ``th`` fails axe's rule empty-table-header."""
    root = page(article("| | 甲 | ![](a.png) |\n|---|---|---|\n| 一 | 1 | 2 |\n"))
    assert [cell.tag for cell in root.xpath("//thead/tr/*")] == ["td", "th", "th"]
    assert root.xpath("//thead/tr/th/@scope") == ["col", "col"]


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("其中 $k$，是常数。", "k，"),
        ("常数（$k$）。", "（k）。"),
        ("the value $k$ is", ""),
        ("**甲**“$k$”", "“k”"),
        ("$k$, or", "k,"),
    ],
)
def test_marks_stay_on_the_line_of_the_formula_they_stand_beside(
    article: Any, given: str, held: str
) -> None:
    root = page(article(given + "\n"))
    boxes = ["".join(box.itertext()).strip() for box in root.xpath("//span[@class='held']")]
    assert "".join(boxes) == held
    (text,) = ("".join(each.itertext()) for each in root.xpath("//main//p[.//math]"))
    assert text == given.replace("$", "").replace("**", "")
