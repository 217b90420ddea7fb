"""The keys of front matter: what each generator calls the fields of the one schema."""

from __future__ import annotations

from functools import lru_cache

from publish.regex import regex

# Names are compared without case, hyphens and underscores; the first of a field that holds
# something wins.
FIELDS = {
    "title": ("title", "标题", "標題", "タイトル"),
    "subtitle": ("subtitle", "副标题"),
    "authors": ("authors", "author", "作者"),
    "date": ("date", "published", "created", "publishdate", "pubdate", "createdate", "createdat",
             "publishedat", "日期", "创建时间"),
    "updated": ("updated", "lastmod", "modified", "lastmodifiedat", "lastmodified", "update",
                "updatedat", "lastupdated", "更新时间"),
    "lang": ("lang", "language", "locale", "语言"),
    "description": ("description", "summary", "excerpt", "abstract", "desc", "摘要", "描述"),
    "keywords": ("keywords", "keyword", "关键词", "关键字"),
    "categories": ("categories", "category", "分类", "分類"),
    "tags": ("tags", "tag", "标签", "標籤"),
    "slug": ("slug", "permalink", "url"),
    "aliases": ("aliases", "alias", "redirectfrom"),
    "draft": ("draft", "published", "status", "publish"),
    "cover": ("cover", "image", "thumbnail", "featuredimage", "featureimage", "banner",
              "coverimage", "headerimg", "featureimg", "topimg", "ogimage", "images", "header"),
    "rights": ("rights", "license", "licence", "copyright"),
    "series": ("series", "系列", "シリーズ"),
    "number": ("seriesnumber", "seriesindex", "seriesorder", "seriespart", "volume"),
    "identifier": ("identifier", "isbn", "uuid"),
}  # fmt: skip
LISTS = frozenset({"keywords", "categories", "tags", "aliases"})
TEXTS = frozenset({"title", "subtitle", "description", "slug", "rights", "identifier"})

# What the generators themselves read, for the fields whose names differ; the first is preferred.
OWN = {
    "jekyll": {
        "updated": ("last_modified_at",),
        "tags": ("tags", "tag"),
        "categories": ("categories", "category"),
        "aliases": ("redirect_from",),
        "description": ("description", "excerpt", "summary"),
    },
    "hugo": {
        "updated": ("lastmod", "modified"),
        "tags": ("tags",),
        "categories": ("categories",),
        "aliases": ("aliases",),
        "description": ("description", "summary"),
    },
    "hexo": {
        "updated": ("updated",),
        "tags": ("tags", "tag"),
        "categories": ("categories", "category"),
        "aliases": ("aliases", "alias"),
        "description": ("description", "excerpt", "summary"),
    },
    "pelican": {
        "updated": ("modified",),
        "tags": ("tags",),
        "categories": ("category",),
        "description": ("summary", "description"),
    },
}

_SEPARATORS = regex(r"[-_ ]")


@lru_cache(maxsize=1024)
def plain(key: str) -> str:
    """A key as names are compared: ``Last_Modified-At`` is ``lastmodifiedat``."""
    return _SEPARATORS.sub("", key.lower())


_FIELD_OF = {name: field for field, names in reversed(FIELDS.items()) for name in names}
KNOWN = frozenset(_FIELD_OF) | {
    "layout", "comments", "toc", "weight", "template", "type", "id", "mathjax", "math",
    "linktitle", "permalink", "abbrlink", "slides", "cssclasses", "cssclass", "sticky", "top", "hidden",
}  # fmt: skip


def field(key: str) -> str:
    """The field of the schema that a key stands for; empty when the schema does not know it."""
    return _FIELD_OF.get(plain(key), "")


def is_known(key: str) -> bool:
    """Whether posts commonly have a key."""
    return plain(key) in KNOWN
