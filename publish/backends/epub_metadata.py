"""What an EPUB says of itself: identity, description, and who can read it how."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from publish.document import Date
from publish.publication.model import Publication

SUMMARIES = {
    "zh-Hans": "正文为可重排的文本，带目录、标题层级和语言标记；图片有替代文字，公式为 MathML。",
    "zh-Hant": "正文為可重排的文字，帶目錄、標題層級和語言標記；圖片有替代文字，公式為 MathML。",
    "ja": "本文はリフロー可能なテキストで、目次、見出し、言語指定があります。"
    "画像には代替テキストがあり、数式は MathML です。",
    "ko": "본문은 리플로우 텍스트이며 차례, 제목 단계, 언어 표시가 있습니다. "
    "그림에는 대체 텍스트가 있고 수식은 MathML입니다.",
    "en": "The text reflows and has a table of contents, headings and language marks; "
    "pictures have alternative text and formulas are MathML.",
    "de": "Der Text ist umfließend, mit Inhaltsverzeichnis, Überschriften und Sprachangaben; "
    "Bilder haben Alternativtexte, Formeln sind MathML.",
    "fr": "Le texte est redistribuable, avec sommaire, titres et indications de langue ; "
    "les images ont un texte de remplacement et les formules sont en MathML.",
    "es": "El texto es adaptable, con índice, títulos e indicaciones de idioma; "
    "las imágenes tienen texto alternativo y las fórmulas son MathML.",
}


class Statement(NamedTuple):
    """One ``<meta property=…>`` of the package."""

    property: str
    value: str


def identifier(publication: Publication) -> str:
    """A name that stays with the publication from build to build."""
    metadata = publication.metadata
    authors = ";".join(author.name for author in metadata.authors)
    key = "\n".join((publication.name, metadata.title, metadata.lang, authors))
    return uuid.uuid5(uuid.NAMESPACE_URL, key).urn


def published(date: Date) -> str:
    """A date as W3CDTF: a time without its zone is left out."""
    if "T" in date.value:
        return f"{date.value}{date.zone}" if date.zone else date.value.partition("T")[0]
    return date.value


def accessibility(publication: Publication, pictures: bool, formulas: bool) -> Iterable[Statement]:
    """EPUB Accessibility 1.1: what is needed to read it, and what helps."""
    yield Statement("schema:accessMode", "textual")
    if pictures:
        yield Statement("schema:accessMode", "visual")
    yield Statement("schema:accessModeSufficient", "textual")
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    ]
    features += ["alternativeText"] if pictures else []
    features += ["MathML", "describedMath"] if formulas else []
    for feature in features:
        yield Statement("schema:accessibilityFeature", feature)
    yield Statement("schema:accessibilityHazard", "none")
    yield Statement("schema:accessibilitySummary", _summary(publication.metadata.lang))


def _summary(lang: str) -> str:
    parts = lang.split("-")
    if parts[0] == "zh":
        return SUMMARIES["zh-Hant" if {"Hant", "TW", "HK", "MO"} & set(parts) else "zh-Hans"]
    return SUMMARIES.get(parts[0], SUMMARIES["en"])
