"""Chinese and Japanese lines in WeasyPrint: even right edges, close punctuation, room beside Latin.

WeasyPrint stretches spaces only and knows neither ``text-autospace`` nor ``text-spacing-trim``. Two of
its private functions are wrapped: the room left on a line is spread between Han as well; of two marks
of punctuation that meet, one gives up its empty half (``font-kerning: none`` switches this off); and
``GAP``, which :mod:`publish.backends.print_tree` puts between Han and Latin, gets its width, and none
at the end of a line. With a version that is not the pinned one nothing is touched: lines are ragged,
and the build says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from publish.regex import regex

PINNED = "70."
GAP = "\u2006"
BREAK = "\u200b"  # where a line may end, put in by print_tree as well
HAN_SHARE = 1 / 3  # what a place between Han gets of the room that a space gets
GAP_WIDTH, GAP_BY_NATURE = 0.2, 1 / 6  # em

_CJK = (
    "\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_RUN = regex(f"[{_CJK}]+")

_OPENING = "（《「『【〈〔［｛“‘"
_CLOSING = "）》」』】〉〕］｝”’"
_STOPS = "，。、；："  # in the corner of their square in China and Japan, in its middle in Taiwan


def _meeting(closing: str) -> re.Pattern[str]:
    before = f"[{closing}！？{_OPENING}]"
    return re.compile(
        f"[{closing}](?={BREAK}?[{closing}！？])|(?:(?<={before})|(?<={before}{BREAK}))[{_OPENING}]"
    )


_CORNERED = _meeting(_CLOSING + _STOPS)
_CENTRED = _meeting(_CLOSING)


def runs(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text whose characters get room around them, half of it on either side.

    Where a text ends with ``BREAK`` its last character gets none: nothing would take away the half
    behind it.
    """
    last = len(text.rstrip(BREAK))
    for found in _RUN.finditer(text):
        cut = found.end() == last < len(text)
        yield found.start(), found.end() - cut


def gaps(text: str) -> float:
    """How many places between characters of a text may be stretched; half a one at either end."""
    return sum(
        end - start - 0.5 * (start == 0) - 0.5 * (end == len(text)) for start, end in runs(text)
    )


def squeezed(text: str, lang: str) -> Iterator[int]:
    """Where in ``text`` a mark gives up half its square; never the last one of a line."""
    pattern = _CENTRED if _is_centred(lang) else _CORNERED
    return (found.start() for found in pattern.finditer(text))


def _is_centred(lang: str) -> bool:
    return lang.startswith(("zh-Hant", "zh-TW", "zh-HK"))


def closes_up(before: str, after: str, lang: str) -> bool:
    """Whether two marks that meet in different boxes stand half a square too far apart.

    Quotation marks do not count as empty on one side: in a family of Latin letters they are narrow.
    """
    pair = before + after
    if not list(squeezed(pair, lang)):
        return False
    empty_behind = _CLOSING[:-2] + ("" if _is_centred(lang) else _STOPS)
    return before in empty_behind or after in _OPENING[:-2]


def strange(lang: str) -> str:
    """The version of WeasyPrint, where it is not the pinned one and text in ``lang`` suffers from it."""
    installed = _installed() if _is_han(lang) else PINNED
    return "" if installed.startswith(PINNED) else installed


@cache
def _installed() -> str:
    return version("weasyprint")


@cache
def install() -> bool:
    """Wrap WeasyPrint's functions, once; whether it could be done."""
    if strange("zh"):
        return False
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    inline.count_expandable_spaces = _counter(boxes)
    line_break.Layout.set_text = _setter(line_break, line_break.Layout.set_text)
    return True


def _is_han(lang: str | None) -> bool:
    return (lang or "")[:2] in ("zh", "ja")


def _counter(boxes: Any) -> Any:
    def count(box: Any) -> float:
        if isinstance(box, boxes.TextBox):
            spaces: float = box.text.count(" ") + box.text.count("\u00a0")
            return spaces + (HAN_SHARE * gaps(box.text) if _is_han(box.style["lang"]) else 0)
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            return sum(count(child) for child in box.children)
        return 0

    return count


def _setter(line_break: Any, original: Any) -> Any:
    pango, ffi = line_break.pango, line_break.ffi

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        original(self, text, justify)
        if not _is_han(self.style["lang"]) or self.text.isascii():
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        text = self.text

        def place(attribute: Any, start: int, end: int) -> Any:
            attribute.start_index = len(text[:start].encode())
            attribute.end_index = len(text[:end].encode())
            return attribute

        def space(start: int, end: int, width: float) -> None:
            attribute = pango.pango_attr_letter_spacing_new(int(width * line_break.TO_UNITS))
            pango.pango_attr_list_change(attributes, place(attribute, start, end))

        own = self.style["letter_spacing"]
        own = 0 if own == "normal" else own
        stretch = self.justification_spacing
        if stretch:
            for start, end in runs(text):
                space(start, end, own + HAN_SHARE * stretch)
        size = self.style["font_size"]
        for found in re.finditer(GAP, text):
            last = found.end() == len(text)  # Pango gives but half of the spacing at an end
            width = -2 * GAP_BY_NATURE if last else GAP_WIDTH - GAP_BY_NATURE
            space(found.start(), found.end(), width * size)
        if self.style["font_kerning"] != "none":
            for start in squeezed(text, self.style["lang"]):
                attribute = pango.pango_attr_font_features_new(b"halt 1")
                pango.pango_attr_list_insert(attributes, place(attribute, start, start + 1))
        pango.pango_layout_set_attributes(self.layout, attributes)

    return set_text
