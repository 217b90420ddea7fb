"""The words that formats print by themselves, by language: a file each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.publication.model import Words
from publish.publication.words import de, en, es, fr, ja, ko, zh_hans, zh_hant

_TABLE = {
    "zh-Hans": zh_hans.WORDS,
    "zh-Hant": zh_hant.WORDS,
    "ja": ja.WORDS,
    "ko": ko.WORDS,
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "es": es.WORDS,
}


def words(lang: str) -> Words:
    """The words of a BCP 47 language: its own, those of its widest form, or English."""
    parts = lang.split("-")
    for end in range(len(parts), 0, -1):
        if row := _TABLE.get("-".join(parts[:end])):
            return row
    if parts[0] == "zh":
        return _TABLE["zh-Hant" if {"TW", "HK", "MO"} & set(parts) else "zh-Hans"]
    return _TABLE["en"]


def number(lang: str, chapter: int, count: int) -> str:
    """The number of a figure: ``3``, or with that of its chapter (0: none) ``1-3`` or ``1.3``."""
    mark = "-" if lang[:2] in ("zh", "ja", "ko") else "."
    return f"{chapter}{mark}{count}" if chapter else f"{count}"


def caption(lang: str, kind: str, value: str) -> tuple[str, str]:
    """The label of a figure, table or listing, and the same with the mark before the caption's text."""
    word: str = getattr(words(lang), kind)
    label = f"{word} {value}"
    marks = {"zh": "：", "ja": "：", "de": ": ", "fr": " – "}
    return label, label + marks.get(lang[:2], ". ")


def continued(lang: str) -> str:
    """What the caption of a further part of a table says after its words."""
    return in_brackets(lang, words(lang).continued)


def in_brackets(lang: str, remark: str) -> str:
    """A remark as it stands behind a title or a caption."""
    return f"（{remark}）" if lang.split("-")[0] in ("zh", "ja") else f" ({remark})"


def chapter_label(lang: str, number: int) -> str:
    """The number of a chapter as it is printed before its title."""
    from publish.numbering import chinese

    language = lang.split("-")[0]
    if language == "zh":
        return f"第{chinese(number)}章"
    return {"ja": f"第{number}章", "ko": f"제{number}장"}.get(language, f"{number}")


def chapter_reference(lang: str, label: str) -> str:
    """A chapter as the text names it, by its printed number (empty: it has none)."""
    spoken = words(lang)
    if not label or not label.replace(".", "").isdecimal():
        return label
    return (spoken.section_number if "." in label else spoken.chapter_number).format(label)


def chapter_labels(lang: str, counts: Iterable[Sequence[int]]) -> list[str]:
    """The printed number of each chapter (empty: it has none), whose ``counts`` are those of
    :func:`publish.publication.outline.counts`; one below another has both numbers (``2.1``)."""
    return [
        ".".join(map(str, count))
        if len(count) > 1
        else chapter_label(lang, count[0])
        if count
        else ""
        for count in counts
    ]


def languages() -> tuple[str, ...]:
    """The languages whose words are here."""
    return tuple(_TABLE)
