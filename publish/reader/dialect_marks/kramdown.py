"""kramdown's attribute lists, options and comments, and the mark that ends a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.ast import Attr
from publish.reader.dialect_marks.attributes import Carrier, merged, parsed, written
from publish.reader.dialect_marks.source import Change, Source, newlines
from publish.regex import regex

_LIST = regex(r"(?<!\\)\{:(?![:/])(?P<inside>(?:[^{}\n\"']|\"[^\"\n]*\"|'[^'\n]*'|[\"'])*)\}")
_DEFINITION = regex(
    r"^ {0,3}\{:(?P<name>[A-Za-z_][\w-]*):[ \t]+(?P<inside>[^\n]*)\}[ \t]*$", re.MULTILINE
)
_HEADING = regex(r"[ \t>]*#{1,6}[ \t]")
_ITEM = regex(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_CONTAINER = regex(r"[ \t>]*")
_SAYS_CONTENTS = regex(
    r"(?:toc|(?:table of )?contents|目录|目錄|目次|もくじ|차례|목차)\W*", re.IGNORECASE
)
_EXTENSION = regex(
    r"\{::(?P<name>comment|nomarkdown|options)\b(?P<inside>[^{}\n]*?)(?P<closed>/?)\}"
)
_END = regex(r"\{:/(?:comment|nomarkdown)?[ \t]*\}")
_LONGEST = 1000  # characters of a line that are looked at
_BREAK = regex(r"^(?P<indent>[ \t>]*)\^[ \t]*$", re.MULTILINE)


def extensions(source: Source) -> Iterator[Change]:
    """``{::comment}…{:/}`` goes with what it holds, ``{::options … /}`` and the marks of raw HTML go."""
    text, at, ends = source.text, 0, True
    for found in _EXTENSION.finditer(text):
        if found.start() < at or not source.free.holds(found.start(), found.start() + 1):
            continue
        said = f"kramdown’s {found['name']}"
        alone = found["closed"] or found["name"] == "options" or not ends
        closing = None if alone else _END.search(text, found.end())
        ends = ends if alone else closing is not None  # each is searched once, all are linear
        if closing is None:
            yield Change(*found.span(), "", "DIA005", said)
        elif found["name"] == "comment":
            at = closing.end()
            yield Change(found.start(), at, newlines(text[found.start() : at]), "DIA005", said)
        else:
            at = closing.end()
            yield Change(*found.span(), "", "DIA005", said)
            yield Change(*closing.span(), "")


def block_breaks(source: Source) -> Iterator[Change]:
    """A line that is only ``^`` ends a block."""
    for found in _BREAK.finditer(source.text):
        if source.free.holds(*found.span()):
            yield Change(*found.span(), f"{found['indent']}<!-- -->", "DIA005", "kramdown’s mark ^")


def attribute_lists(source: Source) -> Iterator[Change]:
    """Lists behind words and on headings become pandoc's; those on lines of their own travel."""
    known: dict[str, Attr] = {}
    for found in _DEFINITION.finditer(source.text):
        attr = parsed(found["inside"], known)
        if attr is not None and source.free.holds(*found.span()):
            known[found["name"]] = merged(known.get(found["name"], Attr()), attr)
            yield Change(*found.span(), "", "DIA005", "a list of attributes")
    for found in _LIST.finditer(source.text):
        attr = parsed(found["inside"], known)
        if attr is not None and source.free.holds(*found.span()):
            if found["inside"].split()[:1] == ["toc"] and (
                changes := _contents(source.text, found, attr, source.carrier)
            ):
                yield from changes
                continue
            new, code, said = _placed(source.text, found, attr, source.carrier)
            yield Change(*found.span(), new, code, said)


def _contents(text: str, found: re.Match[str], attr: Attr, carrier: Carrier) -> tuple[Change, ...]:
    """The mark for the contents without the item of a list that only bears it: the line above, or
    one nearby that says no more than “TOC”. None: there is no such line."""
    low, high = max(found.start() - _LONGEST, 0), found.end() + _LONGEST
    start = max(text.rfind("\n", low, found.start()) + 1, low)
    before, (behind, _, below) = (
        text[start : found.start()],
        text[found.end() : high].partition("\n"),
    )
    if behind.strip():
        return ()
    if before.strip(" \t>"):
        item = _ITEM.match(before)
        span = (
            (start, found.start())
            if item and _SAYS_CONTENTS.fullmatch(before, item.end())
            else None
        )
    else:
        span = _item_above(text, low, start) or _item_below(
            below, min(found.end() + len(behind) + 1, high)
        )
    if span is None:
        return ()
    prefix = _CONTAINER.match(text, *span)
    mark = carrier.carry(attr, after=False, contents=True)
    said = ("STR017", "a mark for the table of contents")
    if span == (start, found.start()):
        return (Change(prefix.end() if prefix else start, found.end(), mark, *said),)
    indent = text[span[0] : prefix.end()] if prefix else ""
    return (
        Change(span[0] + len(indent), span[1], ""),
        Change(start, found.end(), indent + mark, *said),
    )


def _item_above(text: str, low: int, start: int) -> tuple[int, int] | None:
    """The line of an item right above a place, or above blank lines when it says no more than “TOC”."""
    end = start - 1
    blank = False
    while end > low:
        begin = max(text.rfind("\n", low, end) + 1, low)
        line = text[begin:end]
        if item := _ITEM.match(line):
            return (begin, end) if not blank or _SAYS_CONTENTS.fullmatch(line, item.end()) else None
        if line.strip(" \t>"):
            return None
        blank, end = True, begin - 1
    return None


def _item_below(below: str, start: int) -> tuple[int, int] | None:
    line = below.partition("\n")[0]
    item = _ITEM.match(line)
    says = item and _SAYS_CONTENTS.fullmatch(line, item.end())
    return (start, start + len(line)) if says else None


def _placed(text: str, found: re.Match[str], attr: Attr, carrier: Carrier) -> tuple[str, str, str]:
    """What stands for a list in the place where it was found, and what is said of it."""
    low, high = max(found.start() - _LONGEST, 0), found.end() + _LONGEST
    start = max(text.rfind("\n", low, found.start()) + 1, low)
    before, behind = text[start : found.start()], text[found.end() : high].partition("\n")[0]
    said = "a list of attributes"
    if not before.strip(" \t>") and not behind.strip():
        above = text[low : max(start - 1, low)].rpartition("\n")[2]
        contents = found["inside"].split()[:1] == ["toc"]
        mark = carrier.carry(attr, after=bool(above.strip(" \t>")), contents=contents)
        return (
            (mark, "STR017", "a mark for the table of contents")
            if contents
            else (mark, "DIA005", said)
        )
    if _HEADING.match(before) and not behind.strip():
        return written(attr), "DIA005", said
    if _ITEM.fullmatch(before) or before[-1:] not in "*_`)]>~":
        return "", "DIA005", said
    return written(attr), "DIA005", said
