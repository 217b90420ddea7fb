"""No mark of a generator reaches an output: no template tag, shortcode, attribute list, wikilink and no
line of front matter stands in the words of a page, a book, a document or a deck.

What stands in code or in a formula is what the author speaks about, and stays.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from laws.corpora import DEEP, name, own_posts, samples
from publish.engine.build import build
from publish.engine.request import BuildRequest

LEFT = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{\{[<%]|[>%]\}\}|\{:[^{}\n]*\}|!?\[\[[^\[\]\n]+\]\]"
    r"|^(?:layout|title|date|tags|categories|permalink|keywords|lastmod):\s\S.*$|^\+\+\+$",
    re.MULTILINE,
)
FORMATS = ("json", "html", "markdown", "epub", "docx", "pptx")
POSTS = [*own_posts()[:3], *samples(16)] if not DEEP else [*own_posts(), *samples()]
CODE = {"code", "pre", "math", "script", "style", "svg", "samp", "kbd"}


class Words(HTMLParser):
    """The words of a page outside code and formulas; a tag that nobody knew is no code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._inside: list[str] = []
        self._unknown = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unknown += "unknown-tag" in (dict(attrs).get("class") or "")
        if tag in CODE:
            self._inside.append(tag)
        if tag in {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br", "dd"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._inside or self._unknown:
            self.pieces.append(data)


def spoken_of(node: Any) -> Iterator[str]:
    """The code and the formulas of a document in canonical form."""
    if isinstance(node, list):
        for part in node:
            yield from spoken_of(part)
    elif isinstance(node, dict):
        if node.get("t") == "Span" and "unknown-tag" in node["c"][0][1]:
            return
        if node.get("t") in ("Code", "CodeBlock", "Math"):
            yield node["c"][1]
        yield from spoken_of(list(node.values()))


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CODE_RUN = {WORD: "w:rPr/w:rStyle[@w:val='VerbatimChar']", DRAWING: "a:rPr/a:latin"}
# Stands before code, so that a list item about the key `date` does not begin with that key.
JOINER = "\u2060"


def paragraphs(data: bytes, space: str) -> str:
    """The words of a part of an Office file, a line for each paragraph, a joiner before code."""
    names = {"w": WORD, "a": DRAWING}
    lines = []
    for paragraph in ElementTree.fromstring(data).iter(f"{{{space}}}p"):
        for run in paragraph.iter(f"{{{space}}}r"):
            if run.find(CODE_RUN[space], names) is not None:
                run.text = JOINER
        lines.append("".join(paragraph.itertext()))
    return "\n".join(lines)


def texts(path: Path) -> Iterator[str]:
    """The words of an output, part by part."""
    match path.suffix:
        case ".html":
            yield "".join(Words(path.read_text(encoding="utf-8")).pieces)
        case ".md":
            text = path.read_text(encoding="utf-8")
            yield re.sub(r"\A---\n.*?^---$", "", text, flags=re.DOTALL | re.MULTILINE)
        case ".epub" | ".docx" | ".pptx":
            with zipfile.ZipFile(path) as parts:
                for part in parts.namelist():
                    if part.endswith(".xhtml"):
                        yield "".join(Words(parts.read(part).decode()).pieces)
                    elif re.fullmatch(r"word/(document|footnotes|comments)\.xml", part):
                        yield paragraphs(parts.read(part), WORD)
                    elif re.fullmatch(r"ppt/(slides|notesSlides)/[^/]+\.xml", part):
                        yield paragraphs(parts.read(part), DRAWING)


def parts(path: Path) -> Iterator[bytes]:
    """The files that an output is made of."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as files:
            yield from map(files.read, files.namelist())
    else:
        yield path.read_bytes()


def test_no_tag_of_the_front_matter_is_left_in_any_part_of_an_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    post = tmp_path / "post.md"
    keys = ("title", "subtitle", "description", "rights", "foo", "cover")
    head = "".join(
        f'{key}: "{key} {{{{ site.cup }}}} {{% pour %}} {{{{< x >}}}}"\n' for key in keys
    )
    labels = (
        'tags: ["{{ site.cup }} a"]\nauthor: "{% pour %} Kim"\ncategories: ["{{ site.cup }} b"]\n'
    )
    post.write_text(f"---\n{head}{labels}lang: en\ndate: 2024-01-01\n---\n\nText.\n", "utf-8")
    output = tmp_path / "output"
    report = build(BuildRequest(paths=(post,), formats=FORMATS, output=output, jobs=1))
    assert len([item for item in report.diagnostics if item.code == "DIA008"]) == 3 * len(keys) + 3
    made = sorted(file for file in output.rglob("*") if file.is_file())
    assert {file.suffix.removeprefix(".") for file in made} >= {*FORMATS, "md"} - {"markdown"}
    for file in made:
        for part in parts(file):
            assert not re.search(rb"\{\{[<\s]*(site|x)|\{%\s*pour", part), file


def squeezed(text: str) -> str:
    return re.sub(rf"[\s\\{JOINER}]", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("path", POSTS, ids=name)
def test_no_mark_of_a_generator_is_left(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    output = tmp_path / "output"
    build(BuildRequest(paths=(path,), formats=FORMATS, output=output, jobs=1))
    made = sorted(file for file in output.rglob("*") if file.is_file())
    code = "".join(
        squeezed(text)
        for file in made
        if file.suffix == ".json"
        for text in spoken_of(json.loads(file.read_bytes()))
    )
    left = {
        (file.suffix, found[0])
        for file in made
        for text in texts(file)
        for found in LEFT.finditer(text)
        if squeezed(found[0]) not in code
    }
    assert not left
