"""Web pages: one page a publication, its style sheet and its pictures beside it or inside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, urljoin

from publish.backends.backend import Artifact
from publish.backends.dates import date_in_words
from publish.backends.fragment import text_and_notes
from publish.backends.fragment_tree import labelled
from publish.backends.kept import NOTHING, Kept
from publish.backends.self_contained import digest, inside, with_pictures
from publish.backends.teaser import teaser
from publish.backends.templates import page
from publish.fonts.fit import address, fitted
from publish.fonts.own import SHEETS
from publish.fonts.subset import compressed
from publish.layouts import Layout
from publish.publication.model import Publication

STYLES = ("tokens.css", "screen.css", "code.css", "browser-print.css")
NEWEST = "newest.css"  # apart: where a browser does not know what it says, nothing else is lost

OPEN_GRAPH_LOCALES = {
    "zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "ja": "ja_JP", "ko": "ko_KR", "en": "en_US",
    "de": "de_DE", "fr": "fr_FR", "es": "es_ES",
}  # fmt: skip


class Html:
    """``standalone`` puts the pictures into the page itself; ``fonts = false`` leaves out the fonts
    that the manifest or the layout names."""

    suffix = ".html"
    options: Mapping[str, Any] = {"standalone": False, "fonts": True}

    def __init__(self, kept: Kept = NOTHING) -> None:
        self._kept = kept

    def reusing(self, kept: Kept) -> Html:
        """With chapters of books that were made before."""
        return Html(kept)

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """The page with its style sheet, then the pictures it names."""
        settings = {**self.options, **options}
        standalone = settings["standalone"]
        picture = _picture_url(publication, standalone=standalone)
        newest = layout.style(NEWEST)
        own = [name for name in SHEETS if name in layout.files]
        style = "\n".join(map(layout.style, (*STYLES, *own)))
        values = page_values(publication) | {
            "chapters": [
                {
                    "id": chapter.id,
                    "label": chapter.label,
                    "title": chapter.document.metadata.title,
                    "lang": chapter.document.metadata.lang,
                    "part": chapter.part,
                    **text_and_notes(
                        publication,
                        chapter,
                        shift=int(publication.kind == "book"),
                        kept=self._kept,
                    )._asdict(),
                }
                for chapter in publication.chapters
            ],
            "style": style,
            "newest": f"data:text/css,{quote(newest)}",
            "newest_digest": digest(newest),
            "description": publication.metadata.description
            or teaser(chapter.document.blocks for chapter in publication.chapters)
            or publication.metadata.title,
            "structured_data": _structured(publication, picture),
            "picture_url": picture,
            "locale": OPEN_GRAPH_LOCALES.get(publication.metadata.lang, publication.metadata.lang),
        }
        text = page(layout, "page.html", values)
        fonts = fitted(style, text, layout.files, system=False, wanted=settings["fonts"])
        files: dict[str, bytes] = {}
        put = inside if standalone else partial(_beside, files)
        text = text.replace(style, fonts.sheet(put, " font-display: swap;"), 1)
        if standalone:
            yield Artifact(
                publication.name + self.suffix, with_pictures(text, publication.resources).encode()
            )
            return
        yield Artifact(publication.name + self.suffix, text.encode())
        for resource in publication.resources:
            yield Artifact(resource.name, resource.content)
        for name, content in files.items():
            yield Artifact(name, content)


BACKEND = Html()


def page_values(publication: Publication) -> dict[str, Any]:
    """What templates may use of a publication: ``p`` (itself), ``m`` (metadata), ``words``,
    ``labelled``, ``date`` and ``updated`` (ISO 8601), and both ``…_in_words`` of its language."""
    metadata = publication.metadata
    date, updated, lang = metadata.date, metadata.updated, metadata.lang
    return {
        "p": publication,
        "m": metadata,
        "words": publication.words,
        "date": printed_date(date.value) if date else "",
        "date_in_words": date_in_words(date.value, lang) if date else "",
        "updated": printed_date(updated.value) if updated else "",
        "updated_in_words": date_in_words(updated.value, lang) if updated else "",
        "labelled": labelled,
    }


def _beside(files: dict[str, bytes], font: bytes) -> str:
    data = compressed(font)
    name = address(data, ".woff2")
    files[name] = data
    return name


def _picture_url(publication: Publication, *, standalone: bool) -> str:
    """The public address of the cover, where there are both."""
    cover = publication.metadata.cover
    shown = publication.url and cover and not standalone
    return urljoin(publication.url, cover) if shown else ""


def printed_date(value: str) -> str:
    """A date without its time of day."""
    return value.partition("T")[0]


def _structured(publication: Publication, picture: str) -> str:
    """schema.org data of what is known; nothing is made up."""
    metadata = publication.metadata
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book" if publication.kind == "book" else "Article",
        "headline": metadata.title,
        "inLanguage": metadata.lang,
    }
    if metadata.authors:
        data["author"] = [{"@type": "Person", "name": author.name} for author in metadata.authors]
    if metadata.date:
        data["datePublished"] = metadata.date.value + (
            metadata.date.zone or "" if "T" in metadata.date.value else ""
        )
    if metadata.updated:
        data["dateModified"] = metadata.updated.value
    if publication.url:
        data["url"] = data["mainEntityOfPage"] = publication.url
    if picture:
        data["image"] = picture
    if metadata.rights:
        data["copyrightNotice"] = metadata.rights
    if metadata.description:
        data["description"] = metadata.description
    if metadata.keywords:
        data["keywords"] = list(metadata.keywords)
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
