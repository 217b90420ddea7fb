"""Formulas: what all formats understand, what none does, and what is wider than the page."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from publish import pandoc
from publish.ast import Code, CodeBlock
from publish.backends.mathematics import SIZE, svg_image
from publish.document import Document, Metadata
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.rules.inline import formula, tex
from publish.walk import nodes

PLAIN = {
    r"a \tag{1}": r"a \qquad \text{(1)}",
    r"\tag{1} a": r"a \qquad \text{(1)}",
    r"a \tag*{A.2}": r"a \qquad \text{A.2}",
    r"\begin{align*} a &= b \tag{7} \\ c &= d \nonumber \end{align*}":
        r"\begin{aligned} a &= b \qquad \text{(7)}\\ c &= d \end{aligned}",
    r"\begin{equation} a \label{x} \end{equation}": "a",
    r"\begin{eqnarray}a&=&b\end{eqnarray}": r"\begin{array}{rcl}a&=&b\end{array}",
    r"\require{mhchem} a_\alpha": r"a_\alpha",
    r"{\rm d}x": r"{\mathrm{d}}x",
    r"\bf{x} y": r"\mathbf{x} y",
    r"a + \cal L": r"a + \mathcal{L}",
    r"\rm\bf x": r"\mathrm{\mathbf{x}}",
    r"a \\ b": r"\begin{gathered} a \\ b \end{gathered}",
    r"a &= b \\ &= c \\": r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{cases} a \\ b \end{cases}": r"\begin{cases} a \\ b \end{cases}",
    r"\normalfont \itshape \bfseries": r"\normalfont \itshape \bfseries",
    "x^2": "x^2",
}  # fmt: skip


@pytest.mark.parametrize("given", PLAIN)
def test_tex_in_words_that_all_understand(given: str) -> None:
    assert tex.plain(given) == PLAIN[given]
    assert tex.plain(PLAIN[given]) == PLAIN[given]


def test_a_formula_of_any_length_takes_no_time() -> None:
    long = r"\rm\tag{1}" * 100_000
    assert tex.plain(long) == long


UNREAD = (r"\foo{x}", r"x \hline", r"\frac{a}", r"a & b", r"x^", r"}{", r"\begin{foo} x \end{foo}")  # fmt: skip


@pytest.mark.parametrize("given", UNREAD)
def test_pandoc_is_asked_about_what_it_does_not_know(given: str) -> None:
    assert tex.is_doubtful(given)
    assert formula._unread((given,)) == {given}


@pytest.mark.parametrize("given", [r"\frac{a}{b}", r"x_i^2 + \alpha", r"\sum_{i=1}^n i", "a < b"])
def test_most_formulas_are_not_asked_about(given: str) -> None:
    assert not tex.is_doubtful(given)
    assert formula._unread((given,)) == frozenset()


def test_han_in_a_formula_are_text_in_the_drawing() -> None:
    image = svg_image(r"v_{\text{茶}} = \frac{\text{路程}}{t}", display=True)
    svg = _svg(image.get("src") or "")
    words = re.findall(r'<text x="\S+" y="\S+" font-size="(\S+)"[^>]*>(.)</text>', svg)
    assert [word for _, word in words] == ["茶", "路", "程"]
    assert float(words[0][0]) < float(words[1][0]) == SIZE


def test_what_cannot_be_drawn_from_tex_is_drawn_from_mathml() -> None:
    assert svg_image(r"\limits_x", display=True).tag == "code"
    assert svg_image(r"\begin{eqnarray}a&=&b\end{eqnarray}", display=True).tag == "img"


@pytest.mark.parametrize("given", [r"f\left(\sum_i x_i\right)", r"\left[\prod_i x_i\right]"])
def test_brackets_are_as_high_as_what_they_hold(given: str) -> None:
    svg = _svg(svg_image(given, display=True).get("src") or "")
    found = re.search(r'viewBox="\S+ \S+ \S+ (\S+)"', svg)
    assert found is not None
    assert float(found[1]) < 3 * SIZE


def _svg(address: str) -> str:
    import base64

    return base64.b64decode(address.partition(",")[2]).decode()


WIDE = "+".join(f"x_{{{number}}}" for number in range(60))
POST = rf"""---
title: 公式
lang: zh-Hans
---

第一 $\foo{{茶}}$ 与 $\eqref{{e}}$。

$$\begin{{bar}} y \end{{bar}}$$

$$\label{{e}} E = mc^2$$

$${WIDE}$$

最后。
"""


def test_a_formula_shown_as_code_has_no_empty_lines_around_it() -> None:
    (block,) = pandoc.read("$$\n\\begin{bar} y\n\\end{foo}\n$$\n", "markdown")
    (shown,) = formula.revise(
        Document(path="post.md", metadata=Metadata(title="茶", lang="zh-Hans"), blocks=(block,))
    ).document.blocks
    assert isinstance(shown, CodeBlock)
    assert shown.c[1] == "\\begin{bar} y\n\\end{foo}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"量 $\frac{1}{2$，价 $5 和 $6。", [r"\frac{1}{2"]),
        ("$$\nx = \\frac{1}{2\n$$", ["x = \\frac{1}{2"]),
        (r"用 `$\frac{1$` 写", []),
        (r"变量 $PATH{ 和 $HOME", []),
        (r"集合 $\{x$ 是开的", []),
    ],
)
def test_a_formula_whose_braces_do_not_match_is_shown_and_told(text: str, shown: list[str]) -> None:
    document = Document(
        path="post.md",
        metadata=Metadata(title="茶", lang="zh-Hans"),
        blocks=pandoc.read(text, "markdown"),
    )
    revision = formula.revise(document)
    told = [" ".join(each.split()) for each in shown]
    assert [finding.message for finding in revision.findings] == [
        f"the formula “{each}” is not understood: its braces do not match" for each in told
    ]
    found = [node.c[1] for node in nodes(revision.document.blocks) if isinstance(node, CodeBlock)]
    found += [
        node.c[1]
        for node in nodes(revision.document.blocks)
        if isinstance(node, Code) and node.c[0].classes == ("math",)
    ]
    assert found == shown


def test_every_format_is_complete(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST, encoding="utf-8")
    formats = ("html", "pdf", "epub", "docx", "pptx")
    report = build(BuildRequest(paths=(tmp_path / "post.md",), formats=formats, jobs=1))
    assert not report.failed
    found = [(item.line, item.message) for item in report.diagnostics if item.code == "INL013"]
    assert found == [
        (6, r"the formula “\foo{茶}” is not understood"),
        (8, r"the formula “\begin{bar} y \end{bar}” is not understood"),
    ]
    page = (tmp_path / "post.html").read_text(encoding="utf-8")
    assert r'<code class="math">\foo{茶}</code>' in page
    assert '<a href="#e" class="reference">(1)</a>' in page
    assert 'class="wide-formula display" tabindex="0"' in page
    assert page.count("<math") == 2
    assert "$$" not in page
    with pypdfium2.PdfDocument(tmp_path / "post.pdf") as pdf:
        leaf = pdf[0]
        assert r"\foo{茶}" in leaf.get_textpage().get_text_range()
        right = max(thing.get_bounds()[2] for thing in leaf.get_objects() if thing.type == 2)
        assert right <= leaf.get_width() - 60  # the margin of A4 is 31 mm
    for suffix, part in (("docx", "word/document.xml"), ("pptx", "ppt/slides/slide2.xml")):
        with zipfile.ZipFile(tmp_path / f"post.{suffix}") as package:
            text = package.read(part).decode()
        apart = len(re.findall("<m:oMathPara[ >]", text))
        numbered = text.count('<w:pStyle w:val="Equation"/>')  # it shares its line with its number
        assert (apart, numbered) == ((1, 1) if suffix == "docx" else (2, 0)), suffix
        assert r"\foo{茶}" in text
