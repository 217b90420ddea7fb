"""12: the formats agree. Sections are the same, in the same order and with the same labels, in the page
and its contents, in the book's navigation, the PDF's outline, the document's headings and the deck's
titles; and no format loses words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from laws import outputs
from laws.corpora import ROOT, name, own_posts, samples
from publish.engine.build import build
from publish.engine.request import BuildRequest

FORMATS = ("json", "html", "pdf", "epub", "docx", "pptx")
OWN = [path for path in own_posts() if path.parent.name in ("posts", "specimen")]
POSTS = [pytest.param(path, id=name(path)) for path in OWN]
POSTS += [pytest.param(path, id=name(path), marks=pytest.mark.slow) for path in samples(36)]


@pytest.mark.parametrize("path", POSTS)
def test_formats_have_the_same_sections_and_lose_no_words(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    out = tmp_path / "out"
    build(BuildRequest(paths=(path,), formats=FORMATS, output=out, jobs=1))
    made = {file.suffix: file for file in out.rglob("*") if file.suffix[1:] in FORMATS}
    document = json.loads(made[".json"].read_bytes())
    sections = outputs.headings(document)
    labelled = [(label, text) for _, label, text in sections]
    assert agree(outputs.html_headings(made[".html"]), labelled)
    contents = outputs.html_contents(made[".html"])
    assert not contents or agree(contents, labelled)
    assert agree(outputs.bookmarks(made[".pdf"]), labelled)
    for entries in outputs.epub_contents(made[".epub"]):
        assert agree(entries, labelled) or not sections
    assert agree(outputs.docx_headings(made[".docx"]), [("", text) for _, text in labelled])
    titles = outputs.slide_titles(made[".pptx"])
    assert holds(
        titles, [pair for pair, (level, *_) in zip(labelled, sections, strict=True) if level == 2]
    )
    runs = outputs.paragraphs(document)
    for suffix in (".html", ".epub", ".docx"):
        assert outputs.lost(runs, outputs.words(made[suffix])) == []
    assert not outputs.missing(runs, outputs.words(made[".pptx"]))
    if shutil.which("pdftotext"):
        assert not outputs.missing(runs, outputs.words(made[".pdf"]))


def agree(found: list[str], expected: list[tuple[str, str]]) -> bool:
    """Whether each entry is that label with those words; what stands between words may differ."""
    patterns = [pattern(*pair) for pair in expected]
    return len(found) == len(expected) and all(
        one.fullmatch(text) for one, text in zip(patterns, found, strict=True)
    )


def holds(found: list[str], expected: list[tuple[str, str]]) -> bool:
    """Whether the entries stand there in order, with others between them."""
    rest = iter(found)
    return all(any(pattern(*pair).match(text) for text in rest) for pair in expected)


def pattern(label: str, words: str) -> re.Pattern[str]:
    return re.compile(re.escape(label) + ".*".join(map(re.escape, words.split("\0"))) + ".*")


BOOK = """[sources.posts]
include = ["posts/*.md"]
[documents.book]
collect = "posts"
title = "文集"
"""


def test_formats_of_a_book_have_the_same_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(ROOT / "content" / "posts", tmp_path / "posts")
    manifest = tmp_path / "publish.toml"
    manifest.write_text(BOOK, encoding="utf-8")
    build(BuildRequest(manifest=manifest, output=tmp_path / "out", jobs=1))
    made = {file.suffix: file for file in (tmp_path / "out").rglob("book*")}
    entries, older = outputs.epub_contents(made[".epub"])
    assert entries == older == outputs.html_contents(made[".html"])
    assert entries == outputs.bookmarks(made[".pdf"])
    sections = outputs.docx_headings(made[".docx"])
    assert len(sections) == len(entries)
    assert all(entry.endswith(text) for entry, text in zip(entries, sections, strict=True))
    chapters = [entry for entry in entries if re.match(r"第.章", entry)]
    assert len(chapters) == len(list((tmp_path / "posts").glob("*.md")))
    assert holds(outputs.slide_titles(made[".pptx"]), [("", entry) for entry in chapters])
