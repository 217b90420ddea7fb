"""The protection pass: what a text rule may edit. Everything that is not prose is left alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from publish.reader.block_lines import BlockLines
from publish.reader.front_matter import split
from publish.reader.inline_spans import inline_spans
from publish.reader.spans import Spans
from publish.regex import regex

_FRONT = ("title", "subtitle", "description", "summary", "excerpt", "abstract")
_VALUE = regex(
    r"""[^:=\n]*[:=][ \t]*(?:"(?P<double>[^"\\\n]*)"|'(?P<single>[^'\n]*)'"""
    r"""|(?P<bare>[^\s"'#\[{&*!|>%@`][^#\n]*?))[ \t]*\r?\n?"""
)
_HEADING = regex(r"^(?P<marks>#{1,6})[ \t]+(?P<text>[^\n]*)", re.MULTILINE)
_REFERENCES = regex(
    r"(?:[\d一二三四五六七八九十]+[.、．]?[ \t]*)?"
    r"(?:参考文献|参考资料|參考文獻|參考資料|引用文献|参考書籍|References|Bibliography|Works Cited)"
    r"[ \t:：]*#*[ \t]*",
    re.IGNORECASE,
)
_BOUNDARY = regex(
    r"""
      <(?P<html_end>/?)(?P<html>pre|code|script|style|textarea|svg|math)\b[^<>]*>
    | \{%-?\s*(?P<liquid_end>end)?(?P<liquid>highlight|raw|codeblock|code|verbatim)\b[^\n%]*%\}
    | \{\{[<%]\s*(?P<hugo_end>/?)\s*(?P<hugo>highlight|code|mermaid|math)\b[^\n{}]*[>%]\}\}
    | (?P<comment><!--) | (?P<comment_end>-->)
    # Its end may stand alone on a line, where it begins nothing.
    | (?P<formula>^[ \t>]*\$\$(?=[ \t]*[^\s$])(?:[^$\n]|\$(?!\$)|\n(?![ \t>]*\n))*\$\$)
    | ^[ \t>]*(?P<display>\$\$)[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def prose(text: str, body: int) -> Spans:
    """The ranges of ``text`` that a rule may edit.

    ``body`` is the offset at which the Markdown begins; before it only the words of keys such as
    ``title`` are prose. Total, and linear in the length of the text.
    """
    spans = _of_markdown(text[body:])
    if not body:
        return spans
    moved = ((start + body, end + body) for start, end in spans)
    return Spans([*_front(text, body), *moved])


@lru_cache(maxsize=4)  # a pure function whose answer the reader and each round of the rules need
def _of_markdown(text: str) -> Spans:
    lines = BlockLines(text)
    code = Spans(lines.code)
    closed = [*lines.closed, *_pairs(text, code), *_references(text, code)]
    free = Spans(closed).outside(0, len(text))
    inline = [span for start, end in free for span in inline_spans(text, start, end)]
    return Spans([*closed, *inline]).outside(0, len(text))


def _front(text: str, body: int) -> Iterator[tuple[int, int]]:
    """The values of front matter that are sentences, when they stand on one line and need no care."""
    front = split(text)
    if front.body != body:
        return
    for key in _FRONT:
        start, end = front.keys.get(key, (0, 0))
        if found := _VALUE.fullmatch(text[start:end]):
            low, high = found.span(found.lastgroup or 0)
            yield start + low, start + high


def _pairs(text: str, code: Spans) -> Iterator[tuple[int, int]]:
    """From an opening mark to its end, over blank lines too; one without an end protects nothing."""
    opening: list[tuple[int, int, str]] = []
    closing: dict[str, list[int]] = {}
    for found in _BOUNDARY.finditer(text):
        if found["formula"] or code.holds(*found.span()):
            continue
        name, ends = _boundary(found)
        if ends:
            closing.setdefault(name, []).append(found.end())
        if not ends or name == "display":
            opening.append((found.start(), found.end(), name))
    at = 0
    for start, end, name in opening:
        after = closing.get(name, [])
        index = bisect_left(after, end + 1)
        if start >= at and index < len(after):
            at = after[index]
            yield start, at


def _boundary(found: re.Match[str]) -> tuple[str, bool]:
    """What a mark opens or closes, and whether it closes it."""
    if found["display"]:
        return "display", True
    if found["comment"] or found["comment_end"]:
        return "comment", bool(found["comment_end"])
    for kind in ("html", "liquid", "hugo"):
        if found[kind]:
            return f"{kind} {found[kind].lower()}", bool(found[f"{kind}_end"])
    raise AssertionError(found)


def _references(text: str, code: Spans) -> Iterator[tuple[int, int]]:
    """Sections of references: their entries are quoted verbatim."""
    open_at, open_level = 0, 0
    for found in _HEADING.finditer(text):
        if code.holds(*found.span()):
            continue
        if open_level and len(found["marks"]) <= open_level:
            yield open_at, found.start()
            open_level = 0
        if not open_level and _REFERENCES.fullmatch(found["text"]):
            open_at, open_level = found.end(), len(found["marks"])
    if open_level:
        yield open_at, len(text)
