"""EPUB: package, navigation, chapters."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from lxml import etree

from publish import layouts
from publish.backends import backend
from publish.backends.epub_metadata import identifier, published
from publish.backends.package import parts
from publish.document import Date
from publish.publication.model import Publication, Resource

LAYOUT = layouts.load("default")
OPS = "{http://www.idpf.org/2007/ops}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TEXT = """## 概述 {#a number-style=cjk-dun number-value=1 number-label="一、"}

正文[^1]，公式 $x^2$，[外](<https://example.com/中 文>)、[别处](other.epub)、[无](#gone)。

## 总结 {#d .unnumbered}

![标题](images/a.png)

[^1]: 注文。
"""
PNG = Resource("images/a.png", "image/png", b"\x89PNG", 10, 10)


def render(publication: Publication) -> dict[str, bytes]:
    (artifact,) = backend("epub").render(publication, LAYOUT, {})
    assert artifact.path == publication.name + ".epub"
    return parts(artifact.content)


@pytest.fixture(scope="module")
def seed(article: Any) -> dict[str, bytes]:
    return render(article(TEXT, resources=(PNG,)))


def test_every_part_is_well_formed(seed: dict[str, bytes]) -> None:
    for name, content in seed.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            assert etree.fromstring(content) is not None, name


def test_the_package_says_what_it_is(seed: dict[str, bytes], article: Any) -> None:
    package = seed["EPUB/content.opf"].decode()
    for piece in (
        'xml:lang="zh-Hans"',
        "<dc:title>大模型简介</dc:title>",
        "<dc:language>zh-Hans</dc:language>",
        "<dc:date>2024-05-01</dc:date>",
        '<meta property="dcterms:modified">2023-11-14T22:13:20Z</meta>',
        f">{identifier(article(TEXT))}</dc:identifier>",
        "schema:accessMode",
        "schema:accessModeSufficient",
        '"schema:accessibilityHazard">none',
        "schema:accessibilitySummary",
        ">MathML</meta>",
    ):
        assert piece in package, piece
    assert re.findall("<dc:subject>(.*?)</dc:subject>", package) == ["大模型", "gpt", "chatgpt"]
    assert re.findall(r'<item [^>]*properties="mathml"', package)


def test_labels_are_the_same_in_nav_ncx_and_text(seed: dict[str, bytes]) -> None:
    for name in ("nav.xhtml", "toc.ncx"):
        text = seed[f"EPUB/{name}"].decode()
        assert "一、概述" in text
        assert "chapter-01-post.xhtml#a" in text
    chapter = seed["EPUB/chapter-01-post.xhtml"].decode()
    assert '<span class="secno">一、</span>概述' in chapter


def test_an_article_says_its_title_once_and_links_find_it(article: Any) -> None:
    files = render(article("## 概述 {#a}\n\n回[开头](#title)。"))
    assert '<h1 class="title">大模型简介</h1>' in files["EPUB/title.xhtml"].decode()
    chapter = files["EPUB/chapter-01-post.xhtml"].decode()
    assert "<h1" not in chapter
    assert 'href="title.xhtml"' in chapter


def test_landmarks_are_there_and_hidden(seed: dict[str, bytes]) -> None:
    navigation = etree.fromstring(seed["EPUB/nav.xhtml"])
    kinds = {each.get(f"{OPS}type"): each for each in navigation.iter(f"{XHTML}nav")}
    assert kinds["landmarks"].get("hidden")
    named = [each.get(f"{OPS}type") for each in kinds["landmarks"].iter(f"{XHTML}a")]
    assert named == ["cover", "titlepage", "toc", "bodymatter"]


def test_notes_pop_up_and_lead_back(seed: dict[str, bytes]) -> None:
    chapter = etree.fromstring(seed["EPUB/chapter-01-post.xhtml"])
    (mark,) = (each for each in chapter.iter() if each.get(f"{OPS}type") == "noteref")
    (note,) = (each for each in chapter.iter() if each.get(f"{OPS}type") == "footnote")
    assert mark.get("href") == "#" + note.get("id")
    assert f"#{mark.get('id')}" in [each.get("href") for each in note.iter(f"{XHTML}a")]


def test_links_lead_somewhere_or_are_none(seed: dict[str, bytes]) -> None:
    chapter = etree.fromstring(seed["EPUB/chapter-01-post.xhtml"])
    addresses = [each.get("href") for each in chapter.iter(f"{XHTML}a")]
    assert "https://example.com/%E4%B8%AD%20%E6%96%87" in addresses
    assert not {"other.epub", "#gone"} & set(addresses)
    assert "别处" in "".join(chapter.itertext())


def test_links_between_chapters_name_the_file(book: Any) -> None:
    files = render(book("## 甲 {#a}\n\n见[乙](#乙)。", "## 乙 {#乙}\n\n见[甲](#a)和[自己](#乙)。"))
    one, two = (files[f"EPUB/chapter-0{number}-c{number}.xhtml"].decode() for number in (1, 2))
    assert 'href="chapter-02-c2.xhtml#%E4%B9%99"' in one
    assert 'href="chapter-01-c1.xhtml#a"' in two
    assert 'href="#%E4%B9%99"' in two
    assert '<span class="secno">第二章</span> 篇2</h1>' in two


def test_a_cover_is_a_page_and_a_picture(article: Any) -> None:
    files = render(article("文。", resources=(PNG,), cover="images/a.png"))
    assert 'properties="cover-image"' in files["EPUB/content.opf"].decode()
    assert 'src="images/a.png"' in files["EPUB/cover.xhtml"].decode()


def test_a_picture_that_is_lost_leaves_its_words(article: Any) -> None:
    chapter = render(article("甲 ![说明](gone.png) 乙"))["EPUB/chapter-01-post.xhtml"].decode()
    assert "[图片缺失] 说明" in chapter
    assert "<img" not in chapter


def test_a_drawing_with_a_script_becomes_a_picture(article: Any) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'
    files = render(
        article("![a](x.svg)", resources=(Resource("x.svg", "image/svg+xml", svg, 9, 9),))
    )
    assert "EPUB/x.svg" not in files
    assert files["EPUB/x.svg.png"].startswith(b"\x89PNG")
    assert 'src="x.svg.png"' in files["EPUB/chapter-01-post.xhtml"].decode()


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (Date("2019", "year"), "2019"),
        (Date("2019-03-01T08:30", "minute"), "2019-03-01"),
        (Date("2019-03-01T08:30", "minute", "+08:00"), "2019-03-01T08:30+08:00"),
    ],
)
def test_a_time_without_a_zone_is_left_out(date: Date, text: str) -> None:
    assert published(date) == text


def test_the_same_publication_gives_the_same_bytes(article: Any) -> None:
    publication = article(TEXT, resources=(PNG,))
    first, second = (
        next(iter(backend("epub").render(publication, LAYOUT, {}))).content for _ in range(2)
    )
    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).infolist()[0].filename == "mimetype"
