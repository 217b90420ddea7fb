"""Front matter of every dialect on one schema; unknown keys are kept."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from publish.document import Author, Category, Date, Metadata, Provenance
from publish.reader.dates import from_path, parse_date
from publish.reader.language import Language, canonical, infer, infer_chinese
from publish.reader.prose import prose
from publish.reader.title import title_from
from publish.reader.values import Value

KEYS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "authors": ("authors", "author"),
    "date": ("date", "published", "created", "publishdate", "pubdate", "create_date"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "last-modified", "update"),
    "lang": ("lang", "language", "locale"),
    "description": ("description", "summary", "excerpt", "abstract", "desc"),
    "keywords": ("keywords", "keyword"),
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "slug": ("slug", "permalink", "url"),
    "aliases": ("aliases", "alias", "redirect_from"),
    "draft": ("draft", "published", "status"),
    "cover": ("cover", "image", "thumbnail", "featured_image", "featuredimage", "feature_image",
              "banner", "cover_image", "og_image", "images", "header"),
    "rights": ("rights", "license", "licence", "copyright"),
}  # fmt: skip
_PATHS = frozenset({"jekyll", "hexo"})  # a list of categories is one path there, labels elsewhere
_COMMAS = re.compile(r"\s*[,，、;；]\s*")
_AUTHORS = re.compile(r"\s*[，、;；]\s*|\s+(?:and|&)\s+")
_MAILED = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>")
_LETTER = re.compile(r"[^\W\d_]")
_FEW = 40
_TRUE = frozenset({"true", "yes", "on", "1", "draft"})
_FALSE = frozenset({"false", "no", "off", "0"})


class _Front:
    """The values by key in lower case, and which keys the schema has taken."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.known = {key.lower(): value for key, value in values.items()}
        self.taken: set[str] = set()

    def first(self, field: str, accepts: Callable[[Value], bool] = bool) -> tuple[str, Value]:
        """The first key of a field that has an acceptable value, and that value; now taken."""
        for name in KEYS[field]:
            value = self.known.get(name)
            if value is not None and accepts(value):
                self.taken.add(name)
                return name, value
        return "", None


class Typed(NamedTuple):
    """Metadata, and what of it the author did not write."""

    metadata: Metadata
    provenance: tuple[Provenance, ...]


def metadata(
    values: Mapping[str, Value], path: str, dialect: str, body: str, language: str = ""
) -> Typed:
    """Typed metadata of a post.

    ``body`` is the Markdown (for the title and the language), ``language`` what the manifest says.
    A value that cannot be read, such as a date in words, stays in ``extra`` as it is.
    """
    front = _Front(values)
    title, about_title = _title(front, path, body)
    lang, about_lang = _language(front, language, title, body)
    date, about_date = _date(front, path)
    slug, about_slug = _slug(front)
    categories_key, categories = front.first("categories")
    draft, about_draft = _draft(front, path)
    found = Metadata(
        title=title,
        lang=lang,
        subtitle=_text(front.first("subtitle")[1]),
        authors=tuple(_authors(*front.first("authors"))),
        date=date,
        updated=_parsed(front, "updated"),
        description=_text(front.first("description")[1]),
        keywords=_labels(*front.first("keywords"), dialect),
        categories=_categories(categories_key, categories, dialect),
        tags=_labels(*front.first("tags"), dialect),
        slug=slug,
        permalink=_permalink(front),
        aliases=_texts(front.first("aliases")[1]),
        draft=draft,
        cover=_cover(front.first("cover", lambda value: bool(_cover(value)))[1]),
        source=path,
        rights=_text(front.first("rights")[1]),
        extra={
            key: value
            for key, value in values.items()
            if value is not None and key.lower() not in front.taken
        },
    )
    return Typed(found, (*about_title, *about_lang, *about_date, *about_slug, *about_draft))


def _title(front: _Front, path: str, body: str) -> tuple[str, tuple[Provenance, ...]]:
    title = _text(front.first("title", lambda value: bool(_text(value)))[1])
    if title:
        return title, ()
    text, evidence = title_from(path, body)
    return text, (Provenance("title", text, evidence),)


def _language(
    front: _Front, language: str, title: str, body: str
) -> tuple[str, tuple[Provenance, ...]]:
    written = _text(front.first("lang", lambda value: bool(_text(value)))[1])
    for declared in (written, language):
        if tag := canonical(declared):
            return tag, ()
    text = "\n".join([title, *(body[start:end] for start, end in prose(body, 0))])
    if len(_LETTER.findall(text)) < _FEW:
        text = f"{title}\n{body}"  # a post of code: its comments tell more than nothing
    chinese = "zh" in (written.lower()[:2], language.lower()[:2])
    found: Language = infer_chinese(text) if chinese else infer(text)
    return found.tag, (Provenance("lang", found.tag, found.evidence),)


def _date(front: _Front, path: str) -> tuple[Date | None, tuple[Provenance, ...]]:
    date = _parsed(front, "date")
    if date is not None:
        return date, ()
    named = from_path(path)
    return named, (Provenance("date", named.value, "the name of the file"),) if named else ()


def _parsed(front: _Front, field: str) -> Date | None:
    return parse_date(
        _text(front.first(field, lambda value: parse_date(_text(value)) is not None)[1])
    )


def _slug(front: _Front) -> tuple[str, tuple[Provenance, ...]]:
    """The slug, or the last part of the address that the post had."""
    key, value = front.first("slug", lambda value: bool(_last_part(_text(value))))
    if key in ("", "slug"):
        return _text(value), ()
    slug = _last_part(_text(value))
    return slug, (Provenance("slug", slug, f"the last part of the key {key}"),)


def _permalink(front: _Front) -> str:
    """The path of the page, when the author gave one and no pattern such as ``/:year/:title/``."""
    given = (_text(front.known.get(key)) for key in ("permalink", "url", "slug"))
    return next((path for path in given if "/" in path and not re.search(r"[:{]", path)), "")


def _last_part(address: str) -> str:
    """The last part of an address; none of a pattern such as ``/:year/:title/``."""
    name = posixpath.basename(address.partition("?")[0].partition("#")[0].rstrip("/"))
    return "" if ":" in name or "{" in name else re.sub(r"\.x?html?$", "", name)


def _draft(front: _Front, path: str) -> tuple[bool, tuple[Provenance, ...]]:
    front.taken |= {key for key in ("draft", "status") if key in front.known}
    published = _text(front.known.get("published")).lower()
    if published in _TRUE | _FALSE:
        front.taken.add("published")
    written = _text(front.known.get("draft")).lower() or _text(front.known.get("status")).lower()
    if published in _FALSE or written in _TRUE:
        return True, ()
    if "_drafts/" in path and written not in _FALSE:
        return True, (Provenance("draft", "true", "the folder _drafts"),)
    return False, ()


def _text(value: Value) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: Value) -> tuple[str, ...]:
    """A text, or the texts of a list, each once."""
    parts = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for part in parts if (text := _text(part))))


def _labels(key: str, value: Value, dialect: str) -> tuple[str, ...]:
    """Labels, each once; one text may hold several between commas of any width.

    Jekyll splits a text under a key in the plural at its spaces.
    """
    labels = [label for text in _texts(value) for label in _COMMAS.split(text) if label]
    if dialect == "jekyll" and key.endswith("s") and key != "keywords" and isinstance(value, str):
        labels = labels[0].split() if len(labels) == 1 else labels
    return tuple(dict.fromkeys(labels))


def _authors(key: str, value: Value) -> Iterable[Author]:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            name = _text(part.get("name") or part.get("nick_name") or part.get("title"))
            link = part.get("url") or part.get("link") or part.get("homepage")
            if name:
                yield Author(name, _text(part.get("email")), _text(link))
        elif isinstance(part, str):
            # In “author: Kim, Jae” the comma may stand inside one name.
            names = (_COMMAS if key == "authors" else _AUTHORS).split(_text(part))
            yield from (_author(name) for name in names if name)


def _author(text: str) -> Author:
    mailed = _MAILED.fullmatch(text)
    return Author(mailed["name"], mailed["email"]) if mailed else Author(text)


def _categories(key: str, value: Value, dialect: str) -> tuple[Category, ...]:
    """Jekyll and Hexo read a list as one path from the widest category down; others as labels."""
    if isinstance(value, list) and any(isinstance(part, list) for part in value):
        paths = [_texts(part) for part in value]
    elif isinstance(value, list) and dialect in _PATHS:
        paths = [_texts(value)]
    elif isinstance(value, str) and dialect in _PATHS:
        paths = [_labels(key, value, dialect)]
    else:
        paths = [(label,) for label in _labels(key, value, dialect)]
    return tuple(Category(path) for path in dict.fromkeys(paths) if path)


def _cover(value: Value) -> str:
    if isinstance(value, dict):
        names = ("image", "src", "url", "relative", "overlay_image", "teaser")
        return next((text for name in names if (text := _text(value.get(name)))), "")
    return _cover(value[0]) if isinstance(value, list) and value else _text(value)
