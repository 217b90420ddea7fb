"""What a line of Chinese or Japanese on paper may not part, and WeasyPrint would.

Unicode lets a line begin with a dash or a wave; a paragraph may end in a line of one character.
"""

from __future__ import annotations

from lxml import etree

from publish.backends.han_lines import BREAK
from publish.backends.print_notes import BLOCKS
from publish.regex import regex

LONG = 20  # characters of a paragraph that is looked at
SHORT = 6  # characters of an element that is held together as a whole
LAST = 2  # characters that a last line has at least
WHOLE = frozenset(("pre", "code", "object", "svg", "math"))
_HELD = regex(r"[^\s—―～〜·]" + f"{BREAK}?" + r"[—―～〜·]+")
_COUNTED = regex(r"\w")


def hold_together(root: etree._Element) -> None:
    """Changes ``root``, a chapter in the form ``pdf``, in place: ``span.held`` is not to be parted."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in WHOLE:
            continue
        if element.tag == "a":  # PDF/UA-1 allows no element in a link
            continue
        for child in reversed(element):
            _hold_marks(element, child)
        _hold_marks(element, None)
    for text in root.iter("p", "li", "dd", "h2", "h3", "h4", "h5", "h6"):
        has_blocks = any(child.tag in BLOCKS or child.tag in ("p", "pre") for child in text)
        if not has_blocks and len("".join(text.itertext())) >= LONG:
            _hold_end(text)


def _hold_marks(parent: etree._Element, after: etree._Element | None) -> None:
    """The marks in the text that follows ``after``, or in the first of ``parent``."""
    text = (parent.text if after is None else after.tail) or ""
    for found in reversed(list(_HELD.finditer(text))):
        _put(parent, after, found.start(), found.end())


def _put(parent: etree._Element, after: etree._Element | None, start: int, end: int) -> None:
    text = (parent.text if after is None else after.tail) or ""
    span = etree.Element("span", {"class": "held"})
    span.text, span.tail = text[start:end], text[end:]
    if after is None:
        parent.text = text[:start]
        parent.insert(0, span)
    else:
        after.tail = None
        after.addnext(span)
        after.tail = text[:start]


def _hold_end(paragraph: etree._Element) -> None:
    """The last characters of a paragraph with their marks, whatever elements they stand in."""
    missing = LAST
    for child in (*reversed(paragraph), None):
        text = (paragraph.text if child is None else child.tail) or ""
        start = _start(text, missing)
        missing -= len(_COUNTED.findall(text[start:]))
        if not missing:
            _gather(paragraph, child, start)
            return
        if child is None or child.tag in WHOLE - {"code"} or child.tag in ("br", "img"):
            return
        inside = "".join(child.itertext())
        if child.find("a[@role='doc-noteref']") is not None:
            continue
        if len(inside) > SHORT:
            return
        missing = max(0, missing - len(_COUNTED.findall(inside)))
        if not missing:
            _gather(paragraph, child.getprevious(), None)
            return


def _start(text: str, wanted: int) -> int:
    """Where the last ``wanted`` characters of a text begin, marks not counted."""
    places = [found.start() for found in _COUNTED.finditer(text)]
    return places[-wanted] if len(places) >= wanted else 0


def _gather(paragraph: etree._Element, after: etree._Element | None, start: int | None) -> None:
    """Put all behind ``after`` into one element: from ``start`` in its text, or without that."""
    span = etree.Element("span", {"class": "held"})
    rest = list(paragraph) if after is None else list(after.itersiblings())
    if start is not None:
        text = (paragraph.text if after is None else after.tail) or ""
        span.text = text[start:]
        if after is None:
            paragraph.text = text[:start]
        else:
            after.tail = text[:start]
    span.extend(rest)
    paragraph.append(span)
