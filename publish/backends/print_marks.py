"""What the XHTML of a chapter needs on paper: lines of code, numbers of lists, bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.backends.han_lines import BREAK, GAP
from publish.backends.measure import width
from publish.regex import regex

LONG_WORD = regex(f"[!-~]{BREAK}[!-~]|[!-~]{{24}}")  # one that may break, or tears its line
WIDTH, WIDE = regex(r"width:([\d.]+)em"), 9.0  # em of a formula in a line
ADDRESS = regex(r"\w+://|www\.|mailto:")  # the beginning of one that is shown
UNSEEN = str.maketrans("", "", GAP + BREAK)
LINE = 30  # characters of a paragraph that fits a line
FITS = 9.0  # em of a line of code that fits any paper, in lists and handouts too
SHORT = 10  # lines of code that stay on one page
TOGETHER = 3  # lines at the beginning and at the end of longer code that do
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
STYLES = {"a": "lower-latin", "A": "upper-latin", "i": "lower-roman", "I": "upper-roman"}


def mend_for_print(root: etree._Element) -> None:
    """Changes ``root``, a chapter in the form ``pdf``, in place."""
    for heading in root.iter(*HEADINGS):
        words = "".join(_said(heading)).translate(UNSEEN)
        heading.set("data-bookmark", " ".join(words.split()))
    for image in root.iter("img"):
        image.set("alt", (image.get("alt") or "").translate(UNSEEN))
        _size(image)
    for link in root.iter("a"):
        if link.get("title"):
            link.set("title", link.get("title", "").translate(UNSEEN))
        if ADDRESS.match("".join(link.itertext()).translate(UNSEEN)):
            link.set("class", f"{link.get('class', '')} address".strip())
    for paragraph in root.iter("p"):
        words = "".join(paragraph.itertext()).strip()
        is_ragged = LONG_WORD.search(words) or _has_wide_formula(paragraph)
        classes = ("ragged" if is_ragged else "", "lead" if _leads(paragraph, words) else "")
        if any(classes):
            paragraph.set("class", " ".join(filter(None, classes)))
    for numbers in root.iter("ol"):
        _number(numbers)
    for code in root.iter("code"):
        parent = code.getparent()
        if parent is not None and parent.tag == "pre":
            _cut_into_lines(code)


def _size(image: etree._Element) -> None:
    """The size that the author gave in pixels (px of CSS), which WeasyPrint takes from a style alone."""
    for side in ("width", "height"):
        if image.get(side, "").isdecimal():
            own = image.get("style")
            image.set("style", f"{side}:{image.get(side)}px" + (f";{own}" if own else ""))
            return  # the other side follows from the picture's shape


def _leads(paragraph: etree._Element, words: str) -> bool:
    """Whether a paragraph says what follows: 如下：, or the name of a file above its lines."""
    following = paragraph.getnext()
    if following is None or following.tag in HEADINGS:
        return False
    if following.tag == "p":
        return (
            words.endswith(("：", ":")) and following.find("img[@class='math display']") is not None
        )
    is_code = following.tag in ("pre", "figure") or "sourceCode" in (following.get("class") or "")
    return words.endswith(("：", ":")) or (is_code and 0 < len(words) < LINE)


def _has_wide_formula(paragraph: etree._Element) -> bool:
    """Whether a formula, which does not break, would tear the line before it apart."""
    return any(
        float(found[1]) > WIDE
        for image in paragraph.iter("img")
        if image.get("class") == "math" and (found := WIDTH.match(image.get("style", "")))
    )


def _said(element: etree._Element) -> Iterator[str]:
    """The words of a heading without the numbers of its notes."""
    yield element.text or ""
    for child in element:
        if child.find("a[@role='doc-noteref']") is None:
            yield from _said(child)
        yield child.tail or ""


def _number(numbers: etree._Element) -> None:
    """WeasyPrint reads neither ``start`` nor ``type``."""
    start = numbers.attrib.pop("start", "1")
    kind = STYLES.get(numbers.attrib.pop("type", "1"))
    if start.lstrip("-").isdigit() and start != "1":
        numbers.set("style", f"counter-reset: item {int(start) - 1}")
    if kind:
        numbers.set("class", kind)


def _cut_into_lines(code: etree._Element) -> None:
    """Every line an element of its own, so that what is carried over can hang."""
    if any(child.tag != "span" for child in code):
        return
    if not len(code):
        lines = (code.text or "").split("\n")
        code.text = None
        for text in lines:
            etree.SubElement(code, "span").text = text
    is_in_table = next(code.iterancestors("td", "th"), None) is not None
    for line in code:
        may_wrap = is_in_table or _widest("".join(line.itertext())) > FITS
        line.set("class", "line long" if may_wrap else "line")
        line.tail = None
        _join_indent(line)
    for line in reversed(code):
        if re.search(r"\S", "".join(line.itertext())):
            break
        code.remove(line)
    lines = list(code)
    if len(lines) > SHORT:
        _keep_together(lines[:TOGETHER])
        _keep_together(lines[-TOGETHER:])
    else:
        code.getparent().set("class", f"{code.getparent().get('class', '')} short".strip())


def _widest(line: str) -> float:
    """Em of a line of code in whatever font: some have arrows and frames as wide as Han."""
    return width(re.sub(r"[^\x00-\x7f]", "文", line), fixed=True)


def _join_indent(line: etree._Element) -> None:
    """Puts the spaces that a line begins with into its first word, where it would be broken off them."""
    if len(line) and line.text and line.text.isspace():
        line[0].text = line.text + (line[0].text or "")
        line.text = None


def _keep_together(lines: list[etree._Element]) -> None:
    box = etree.Element("span", {"class": "lines"})
    lines[0].addprevious(box)
    box.extend(lines)
