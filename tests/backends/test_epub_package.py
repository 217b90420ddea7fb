"""EPUB: what the package says of the book, its cover, and what a layout may ask for."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image

from publish import layouts
from publish.backends import backend
from publish.backends.epub_cover import SIZES, title_lines
from publish.backends.epub_metadata import identifier
from publish.backends.package import parts
from publish.diagnostics import PublishError
from publish.document import Series
from publish.publication.model import Publication, Resource

LAYOUT = layouts.load("default")
PNG = Resource("images/a.png", "image/png", b"\x89PNG", 10, 10)
GIF = Resource("images/a.gif", "image/gif", b"GIF89a" + 2 * b"\x21\xf9\x04", 10, 10)


def render(
    publication: Publication, layout: layouts.Layout = LAYOUT, **options: object
) -> dict[str, bytes]:
    (artifact,) = backend("epub").render(publication, layout, options)
    return parts(artifact.content)


def package(publication: Publication) -> str:
    return render(publication)["EPUB/content.opf"].decode()


def said(text: str, property: str) -> list[str]:
    return re.findall(rf'<meta property="{property}"[^>]*>(.*?)</meta>', text)


def test_a_title_may_change_and_the_book_stays_the_same(article: Any) -> None:
    old, new = (replace(article("文。", title=title), origin="notes\nepub/a") for title in "旧新")
    assert identifier(old) == identifier(new)
    assert identifier(old) != identifier(replace(old, origin="notes\nepub/b"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("978-7-121-32810-0", "urn:isbn:9787121328100"),
        ("ISBN 7-302-01234-X", "urn:isbn:730201234X"),
        (
            "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ),
        ("doi:10.1000/182", "doi:10.1000/182"),
    ],
)
def test_an_identifier_of_the_author_is_the_books(article: Any, written: str, told: str) -> None:
    assert identifier(article("文。", identifier=written)) == told


def test_series_and_bundle_are_collections(article: Any) -> None:
    post = article("文。", series=Series("茶书", "3"))
    text = package(replace(post, collection="笔记"))
    assert said(text, "belongs-to-collection") == ["茶书", "笔记"]
    assert said(text, "collection-type") == ["series", "set"]
    assert said(text, "group-position") == ["3"]
    assert "茶书 · 3" in render(post)["EPUB/title.xhtml"].decode()
    assert not said(package(article("文。", series=Series("茶书", "三"))), "group-position")


def test_every_language_of_the_chapters_is_named(book: Any) -> None:
    one = book("文。", "Text.")
    first, second = one.chapters
    document = second.document
    english = replace(document, metadata=replace(document.metadata, lang="en"))
    text = package(replace(one, chapters=(first, replace(second, document=english))))
    assert re.findall("<dc:language>(.*?)</dc:language>", text) == ["zh-Hans", "en"]


@pytest.mark.parametrize(
    ("markdown", "enough", "feature", "sentence"),
    [
        ("文。", "textual", "", ""),
        ("![一](images/a.png)", "textual", "alternativeText", "图片有替代文字。"),
        ("![](images/a.png)", "textual,visual", "", "部分图片没有替代文字。"),
        ("$x$", "textual", "MathML", "公式为 MathML"),
    ],
)
def test_the_summary_says_what_is_there_and_no_more(
    article: Any, markdown: str, enough: str, feature: str, sentence: str
) -> None:
    text = package(article(markdown, resources=(PNG,)))
    features = said(text, "schema:accessibilityFeature")
    (summary,) = said(text, "schema:accessibilitySummary")
    assert said(text, "schema:accessModeSufficient") == [enough]
    assert {"alternativeText", "MathML"} & set(features) == {feature} - {""}
    assert sentence in summary
    assert ("图片" in summary, "公式" in summary) == ("图片" in sentence, "公式" in sentence)


def test_moving_pictures_are_a_hazard_that_nobody_has_looked_at(article: Any) -> None:
    text = package(article("![一](images/a.gif)", resources=(GIF,)))
    assert said(text, "schema:accessibilityHazard") == ["unknown"]
    assert said(package(article("文。")), "schema:accessibilityHazard") == ["none"]


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "ja", "ko", "en", "de", "fr", "es", "it"])
def test_the_summary_is_in_the_language_of_the_book(article: Any, lang: str) -> None:
    (summary,) = said(package(article("$x$", lang=lang)), "schema:accessibilitySummary")
    english = summary.startswith("The text reflows")
    assert english == (lang in ("en", "it"))


@pytest.mark.parametrize("look", ["default", "literary", "technical"])
def test_a_cover_is_drawn_from_title_and_authors(article: Any, look: str) -> None:
    layout = layouts.load(look)
    cover = render(article("文。"), layout)["EPUB/images/cover.png"]
    with Image.open(io.BytesIO(cover)) as picture:
        assert picture.size == (800, 1280)
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours and len(colours) > 3  # ground, rule, letters with soft edges
    other = render(article("文。", title="另一个很长的标题"), layout)["EPUB/images/cover.png"]
    assert cover != other


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("大模型简介", ("大模型简介",)),
        ("The Publish Manual", ("The Publish", "Manual")),
        ("如何写作《茶经》", ("如何写作", "《茶经》")),
    ],
)
def test_a_title_breaks_between_words_and_never_before_a_closing_mark(
    title: str, lines: tuple[str, ...]
) -> None:
    assert title_lines(title).lines == lines


def test_a_long_title_is_smaller_and_whole() -> None:
    title = "Donaudampfschifffahrtsgesellschaft und mehr"
    made = title_lines(title)
    assert made.size < SIZES[0]
    assert " ".join(made.lines) == title


@pytest.mark.parametrize(
    "own",
    [
        {"epub.css": b'body { background: url("https://example.com/a.png"); }'},
        {"epub.css": b'body { background: url("gone.png"); }'},
        {
            "epub/title.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><script>1</script></html>'
        },
        {
            "epub/title.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><img src="//e.com/a"/></html>'
        },
        {
            "epub/title.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><img srcset="//e.com/a"/></html>'
        },
    ],
    ids=["network in a sheet", "a file that is not there", "script", "network", "network for some"],
)
def test_a_layout_cannot_ask_for_what_no_book_may_hold(
    article: Any, own: Mapping[str, bytes]
) -> None:
    layout = layouts.Layout("own", {**LAYOUT.files, **own}, "own", tuple(own))
    with pytest.raises(PublishError) as error:
        render(article("文。"), layout)
    assert [fault.code for fault in error.value.diagnostics] == ["LAY008"]


def test_a_picture_of_the_layout_goes_into_the_book(article: Any) -> None:
    own = {"epub.css": b'body { background: url("ground.png"); }', "ground.png": b"\x89PNG"}
    files = render(
        article("文。"), layouts.Layout("own", {**LAYOUT.files, **own}, "own", tuple(own))
    )
    assert files["EPUB/ground.png"] == b"\x89PNG"
    assert 'href="ground.png"' in files["EPUB/content.opf"].decode()


def test_the_figures_of_the_ncx_are_true(article: Any) -> None:
    text = "## 一 {#a}\n\n### 二 {#b}\n\n## 三 {#c}\n"
    tree = etree.fromstring(render(article(text))["EPUB/toc.ncx"])
    told = {each.get("name"): each.get("content") for each in tree.iter("{*}meta")}
    assert (told["dtb:depth"], told["dtb:totalPageCount"]) == ("2", "0")
