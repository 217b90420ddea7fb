"""Front matter of every dialect on one schema; unknown keys are kept."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from publish.document import Author, Category, Date, Metadata, Provenance, Series
from publish.reader.dates import from_path, parse_date
from publish.reader.keys import FIELDS, LISTS, field, plain
from publish.reader.language import Language, canonical, infer, infer_chinese
from publish.reader.prose import prose
from publish.reader.title import title_from
from publish.reader.values import Value, is_braces, is_template
from publish.regex import regex

PATHS = frozenset({"jekyll", "hexo"})  # a list of categories is one path there, labels elsewhere
_COMMAS = regex(r"\s*[,，、;；]\s*")
_AUTHORS = regex(r"\s*[，、;；]\s*|\s+(?:and|&)\s+")
_MAILED = regex(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>")
_LETTER = regex(r"[^\W\d_]")
_FEW = 40
_PLACES = ("number", "index", "order", "part", "volume")  # of a table under ``series``
_TRUE = frozenset({"true", "yes", "on", "1", "draft"})
_FALSE = frozenset({"false", "no", "off", "0"})
_OUT = frozenset({"published", "public", "publish"})


class _Front:
    """The values by key as names are compared, and which keys the schema has taken."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.known = {
            plain(key): value for key, value in values.items() if not _says_nothing(value)
        }
        taxonomies = self.known.get("taxonomies")
        if isinstance(taxonomies, dict):  # Zola's
            for key, value in taxonomies.items():
                self.known.setdefault(plain(key), value)
        self.taken: set[str] = set()

    def first(self, name: str, accepts: Callable[[Value], bool] = bool) -> tuple[str, Value]:
        """The first key of a field that has an acceptable value, and that value; now taken."""
        for key in FIELDS[name]:
            value = self.known.get(key)
            if value is not None and accepts(value):
                self.taken.add(key)
                return key, value
        return "", None

    def text(self, name: str) -> str:
        """The first text of a field, on one line."""
        return _text(self.first(name, lambda value: bool(_text(value)))[1])

    def left(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What the schema does not hold, as it was read; an empty key of the schema is nothing."""
        return {
            key: value
            for key, value in values.items()
            if value is not None
            and plain(key) not in self.taken
            and not (field(key) and _says_nothing(value))
            and not (plain(key) == "taxonomies" and isinstance(value, dict) and _in(value, LISTS))
        }


def _says_nothing(value: Value) -> bool:
    """Nothing, or a tag of a template that was never filled in."""
    if isinstance(value, str):
        return not value.strip() or is_template(value.strip())
    return not value or is_braces(value)


def _in(table: Mapping[str, Value], fields: frozenset[str]) -> bool:
    return all(field(key) in fields for key in table)


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
    title, about_title = _title(front, path, body, dialect)
    lang, about_lang = _language(front, language, title, body)
    date, about_date = _date(front, path)
    slug, about_slug = _slug(front)
    draft, about_draft = _draft(front, path)

    def is_list(value: Value) -> bool:
        return bool(_labels("", value, dialect))

    def is_path(value: Value) -> bool:
        return bool(_categories("", value, dialect))

    found = Metadata(
        title=title,
        lang=lang,
        subtitle=front.text("subtitle"),
        authors=tuple(_authors(*front.first("authors", lambda value: any(_authors("", value))))),
        date=date,
        updated=_parsed(front, "updated"),
        description=_words(front.text("description"), dialect),
        keywords=_labels(*front.first("keywords", is_list), dialect),
        categories=_categories(*front.first("categories", is_path), dialect),
        tags=_labels(*front.first("tags", is_list), dialect),
        slug=slug,
        permalink=_permalink(front),
        aliases=_texts(front.first("aliases", lambda value: bool(_texts(value)))[1]),
        draft=draft,
        cover=_cover(front.first("cover", lambda value: bool(_cover(value)))[1]),
        source=path,
        rights=front.text("rights"),
        series=_series(front),
        identifier=front.text("identifier"),
        extra=front.left(values),
    )
    return Typed(found, (*about_title, *about_lang, *about_date, *about_slug, *about_draft))


def _title(front: _Front, path: str, body: str, dialect: str) -> tuple[str, tuple[Provenance, ...]]:
    if title := _words(front.text("title"), dialect):
        return title, ()
    text, evidence = title_from(path, body, book=dialect == "mdbook")
    return text, (Provenance("title", text, evidence),)


def _language(
    front: _Front, language: str, title: str, body: str
) -> tuple[str, tuple[Provenance, ...]]:
    written = front.text("lang")
    for declared in (written, language):
        if tag := canonical(declared):
            return tag, ()
    text = "\n".join([title, *(body[start:end] for start, end in prose(body, 0))])
    if len(list(islice(_LETTER.finditer(text), _FEW))) < _FEW:
        text = f"{title}\n{body}"  # a post of code: its comments tell more than nothing
    chinese = "zh" in (written.lower()[:2], language.lower()[:2])
    found: Language = infer_chinese(text) if chinese else infer(text)
    evidence = found.evidence
    if written and not chinese:
        evidence += f", because “{written[:40]}” is the tag of no language"
    return found.tag, (Provenance("lang", found.tag, evidence),)


def _date(front: _Front, path: str) -> tuple[Date | None, tuple[Provenance, ...]]:
    date = _parsed(front, "date")
    if date is not None:
        return date, ()
    named = from_path(path)
    return named, (Provenance("date", named.value, "the name of the file"),) if named else ()


def _parsed(front: _Front, name: str) -> Date | None:
    return parse_date(
        _text(front.first(name, lambda value: parse_date(_text(value)) is not None)[1])
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
    says = {
        key: told
        for key in FIELDS["draft"]
        if (told := _truth(key, _text(front.known.get(key)).lower())) is not None
    }
    front.taken |= says.keys()
    hidden = {says.get(key) for key in ("published", "publish")}
    drafts = [says[key] for key in ("draft", "status") if key in says]
    if False in hidden or any(drafts):
        return True, ()
    if "_drafts/" in path and not drafts:
        return True, (Provenance("draft", "true", "the folder _drafts"),)
    return False, ()


def _truth(key: str, word: str) -> bool | None:
    """Yes, no, or neither; a post whose status is “published” is no draft."""
    if key == "status" and word in _OUT:
        return False
    return True if word in _TRUE else False if word in _FALSE else None


def _words(text: str, dialect: str) -> str:
    """A text without HTML: Jekyll prints titles as HTML, and WordPress exported them so."""
    return html.unescape(text) if dialect == "jekyll" and "&" in text else text


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
    parts = [part for text in _texts(value) for part in _COMMAS.split(text)]
    labels = [label for part in parts if (label := part.removeprefix("#"))]
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
    elif isinstance(value, list) and dialect in PATHS:
        paths = [_texts(value)]
    elif isinstance(value, str) and dialect in PATHS:
        paths = [_labels(key, value, dialect)]
    else:
        paths = [(label,) for label in _labels(key, value, dialect)]
    return tuple(Category(path) for path in dict.fromkeys(paths) if path)


def _series(front: _Front) -> Series | None:
    """The one series of a post; of several, which Hugo allows, none is *the* series."""
    value = front.first("series", lambda value: bool(_series_name(value)))[1]
    name = _series_name(value)
    if not name:
        return None
    number = ""
    if isinstance(value, dict):
        number = next((text for key in _PLACES if (text := _text(value.get(key)))), "")
    return Series(name, number or front.text("number"))


def _series_name(value: Value) -> str:
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("title"))
    names = _texts(value)
    return names[0] if len(names) == 1 else ""


def _cover(value: Value) -> str:
    if isinstance(value, dict):
        names = ("image", "src", "url", "relative", "overlay_image", "teaser")
        return next((text for name in names if (text := _text(value.get(name)))), "")
    return _cover(value[0]) if isinstance(value, list) and value else _text(value)
