"""What the product says by itself is in the language of the document: no English word of its own stands
in a book of another language, in no format, in no alternative text and in no name for a screen reader."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pytest
from lxml import etree

from laws import outputs
from publish.backends.dates import date_in_words
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.publication.words import caption, chapter_label, languages, words

FORMATS = ("html", "pdf", "epub", "docx", "pptx")
DATES = {
    "zh-Hans": "2024年5月1日",
    "zh-Hant": "2024年5月1日",
    "ja": "2024年5月1日",
    "ko": "2024년 5월 1일",
    "en": "1 May 2024",
    "de": "1. Mai 2024",
    "fr": "1er mai 2024",
    "es": "1 de mayo de 2024",
}
KINDS = ("note", "tip", "important", "warning", "caution")
CALLOUTS = "".join(f"> [!{kind.upper()}]\n> Q{at}.\n\n" for at, kind in enumerate(KINDS))
POST = f"""---
title: Qx
lang: LANG
date: 2024-05-01
author: Zz
keywords: [qq, xx]
references:
- {{id: lu, type: book, title: Qtq, author: [{{family: Lu}}, {{family: Xu}}], issued: 2010}}
---

## Qa

Xx[^1] [@lu], :numref:`fig_a`, :numref:`fig_b`, $\\ref{{eq:a}}$.

![Qb](a.svg "Qc")
:label:`fig_a`

![](a.svg)
:label:`fig_b`

![Qd](gone.png)

<figure><pre><code>pour()
</code></pre><figcaption>Qe</figcaption></figure>

$$\\label{{eq:a}} a = b$$

{CALLOUTS}
<table><caption>Qf</caption><thead><tr><th>1</th><th>2</th></tr></thead><tr><td>1</td><td>2</td></tr></table>

- [ ] Qg
- [x] Qh

[^1]: Qi.
"""
# Words that only a program would put there.
OTHERS = (
    "Chapter Section Part Page Appendix Cover Bibliography Footnote Footnotes Untitled Abstract Equation "
    "Source Code Image Picture Link Error Unknown May and by"
).split()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M0 0h40v40H0z"/></svg>'
    (folder / "a.svg").write_text(svg)
    manifest = '[bundle]\ntitle = "Qz"\n'
    for lang in languages():
        (folder / f"{lang}.md").write_text(POST.replace("LANG", lang), encoding="utf-8")
        manifest += (
            f'[documents.{lang}]\ncollect = "{lang}.md"\ntitle = "Qz"\ntargets = {list(FORMATS)}\n'
        )
    (folder / "publish.toml").write_text(manifest)
    assert not build(BuildRequest(manifest=folder / "publish.toml")).failed
    return folder / "build"


def spoken(path: Path) -> Iterator[str]:
    """All that a reader, a screen reader or a reading program is told."""
    match path.suffix:
        case ".html":
            yield from _of(etree.HTML(path.read_text(encoding="utf-8")))
        case ".pdf":
            yield outputs.pdf_words(path)
            yield from outputs.bookmarks(path)
            with pikepdf.open(path) as pdf:
                yield from (
                    str(thing.Alt)
                    for thing in pdf.objects
                    if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
                )
        case _:
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    shown = re.fullmatch(
                        r"EPUB/.*\.(xhtml|ncx)|word/(document|footnotes|header\d*|footer\d*)\.xml"
                        r"|ppt/(slides|notesSlides)/[^/]*\.xml",
                        name,
                    )
                    if shown:
                        yield from _of(etree.fromstring(package.read(name)))


def _of(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in (
            "style", "script", "instrText", "meta", "annotation",
        ):  # fmt: skip
            continue
        yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in ("alt", "aria-label", "title", "descr"))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", FORMATS)
def test_a_book_says_nothing_in_another_language(made: Path, lang: str, name: str) -> None:
    said = " ".join(spoken(made / name / f"{lang}.{name}"))
    own = " ".join(msgspec.structs.astuple(words(lang)))
    english = [*msgspec.structs.astuple(words("en")), *OTHERS]
    foreign = [word for word in english if re.search(r"[a-z]{2}", word) and "{" not in word]
    if lang != "en":
        for word in foreign:
            if not re.search(rf"\b{word}\b", own):
                assert not re.search(rf"\b{word}\b", said), word
    for other in languages():
        if other != lang:
            assert words(other).skip_to_text not in said or (
                words(other).skip_to_text == words(lang).skip_to_text
            )


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", FORMATS)
def test_each_generated_word_stands_there(made: Path, lang: str, name: str) -> None:
    said = outputs.squeezed(" ".join(spoken(made / name / f"{lang}.{name}")))
    vocabulary = words(lang)
    wanted = [getattr(vocabulary, kind) for kind in KINDS]
    wanted += [vocabulary.missing_image, vocabulary.references]
    wanted += [caption(lang, kind, number(lang))[0] for kind in ("figure", "table", "listing")]
    wanted += [chapter_label(lang, 1), f"({number(lang)})"]
    wanted += [vocabulary.contents] if name != "pptx" else []  # one section needs no contents
    for word in wanted:
        assert outputs.squeezed(word) in said, word


def number(lang: str) -> str:
    return "1-1" if lang[:2] in ("zh", "ja", "ko") else "1.1"


@pytest.mark.parametrize("lang", languages())
def test_dates_are_those_of_the_language(lang: str) -> None:
    assert date_in_words("2024-05-01T08:30", lang) == DATES[lang]


def test_dates_are_as_precise_as_they_are_known() -> None:
    assert [date_in_words(value, "fr") for value in ("2024", "2024-08", "2024-08-02")] == [
        "2024",
        "août 2024",
        "2 août 2024",
    ]
    assert date_in_words("2024-08-02", "nl") == "2024-08-02"


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_every_word(lang: str) -> None:
    assert all(msgspec.structs.astuple(words(lang)))
