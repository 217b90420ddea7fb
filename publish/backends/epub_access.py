"""Who can read an EPUB and how: the metadata of EPUB Accessibility 1.1, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from publish.backends.epub_metadata import Statement
from publish.backends.epub_pages import Held
from publish.publication.model import Publication, Resource

MOVING = {  # what begins a second picture
    "image/gif": (b"\x21\xf9\x04", 2),
    "image/png": (b"acTL", 1),
    "image/webp": (b"ANIM", 1),
    "image/svg+xml": (b"<animate", 1),
}


class Sentences(NamedTuple):
    """What the summary may say, in one language."""

    text: str
    pictures: str
    nameless: str
    formulas: str
    pages: str
    moving: str
    gap: str = ""


_SENTENCES = {
    "zh-Hans": Sentences(
        "正文为可重排的文本，带目录、标题层级和语言标记。",
        "图片有替代文字。",
        "部分图片没有替代文字。",
        "公式为 MathML，附有源码。",
        "页码与印刷版一致。",
        "有会动的图片。",
    ),
    "zh-Hant": Sentences(
        "正文為可重排的文字，帶目錄、標題層級和語言標記。",
        "圖片有替代文字。",
        "部分圖片沒有替代文字。",
        "公式為 MathML，附有原始碼。",
        "頁碼與印刷版一致。",
        "有會動的圖片。",
    ),
    "ja": Sentences(
        "本文はリフロー可能なテキストで、目次、見出し、言語指定があります。",
        "画像には代替テキストがあります。",
        "一部の画像には代替テキストがありません。",
        "数式は MathML で、ソースが付いています。",
        "ページ番号は印刷版と同じです。",
        "動く画像があります。",
    ),
    "ko": Sentences(
        "본문은 리플로우 텍스트이며 차례, 제목 단계, 언어 표시가 있습니다.",
        "그림에는 대체 텍스트가 있습니다.",
        "일부 그림에는 대체 텍스트가 없습니다.",
        "수식은 MathML이며 원문이 딸려 있습니다.",
        "쪽 번호는 인쇄본과 같습니다.",
        "움직이는 그림이 있습니다.",
        " ",
    ),
    "en": Sentences(
        "The text reflows and has a table of contents, headings and language marks.",
        "Pictures have alternative text.",
        "Some pictures have no alternative text.",
        "Formulas are MathML with their source.",
        "Page numbers are those of the printed book.",
        "Some pictures move.",
        " ",
    ),
    "de": Sentences(
        "Der Text ist umfließend, mit Inhaltsverzeichnis, Überschriften und Sprachangaben.",
        "Bilder haben Alternativtexte.",
        "Einige Bilder haben keinen Alternativtext.",
        "Formeln sind MathML mit ihrem Quelltext.",
        "Die Seitenzahlen sind die der gedruckten Ausgabe.",
        "Einige Bilder bewegen sich.",
        " ",
    ),
    "fr": Sentences(
        "Le texte est redistribuable, avec sommaire, titres et indications de langue.",
        "Les images ont un texte de remplacement.",
        "Certaines images n’ont pas de texte de remplacement.",
        "Les formules sont en MathML, avec leur source.",
        "Les numéros de page sont ceux du livre imprimé.",
        "Certaines images sont animées.",
        " ",
    ),
    "es": Sentences(
        "El texto es adaptable, con índice, títulos e indicaciones de idioma.",
        "Las imágenes tienen texto alternativo.",
        "Algunas imágenes no tienen texto alternativo.",
        "Las fórmulas son MathML con su código fuente.",
        "Los números de página son los del libro impreso.",
        "Algunas imágenes se mueven.",
        " ",
    ),
}


def accessibility(publication: Publication, held: frozenset[Held]) -> Iterable[Statement]:
    """What its pages hold together decides what may be promised; nothing is claimed of conformance,
    which somebody would have to certify."""
    moving = any(map(_moves, publication.resources))
    yield Statement("schema:accessMode", "textual")
    if "picture" in held:
        yield Statement("schema:accessMode", "visual")
    enough = "textual,visual" if "nameless picture" in held else "textual"
    yield Statement("schema:accessModeSufficient", enough)
    for feature in _features(held):
        yield Statement("schema:accessibilityFeature", feature)
    yield Statement("schema:accessibilityHazard", "unknown" if moving else "none")
    summary = _summary(_sentences(publication.metadata.lang), held, moving=moving)
    yield Statement("schema:accessibilitySummary", summary)
    if "page" in held:
        yield Statement("pageBreakSource", f"{publication.metadata.title} (PDF)")


def _features(held: frozenset[Held]) -> Iterable[str]:
    yield from (
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    )
    if "picture" in held and "nameless picture" not in held:
        yield "alternativeText"
    if "formula" in held:
        yield from ("MathML", "describedMath")
    if "reading" in held:
        yield "rubyAnnotations"
    if "page" in held:
        yield from ("pageNavigation", "pageBreakMarkers")


def _summary(say: Sentences, held: frozenset[Held], *, moving: bool) -> str:
    sentences: Sequence[tuple[bool, str]] = (
        (True, say.text),
        ("picture" in held and "nameless picture" not in held, say.pictures),
        ("nameless picture" in held, say.nameless),
        ("formula" in held, say.formulas),
        ("page" in held, say.pages),
        (moving, say.moving),
    )
    return say.gap.join(sentence for wanted, sentence in sentences if wanted)


def _sentences(lang: str) -> Sentences:
    parts = lang.split("-")
    if parts[0] == "zh":
        return _SENTENCES["zh-Hant" if {"Hant", "TW", "HK", "MO"} & set(parts) else "zh-Hans"]
    return _SENTENCES.get(parts[0], _SENTENCES["en"])


def _moves(resource: Resource) -> bool:
    mark, enough = MOVING.get(resource.media_type, (b"", 0))
    return bool(mark) and resource.content.count(mark) >= enough
