"""Code: the same kinds of words in the same colours in all formats, each of them readable on its ground."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape

import pytest
from lxml import etree

from publish import ast, pandoc
from publish.ast import Attr, CodeBlock
from publish.backends.drawing import a
from publish.backends.ooxml import parsed, w
from publish.backends.package import parts
from publish.backends.pptx_paragraph import BOLD_TOKENS, TOKENS, set_code
from publish.layouts import Layout, load, shipped

LAYOUTS = sorted(path.name for path in shipped().iterdir() if path.is_dir())
READABLE = 4.5  # WCAG 2.2, 1.4.3
# Pandoc's classes, and the names of the same kinds in its styles for Word.
KINDS = {
    "kw": "Keyword", "cf": "ControlFlow", "im": "Import", "dt": "DataType", "pp": "Preprocessor",
    "st": "String", "ch": "Char", "sc": "SpecialChar", "vs": "VerbatimString", "ss": "SpecialString",
    "co": "Comment", "do": "Documentation", "an": "Annotation", "cv": "CommentVar", "in": "Information",
    "fu": "Function", "bu": "BuiltIn", "at": "Attribute", "ex": "Extension", "va": "Variable",
    "dv": "DecVal", "bn": "BaseN", "fl": "Float", "cn": "Constant",
    "al": "Alert", "er": "Error", "wa": "Warning", "re": "RegionMarker",
}  # fmt: skip
PLAIN = {"ot": "Other", "op": "Operator"}


@cache
def layout(name: str) -> Layout:
    return load(name)


def luminance(colour: str) -> float:
    values = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#8a1f6a", "#f6f7f8") > READABLE > contrast("#9aa5b1", "#f6f7f8")


def variables(text: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})\s*;", text))


def tokens(name: str, *, dark: bool) -> dict[str, str]:
    """The colours of a layout by their names."""
    sheets = layout(name).style("tokens.css") + layout(name).style("screen.css")
    light = re.search(r":root\s*\{(.*?)\}", sheets, re.DOTALL)
    night = re.search(r"prefers-color-scheme:\s*dark\)\s*\{\s*:root\s*\{(.*?)\}", sheets, re.DOTALL)
    assert light, f"{name} has no tokens"
    assert night, f"{name} has no dark tokens"
    return variables(light[1]) | (variables(night[1]) if dark else {})


def html_colours(name: str, *, dark: bool = False) -> dict[str, str]:
    """The colour of every class of the page and the PDF."""
    known = tokens(name, dark=dark)
    found: dict[str, str] = {}
    for selectors, names in re.findall(
        r"([^{}]+)\{[^}]*(?<![-\w])color:\s*([^;}]+)", layout(name).style("code.css")
    ):
        first = next(each for each in re.findall(r"--[\w-]+", names) if each in known)
        for kind in re.findall(r"span\.(\w+)", selectors):
            found[kind] = known[first]
    return found


NIGHT = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?\})\s*\}", re.DOTALL)


def epub_colours(name: str, *, dark: bool = False) -> tuple[dict[str, str], str]:
    """The colours of the words, and the ground: what is said last counts."""
    sheet = re.sub(r"/\*.*?\*/", "", layout(name).style("epub.css"), flags=re.DOTALL)
    assert NIGHT.search(sheet), f"{name} has no night"
    sheet = NIGHT.sub(r"\1" if dark else "", sheet)
    grounds = re.findall(r"(?:^|\}|;)\s*pre\s*\{[^}]*background:\s*(#\w{6})", sheet)
    assert grounds, "code has a ground of its own in every night mode"
    found = {
        kind: colour
        for selectors, colour in re.findall(r"([^{}]+)\{\s*color:\s*(#\w{6});?\s*\}", sheet)
        for kind in re.findall(r"pre \.(\w+)", selectors)
    }
    return found, grounds[-1]  # that of the layout, over the default’s


def docx_colours(name: str) -> tuple[dict[str, str], str]:
    root = parsed(parts(layout(name).data("reference.docx"))["word/styles.xml"])
    styles = {style.get(w("styleId")): style for style in root.iter(w("style"))}
    ground = styles["SourceCode"].find(f".//{w('shd')}").get(w("fill"))
    return {
        kind: "#" + styles[f"{long}Tok"].find(f".//{w('color')}").get(w("val")).lower()
        for kind, long in (KINDS | PLAIN).items()
    }, ground


def pptx_ground(name: str) -> str:
    theme = etree.fromstring(parts(layout(name).data("reference.pptx"))["ppt/theme/theme1.xml"])
    value: str = next(theme.iter(a("lt2")))[0].get("val")
    return value


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_code_is_readable_on_the_page_and_in_pdf(name: str, dark: bool) -> None:
    known, found = tokens(name, dark=dark), html_colours(name, dark=dark)
    assert set(found) == set(KINDS)
    assert not _pale({**found, "text": known["--text"]}, known["--code-ground"])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_code_is_readable_in_epub(name: str, dark: bool) -> None:
    found, ground = epub_colours(name, dark=dark)
    assert set(found) == set(KINDS)
    assert not _pale(found, ground)


@pytest.mark.parametrize("name", LAYOUTS)
def test_code_is_readable_in_word(name: str) -> None:
    found, ground = docx_colours(name)
    assert not _pale(found, ground)


@pytest.mark.parametrize("name", LAYOUTS)
def test_code_is_readable_on_slides(name: str) -> None:
    colours = {**TOKENS, **{f"bold {key}": value for key, value in BOLD_TOKENS.items()}}
    assert not _pale(colours, pptx_ground(name))


def _pale(colours: Mapping[str, str], ground: str) -> dict[str, float]:
    found = {kind: round(contrast(colour, ground), 2) for kind, colour in colours.items()}
    return {kind: value for kind, value in found.items() if value < READABLE}


def test_a_word_has_the_same_colour_in_every_format() -> None:
    page, (epub, _), (word, _) = (
        html_colours("default"),
        epub_colours("default"),
        docx_colours("default"),
    )
    assert {kind: word[kind] for kind in KINDS} == page == epub
    assert {word[kind] for kind in PLAIN} == {tokens("default", dark=False)["--text"]}


SOURCE = '# note\nimport os\ndef f(x: int = 3) -> str:\n    return "a" if x is None else print(x)\n'


def test_slides_have_the_colours_of_the_page() -> None:
    """Word by word, as pandoc highlights the same code for both."""
    document = ast.Pandoc((CodeBlock((Attr("", ("python",)), SOURCE)),))
    html = pandoc.write(document, "html5").decode()
    kinds = dict(re.findall(r'<span class="(\w\w)">([^<]+)</span>', html)[::-1])
    page, text = html_colours("default"), tokens("default", dark=False)["--text"]
    slide = etree.fromstring(parts(pandoc.write(document, "pptx"))["ppt/slides/slide1.xml"])
    (paragraph,) = [
        each for each in slide.iter(a("p")) if each.find(f".//{a('srgbClr')}") is not None
    ]
    set_code(paragraph, 14, 1.2)
    shown = {
        run.find(a("t")).text.strip(): "#" + colour.get("val").lower()
        for run in paragraph.iter(a("r"))
        for colour in run.iter(a("srgbClr"))
    }
    assert len(kinds) > 8
    for kind, words in kinds.items():
        words = unescape(words)
        assert shown[words.strip()] == page.get(kind, text), words
