"""Where the pages of the printed book begin in the text of an EPUB."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import category, normalize

from lxml import etree

from publish.backends.epub_files import OPS, XHTML
from publish.publication.model import PrintedPage
from publish.regex import regex

LENGTHS = (40, 24, 12, 8)  # signs of a page's first words to look for, the surest first
FEWEST = 4  # signs that are looked for at all
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_UNSEEN = frozenset((*(f"{XHTML}{name}" for name in ("head", "rt", "rp")), _MATHML))
_REST = regex(r"[\W_]+")


class _Run(NamedTuple):
    """Text in the tree: that of an element, or what follows it; ``start`` is where it begins among
    the letters and figures of the whole book."""

    element: Any
    follows: bool
    start: int
    text: str


class _Reading(NamedTuple):
    """The book as letters and figures alone, and where its text and its ids stand among them."""

    signs: str
    runs: tuple[_Run, ...]
    ids: Mapping[str, int]


def place_breaks(trees: Sequence[Any], pages: Sequence[PrintedPage]) -> list[tuple[str, str]]:
    """Marks in the chapters where the pages begin; gives the label and the id of each mark.

    A page begins at its first words, looked for between the named places of the pages before it
    and its own; where they are not found, at its first named place; a page with neither, such as
    one of pictures, begins where the next one does.
    """
    if not pages:
        return []
    reading = _read(trees)
    places = _found(reading, pages)
    starts = [run.start for run in reading.runs]
    marks = []
    for page, at in reversed(list(zip(pages, places, strict=True))):
        id = f"print-page-{page.label}"
        mark = etree.Element(f"{XHTML}span", {"id": id, "role": "doc-pagebreak"})
        mark.set(f"{OPS}type", "pagebreak")
        mark.set("aria-label", page.label)
        _insert(reading.runs[max(bisect_right(starts, at) - 1, 0)], at, mark)
        marks.append((page.label, id))
    return marks[::-1]


def _read(trees: Sequence[Any]) -> _Reading:
    signs: list[str] = []
    runs: list[_Run] = []
    ids: dict[str, int] = {}
    length = 0
    for tree in trees:
        for element, follows in _texts(tree):
            if not follows and element.get("id"):
                ids[element.get("id")] = length
            text = element.tail if follows else element.text
            if text and (squeezed := _signs(text)):
                runs.append(_Run(element, follows, length, text))
                signs.append(squeezed)
                length += len(squeezed)
    return _Reading("".join(signs), tuple(runs), ids)


def _texts(tree: Any) -> Iterator[tuple[Any, bool]]:
    """Every element before its text and, after its children, before what follows it."""
    walk = etree.iterwalk(tree, ("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in _UNSEEN:
            walk.skip_subtree()
        else:
            yield element, event != "start"


def _signs(text: str) -> str:
    """The letters and figures as they are compared, without the rest, which pages set as they like.
    Those of two texts behind each other are those of the one and those of the other."""
    return normalize("NFC", _REST.sub("", normalize("NFKD", text)).casefold())


def _found(reading: _Reading, pages: Sequence[PrintedPage]) -> list[int]:
    named = [[reading.ids[id] for id in page.places if id in reading.ids] for page in pages]
    above = [len(reading.signs)]  # for each page the first place that is on it or behind it
    for own in reversed(named):
        above.append(min([above[-1], *own]))
    found: list[int | None] = []
    low = 0
    for page, own, most in zip(pages, named, above[:0:-1], strict=True):
        words = _signs(page.opening)
        at = _look(reading.signs, words, low, max(most, low))
        if at is None and own:
            at = max(min(own), low)
        found.append(at)
        low = max(low if at is None else at, *own, 0)
    after = len(reading.signs) - 1
    for number in reversed(range(len(found))):
        after = after if (at := found[number]) is None else at
        found[number] = after
    return [at for at in found if at is not None]


def _look(signs: str, words: str, low: int, most: int) -> int | None:
    """Where the words begin between two places; marks of lists and the like may stand before them."""
    for length in sorted({min(length, len(words)) for length in LENGTHS}, reverse=True):
        if length < FEWEST:
            break
        for skipped in range(max(len(words) - length + 1, 0)):
            at = signs.find(words[skipped : skipped + length], low, most + length)
            if at >= 0:
                return at
    return None


def _insert(run: _Run, at: int, mark: Any) -> None:
    """Puts a mark before a sign of a run; opening brackets go with it, divided words stay whole."""
    cut, passed = 0, run.start
    while cut < len(run.text) and passed + len(_signs(run.text[cut])) <= at:
        passed += len(_signs(run.text[cut]))
        cut += 1
    while cut and all(each.isascii() and each.isalnum() for each in run.text[cut - 1 : cut + 1]):
        cut -= 1
    while cut and category(run.text[cut - 1]) in ("Ps", "Pi"):
        cut -= 1
    now = run.element.tail if run.follows else run.element.text  # later marks have cut it already
    mark.tail = now[cut:]
    if run.follows:
        run.element.tail = run.text[:cut]
        parent = run.element.getparent()
        parent.insert(parent.index(run.element) + 1, mark)
    else:
        run.element.text = run.text[:cut]
        run.element.insert(0, mark)
