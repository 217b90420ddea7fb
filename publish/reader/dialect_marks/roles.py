"""Roles of Sphinx and d2lbook in a sentence: ``:numref:`x```, ``{ref}`words <x>```, ``:cite:`a,b```.

What a role leads to is known only when all posts are, so a reference goes on as a link of a class.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.reader.dialect_marks.source import Change, Source
from publish.regex import regex

REFERENCE = "reference"  # a link whose words are made where its target is known
CITED = "cited"  # a span that holds keys, whether or not a bibliography has them
_HAN = "\u3001-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff60"
# d2lbook wants a space before a role; between Chinese words it is no more than that.
_ROLE = regex(
    rf"(?P<space>(?<=[{_HAN}])[ ](?=[:{{]))?"
    r"(?:(?<![A-Za-z0-9_:`}\\]):(?P<sphinx>[a-z]{2,12}(?::[a-z]{1,8})?):"
    r"|(?<![\\$}])\{(?P<myst>[a-z]{2,12}(?::[a-z]{1,8})?)\})`(?P<inside>[^`\n]+)`(?!`)"
)
_TITLED = regex(r"(?P<words>.*\S)\s*<(?P<label>[^<>]+)>")
_REFERENCES = frozenset("ref numref eqref eq".split())
_CITATIONS = frozenset("cite citep citet cite:p cite:t cite:ps cite:ts".split())
_OF_CODE = frozenset(
    "func class meth mod attr obj data exc const py:func py:class py:meth py:mod py:attr py:obj py:data py:exc "
    "kbd file command program option envvar term guilabel menuselection samp".split()
)
_KEY = regex(r"[A-Za-z0-9_\u3400-\u9fff](?:[\w:.#$%&+?<>~/-]*[\w/])?")
_NO_NAME = regex(r"[^\w.-]+")
_MARKUP = regex(r"([\\`*_{}\[\]<>~$^=|&#])")


def roles(source: Source) -> Iterator[Change]:
    """References become links, citations pandoc's; the names of code stay as code."""
    for found in _ROLE.finditer(source.text):
        ticks = found.start("inside") - 1
        role = found["sphinx"] or found["myst"]
        if not source.free.holds(found.start(), ticks):
            continue
        if role in _REFERENCES and (new := _reference(found["inside"])):
            yield Change(*found.span(), new, "DIA018", "a reference to a label")
        elif role in _CITATIONS and (new := _citation(found["inside"])):
            yield Change(*found.span(), new, "DIA018", "a citation by its key")
        elif role in _OF_CODE:
            yield Change(
                found.start() + len(found["space"] or ""),
                ticks,
                "",
                "DIA018",
                f"the role “{role}” before code",
            )


def id_of(label: str) -> str:
    """A label as an id that every format takes."""
    return _NO_NAME.sub("-", label.strip()).strip("-")


def _reference(inside: str) -> str:
    titled = _TITLED.fullmatch(inside)
    label = titled["label"] if titled else inside
    id = id_of(label)
    words = titled["words"] if titled else id
    return f"[{_escaped(words)}](#{id}){{.{REFERENCE}}}" if id else ""


def _citation(inside: str) -> str:
    """Pandoc's citation of the keys, and what is no key behind it; nothing where none is one."""
    keys = [key for part in inside.split(",") if (key := part.strip())]
    group = "; ".join(f"@{_escaped(key)}" for key in keys if _KEY.fullmatch(key))
    others = ", ".join(_escaped(key) for key in keys if not _KEY.fullmatch(key))
    rest = rf"[\[{others}\]]{{.{CITED}}}" if others else ""
    return rf"[\[{group}\]]{{.{CITED}}}{rest}" if group else ""


def _escaped(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words)
