"""What the five formats say, read back without the product: headings, contents, titles and words."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
H = "{http://www.w3.org/1999/xhtml}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
# Fonts share glyphs between these and the characters that they are parts of; NFKC does not fold them.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰",
    "民虎西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙",
)

_UNSEEN = ("Cc", "Cf", "Co")


def squeezed(text: str) -> str:
    """The visible characters of a text, in one width; boxes of tasks are drawn in some formats."""
    folded = unicodedata.normalize("NFKC", text).translate(_RADICALS)
    return "".join(
        c
        for c in folded
        if not c.isspace() and c not in "☐☒" and unicodedata.category(c) not in _UNSEEN
    )


# ------------------------------------------------------------------ the canonical form

_STOPS = ("Note", "Math", "Image", "Quoted")  # formats write them in their own ways


def headings(document: Any) -> list[tuple[int, str, str]]:
    """Level, label and words of each section, in order."""
    found = []
    for block in document["blocks"]:
        if block["t"] == "Header":
            level, attr, text = block["c"]
            label = dict(attr[2]).get("number-label", "")
            found.append((level, squeezed(label), "\0".join(pieces(text))))
    return found


def pieces(inlines: Any) -> list[str]:
    """The runs of words that stand together in every format."""
    runs = [""]
    for part in _flat(inlines):
        if part is None:
            runs.append("")
        else:
            runs[-1] += part
    return [run for run in map(squeezed, runs) if run]


def _flat(node: Any) -> Iterator[str | None]:
    if isinstance(node, list):
        for part in node:
            yield from _flat(part)
        return
    if not isinstance(node, dict):
        return
    match node["t"]:
        case "Str":
            yield node["c"]
        case "Code":
            yield node["c"][1]
        case "Link":
            yield from _flat(node["c"][1])
        case "Span":
            attr, content = node["c"]
            apart = "ruby" in attr[1] or "missing" in attr[1]
            yield from (None, *(() if apart else _flat(content)), None) if apart else _flat(content)
        case kind if kind in _STOPS:
            yield None
        case _:
            yield from _flat(node.get("c"))


def paragraphs(document: Any) -> list[str]:
    """The words of every paragraph and block of code, in reading order."""
    return [run for block in document["blocks"] for run in _paragraphs(block)]


def _paragraphs(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _paragraphs(part)
        return
    if not isinstance(node, dict):
        return
    content = node.get("c")
    match node["t"]:
        case "Para" | "Plain":
            yield from pieces(content)
        case "Header":
            yield from pieces(content[2])
        case "CodeBlock" if "diagram" not in content[0][1]:
            yield from filter(None, [squeezed(content[1])])
        case "CodeBlock":
            return
        case _:
            yield from _paragraphs(content)


# ------------------------------------------------------------------ the formats


def _words(element: ElementTree.Element, name: str) -> str:
    return squeezed("".join(part.text or "" for part in element.iter(name)))


def _parts(path: Path, pattern: str) -> list[ElementTree.Element]:
    """The parts of a package by their numbers."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
        names.sort(key=lambda name: [int(number) for number in re.findall(r"\d+", name)])
        return [ElementTree.fromstring(package.read(name)) for name in names]


def html_headings(path: Path) -> list[str]:
    """The headings of a page below its title."""
    page = path.read_text(encoding="utf-8").partition("<article>")[2]
    found = re.findall(r"<h([2-6])\b[^>]*>(.*?)</h\1>", page, re.DOTALL)
    return [_plain(text) for _, text in found]


def html_contents(path: Path) -> list[str]:
    """The entries of the contents of a page."""
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL)
    return [_plain(text) for text in re.findall(r"<a [^>]*>(.*?)</a>", found[0] if found else "")]


def _plain(markup: str) -> str:
    without = re.sub(r"<a\b[^>]*doc-noteref[^>]*>.*?</a>", "", markup, flags=re.DOTALL)
    return squeezed(unescape(re.sub(r"<[^>]*>", "", without)))


def epub_contents(path: Path) -> tuple[list[str], list[str]]:
    """The entries of the navigation document, and those of its older form."""
    (nav,), (ncx,) = _parts(path, r"EPUB/nav\.xhtml"), _parts(path, r"EPUB/toc\.ncx")
    (contents,) = [
        part
        for part in nav.iter(f"{H}nav")
        if part.get("{http://www.idpf.org/2007/ops}type") == "toc"
    ]
    entries = [squeezed("".join(link.itertext())) for link in contents.iter(f"{H}a")]
    labels = [
        squeezed("".join(label.itertext()))
        for label in ncx.iterfind(f".//{NCX}navPoint/{NCX}navLabel")
    ]
    return entries, labels


def bookmarks(path: Path) -> list[str]:
    """The titles of a PDF's outline."""

    def below(items: Iterable[Any]) -> Iterator[str]:
        for item in items:
            yield squeezed(item.title)
            yield from below(item.children)

    with pikepdf.open(path) as file, file.open_outline() as outline:
        return list(below(outline.root))


def docx_headings(path: Path) -> list[str]:
    """The paragraphs that Word knows as headings; their labels are those of its own list.

    The first paragraph is the title, which is a heading where there is no other.
    """
    (text,) = _parts(path, r"word/document\.xml")
    found = []
    for paragraph in list(text.iter(f"{W}p"))[1:]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.fullmatch(r"Heading\d", style.get(f"{W}val", "")):
            found.append(_words(paragraph, f"{W}t"))
    return found


def slide_titles(path: Path) -> list[str]:
    """The title of each slide but the first."""
    found = []
    for slide in _parts(path, r"ppt/slides/slide\d+\.xml")[1:]:
        for shape in slide.iter(f"{P}sp"):
            mark = shape.find(f".//{P}ph")
            if mark is not None and mark.get("type") == "title":
                found.append(_words(shape, f"{A}t"))
    return found


def words(path: Path) -> str:
    """All visible characters of an output, notes last."""
    match path.suffix:
        case ".html":
            page = path.read_text(encoding="utf-8").partition("<main")[2]
            return _plain(re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL))
        case ".epub":
            parts = _parts(path, r"EPUB/(?!nav).*\.xhtml")
            return squeezed("".join("".join(_shown(part)) for part in parts))
        case ".docx":
            body, notes = _parts(path, r"word/document\.xml"), _parts(path, r"word/footnotes\.xml")
            return "".join(_words(part, f"{W}t") for part in [*body, *notes])
        case ".pptx":
            slides = _parts(path, r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml")
            return "".join(_words(part, f"{A}t") for part in slides)
        case _:
            return squeezed(pdf_words(path))


def pdf_words(path: Path) -> str:
    """The text of a PDF as a reader would copy it."""
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _shown(element: ElementTree.Element) -> Iterator[str]:
    """The text of a page but for the marks that lead to its notes."""
    hidden = element.get("role") == "doc-noteref" or element.tag == f"{H}title"
    if not hidden:
        yield element.text or ""
        for child in element:
            yield from _shown(child)
            yield child.tail or ""


def lost(runs: Iterable[str], text: str) -> list[str]:
    """The runs that do not stand in a text one after the other."""
    missing, at = [], 0
    for run in runs:
        found = text.find(run, at)
        if found >= 0:
            at = found + len(run)
        elif run not in text:
            missing.append(run)
    return missing


def missing(runs: Iterable[str], text: str) -> Counter[str]:
    """The characters that a text has fewer of; it may be cut into pages or lines anywhere."""
    return Counter("".join(runs)) - Counter(text)
