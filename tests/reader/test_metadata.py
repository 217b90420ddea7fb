import pytest

from publish.document import Author, Category, Date, Series
from publish.reader import Reading, read_text
from publish.reader.dates import from_path, parse_date

SEED = """---
layout: post
title: 大模型简介
categories: [Blog,Cat]
description: 以下是一个介绍大模型技术的 PPT 提纲：
keywords: 大模型，gpt，chatgpt

---

# 一、大模型的概述
"""


def post(head: str, body: str = "", path: str = "post.md", dialect: str = "") -> Reading:
    return read_text(path, f"---\n{head}\n---\n{body}", dialect)


def test_a_typical_post() -> None:
    reading = read_text("posts/seed.md", SEED)
    found = reading.metadata
    assert (found.title, found.lang, found.date, found.authors) == (
        "大模型简介",
        "zh-Hans",
        None,
        (),
    )
    assert found.keywords == ("大模型", "gpt", "chatgpt")
    assert found.categories == (Category(("Blog", "Cat")),)
    assert found.description == "以下是一个介绍大模型技术的 PPT 提纲："
    assert found.extra == {"layout": "post"}
    assert found.source == "posts/seed.md"
    assert reading.dialect == "jekyll"
    assert {item.field for item in reading.provenance} == {"lang", "dialect"}


@pytest.mark.parametrize(
    ("body", "path", "title", "evidence"),
    [
        ("# 唯一 **标题** {#x}\n\n## 节", "a.md", "唯一 标题", "only heading"),
        ("```\n# no\n```\n\n标题 `c`\n===\n", "a.md", "标题 c", "only heading"),
        ("## 开头\n\n### 节", "a.md", "开头", "opens the post"),
        ("# 一\n\n# 二", "2019-03-01-a-b.md", "a-b", "file"),
        ("text\n\n## a\n\n## b", "x/我的 笔记.md", "我的 笔记", "file"),
        ("", "notes/index.md", "notes", "file"),
    ],
)
def test_a_title_is_inferred_with_evidence(body: str, path: str, title: str, evidence: str) -> None:
    reading = read_text(path, body)
    (about,) = (item for item in reading.provenance if item.field == "title")
    assert reading.metadata.title == about.value == title
    assert evidence in about.evidence


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", Date("2019", "year")),
        ("2019-03", Date("2019-03", "month")),
        ("2019-3-1", Date("2019-03-01", "day")),
        ("2019/03/01", Date("2019-03-01", "day")),
        ("20190301", Date("2019-03-01", "day")),
        ("2019年3月1日", Date("2019-03-01", "day")),
        ("2019年3月", Date("2019-03", "month")),
        ("2019-03-01 08:30", Date("2019-03-01T08:30", "minute")),
        ("2019-03-01T08:30:05Z", Date("2019-03-01T08:30:05", "second", "Z")),
        ("2019-03-01T08:30:05.123+08:00", Date("2019-03-01T08:30:05", "second", "+08:00")),
        ("2019-03-01 08:30:00 +0800", Date("2019-03-01T08:30:00", "second", "+08:00")),
        ("2019-03-01 8:30 pm", Date("2019-03-01T20:30", "minute")),
        ("2019-03-01 08:30:00 CST", Date("2019-03-01T08:30:00", "second")),
        ("2019-03-01 08:30:00 Asia/Shanghai", Date("2019-03-01T08:30:00", "second")),
        ("Mon, 02 Jan 2006 15:04:05 GMT", Date("2006-01-02T15:04:05", "second", "Z")),
        ("March 5, 2012", Date("2012-03-05", "day")),
        ("5th Mar 2012", Date("2012-03-05", "day")),
        ("2019/3/1", Date("2019-03-01", "day")),
        ("2019.3.1 8:05", Date("2019-03-01T08:05", "minute")),
        ("２０１９－０３－０１", Date("2019-03-01", "day")),
        ("2019-03-01 +0800", Date("2019-03-01", "day")),
        ("2015-12-31T1:44", Date("2015-12-31T01:44", "minute")),
        ("2023/08/22 12:42:33:16", Date("2023-08-22T12:42:33", "second")),
        ("2019-03-01 星期五 10:00", Date("2019-03-01T10:00", "minute")),
        ("2019年3月1日（周五）下午3:20", Date("2019-03-01T15:20", "minute")),
        ("2019年3月1日 8时30分", Date("2019-03-01T08:30", "minute")),
        ("2019年3月1日 8時30分5秒", Date("2019-03-01T08:30:05", "second")),
        ("2019年3月1日(金) 午前8時30分", Date("2019-03-01T08:30", "minute")),
        ("2019-03-01 Fri 10:00", Date("2019-03-01T10:00", "minute")),
        ("<2019-03-01 Fri>", Date("2019-03-01", "day")),
        ("Jan 2, 2006 at 3:04pm (MST)", Date("2006-01-02T15:04", "minute")),
        ("31/12/2019", Date("2019-12-31", "day")),
        ("12/31/2019 10:00", Date("2019-12-31T10:00", "minute")),
        ("03/03/2019", Date("2019-03-03", "day")),
        ("03/04/2019", None),  # the month may be either
        ("`r Sys.Date()`", None),
        ("星期五", None),
        ("2019-02-30", None),
        ("2019-03-01 25:00", None),
        ("0000-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_as_precise_as_written(text: str, date: Date | None) -> None:
    assert parse_date(text) == date


def test_a_date_in_the_name_of_the_file_is_said_to_be_one() -> None:
    reading = read_text("_posts/2019-03-01-x.md", "---\ntitle: x\n---\n")
    assert reading.metadata.date == from_path("2019-03-01-x.md") == Date("2019-03-01", "day")
    assert ("date", "the name of the file") in {(p.field, p.evidence) for p in reading.provenance}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("2019-03-01.md", "2019-03-01"),
        ("notes/20190301-tea.md", "2019-03-01"),
        ("2019_3_1_tea.md", "2019-03-01"),
        ("2019年3月1日.md", "2019-03-01"),
        ("posts/2019-03-01-tea/index.md", "2019-03-01"),
        ("2019-03.md", ""),
        ("20191301-x.md", ""),
        ("1234567890.md", ""),
        ("2019-03_01-x.md", ""),
    ],
)
def test_dates_in_names_of_files(path: str, value: str) -> None:
    date = from_path(path)
    assert (date.value if date else "") == value


def test_a_date_that_cannot_be_read_is_kept_and_none_is_invented() -> None:
    found = post("title: x\ndate: soon").metadata
    assert found.date is None
    assert found.extra == {"date": "soon"}


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("author: 张三", (Author("张三"),)),
        ("author: Kim, Jae", (Author("Kim, Jae"),)),
        ("author: Ann and Bo", (Author("Ann"), Author("Bo"))),
        ("authors: 张三，李四", (Author("张三"), Author("李四"))),
        ("author: Ann <a@b.org>", (Author("Ann", "a@b.org"),)),
        ("authors: [Ann, {name: Bo, email: b@c.org, url: 'https://c.org'}]",
         (Author("Ann"), Author("Bo", "b@c.org", "https://c.org"))),
        ("author: {name: Ann}", (Author("Ann"),)),
        ("author:", ()),
    ],
)  # fmt: skip
def test_authors(head: str, authors: tuple[Author, ...]) -> None:
    assert post(head).metadata.authors == authors


@pytest.mark.parametrize(
    ("head", "dialect", "paths"),
    [
        ("categories: [a, b]", "jekyll", [("a", "b")]),
        ("categories: a b", "jekyll", [("a", "b")]),
        ("category: a b", "jekyll", [("a b",)]),
        ("categories:\n- a\n- b", "hexo", [("a", "b")]),
        ("categories:\n- [a, b]\n- c", "hexo", [("a", "b"), ("c",)]),
        ("categories: [a, b]", "hugo", [("a",), ("b",)]),
        ("category: a", "pelican", [("a",)]),
        ("categories: []", "hexo", []),
    ],
)
def test_categories_are_paths_or_labels_by_dialect(
    head: str, dialect: str, paths: list[tuple[str, ...]]
) -> None:
    assert [item.path for item in post(head, dialect=dialect).metadata.categories] == paths


def test_keys_of_other_generators_are_known() -> None:
    found = post(
        "Title: x\nlastmod: 2020-01-02\nexcerpt: short\ntag: [a, a]\nredirect_from: /old\n"
        "permalink: /2019/my-post.html\nbanner: a.png\nlicense: CC BY\nweight: 1.10"
    ).metadata
    assert found.updated == Date("2020-01-02", "day")
    assert (found.description, found.tags, found.aliases) == ("short", ("a",), ("/old",))
    assert (found.slug, found.cover, found.rights) == ("my-post", "a.png", "CC BY")
    assert found.extra == {"weight": "1.10"}


def test_names_of_keys_are_compared_without_case_and_hyphens() -> None:
    found = post(
        "Title: x\nlast-modified: 2020-01-02\nfeaturedImage: a.png\n标签: 茶、水\nredirectFrom: /old"
    ).metadata
    assert (found.updated, found.cover) == (Date("2020-01-02", "day"), "a.png")
    assert (found.tags, found.aliases, found.extra) == (("茶", "水"), ("/old",), {})


def test_what_the_schema_cannot_hold_is_kept_and_what_says_nothing_is_not() -> None:
    found = post(
        "title: {{ title }}\ndate: <% tp.date.now() %>\ndescription: {a: b}\nauthor: [{email: a@b}]\n"
        "categories: {a: b}\ntags: []\nsubtitle: ''\nstatus: checked; all right\nsummary: words\nmood: []",
        "# 茶\n",
    ).metadata
    assert (found.title, found.description, found.date) == ("茶", "words", None)
    assert found.extra == {
        "description": {"a": "b"},
        "author": [{"email": "a@b"}],
        "categories": {"a": "b"},
        "status": "checked; all right",
        "mood": [],
    }


def test_taxonomies_of_zola() -> None:
    head = '+++\ntitle = "x"\n[taxonomies]\ntags = ["a"]\ncategories = ["b"]\n[extra]\nc = 1\n+++\n'
    found = read_text("p.md", head).metadata
    assert (found.tags, found.categories) == (("a",), (Category(("b",)),))
    assert found.extra == {"extra": {"c": "1"}}


@pytest.mark.parametrize(
    ("dialect", "title"), [("jekyll", "A & “B”"), ("hugo", "A &amp; &#8220;B&#8221;")]
)
def test_titles_of_jekyll_are_html(dialect: str, title: str) -> None:
    assert post("title: A &amp; &#8220;B&#8221;", dialect=dialect).metadata.title == title


def test_a_chapter_of_mdbook_opens_with_its_title() -> None:
    body = "## 安装\n\n文字。\n\n## 卸载\n"
    assert read_text("ch01.md", body, "mdbook").metadata.title == "安装"
    assert read_text("ch01.md", body, "hugo").metadata.title == "ch01"


@pytest.mark.parametrize(
    ("head", "path", "draft"),
    [
        ("publish: false", "a.md", True),
        ("status: published", "_drafts/a.md", False),
        ("status: hidden", "a.md", False),
        ("draft: true", "a.md", True),
        ("published: false", "a.md", True),
        ("status: draft", "a.md", True),
        ("title: x", "_drafts/a.md", True),
        ("draft: no", "a.md", False),
        ("published: 2019-01-01", "a.md", False),
    ],
)
def test_drafts(head: str, path: str, draft: bool) -> None:
    assert post(head, path=path).metadata.draft is draft


@pytest.mark.parametrize(
    ("head", "body", "lang"),
    [
        ("lang: zh_CN", "", "zh-Hans"),
        ("lang: zh-TW", "", "zh-Hant"),
        ("lang: zh", "這是說明", "zh-Hant"),
        ("language: pt_br", "", "pt-BR"),
        ("lang: not a tag", "这是说明", "zh-Hans"),
        ("a: b", "これはテストです", "ja"),
        ("a: b", "한국어 문장", "ko"),
        ("a: b", "Привет, мир", "ru"),
        ("a: b", "用 Docker 与 Kubernetes 部署", "zh-Hans"),
        (
            "a: b",
            "words\n\n```\n这是代码里的注释，不算数，因为正文是英文\n```\n\n" + "word " * 60,
            "en",
        ),
        ("a: b", "", "en"),
    ],
)
def test_the_language_is_declared_or_inferred(head: str, body: str, lang: str) -> None:
    assert post(f"title: 1\n{head}", body).metadata.lang == lang


@pytest.mark.parametrize(
    ("path", "text", "dialect"),
    [
        ("source/_posts/a.md", "x", "hexo"),
        ("_posts/2019-01-01-a.md", "x", "jekyll"),
        ("a.md", '+++\ntitle = "x"\n+++\n', "hugo"),
        ("a.md", '{"title": "x"}\n', "hugo"),
        ("a.md", ';;;\n"title": "x"\n;;;\n', "hexo"),
        ("a.md", "Title: x\nDate: 2019\n\ny", "pelican"),
        ("a.md", "title: x\ndate: 2019\n---\ny", "hexo"),
        ("a.md", "{{< figure src='a' >}}", "hugo"),
        ("a.md", "{% asset_img a.png %}", "hexo"),
        ("a.md", "{% highlight py %}", "jekyll"),
        ("a.md", "[[另一篇|名]]", "obsidian"),
        ("a.md", "```\n{{#include a.rs}}\n```", "mdbook"),
        ("a.md", "```\n{% highlight %} [[x]] {{< y >}}\n```", "commonmark"),
        ("a.md", "plain", "commonmark"),
    ],
)
def test_the_dialect_is_detected_with_evidence(path: str, text: str, dialect: str) -> None:
    reading = read_text(path, text)
    assert reading.dialect == dialect
    assert next(item.evidence for item in reading.provenance if item.field == "dialect")


@pytest.mark.parametrize(
    ("head", "series", "extra"),
    [
        ("series: 茶书\nseries_index: 3", Series("茶书", "3"), {}),
        ("series: [茶书]\nvolume: 3", Series("茶书", "3"), {}),
        ("series:\n  name: 茶书\n  number: 3", Series("茶书", "3"), {}),
        ("系列: 茶书", Series("茶书"), {}),
        ("series: [茶书, 水书]", None, {"series": ["茶书", "水书"]}),
        ("volume: 3", None, {"volume": "3"}),
    ],
)
def test_a_series_has_a_name_and_perhaps_a_place(
    head: str, series: Series | None, extra: dict[str, object]
) -> None:
    metadata = post(f"title: 茶\n{head}").metadata
    assert (metadata.series, metadata.extra) == (series, extra)


def test_an_isbn_is_the_identifier() -> None:
    assert post("title: 茶\nisbn: 978-7-121-32810-0").metadata.identifier == "978-7-121-32810-0"
