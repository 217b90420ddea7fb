"""Readings beside Han characters: ``{漢字|かんじ}`` and ``｜漢字《かんじ》``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

_HAN = "\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_READING = "\u3040-\u30ff\u31f0-\u31ff\u3100-\u312fA-Za-z\u00c0-\u024f' \u00b7\\-"
_BRACED = regex(rf"(?<![{{$\\%])\{{(?P<base>[{_HAN}]+)\|(?P<reading>[{_READING}|]+)\}}(?!\}})")
_AOZORA = regex(rf"｜(?P<base>[^\s｜《》|]{{1,20}})《(?P<reading>[{_READING}{_HAN}]{{1,30}})》")


def readings(source: Source) -> Iterator[Change]:
    """Both as the elements of HTML; not in the rows of tables, where the bar parts two cells."""
    at = 0
    for line in source.text.splitlines(keepends=True):
        in_table = "|" in line and "|" in _BRACED.sub("", line)
        for pattern in (_AOZORA,) if in_table else (_AOZORA, _BRACED):
            for found in pattern.finditer(source.text, at, at + len(line)):
                if source.free.holds(*found.span()):
                    yield Change(*found.span(), _element(found), "INL012", "a reading")
        at += len(line)


def _element(found: re.Match[str]) -> str:
    readings = found["reading"].strip("|").split("|")
    bases = list(found["base"]) if len(readings) > 1 else [found["base"]]
    if len(readings) != len(bases):
        bases, readings = [found["base"]], ["".join(readings)]
    pairs = zip(bases, readings, strict=True)
    return "<ruby>" + "".join(f"{base}<rt>{said}</rt>" for base, said in pairs) + "</ruby>"
