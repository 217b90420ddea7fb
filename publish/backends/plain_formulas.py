"""Simple formulas as words: letters in italics, raised and lowered figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from publish import ast, pandoc
from publish.ast import Blocks, Enum, Inlines, Math, Para, Plain, Span
from publish.regex import regex
from publish.walk import nodes, plain_text

FRACTION = regex(r"\\[dt]?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
ROOT = regex(r"\\sqrt\s*\{([^{}]+)\}")
UNREAD = frozenset("\\{}_^&")  # left in what pandoc could not put into words


def plain_formulas(blocks: Iterable[Blocks]) -> Mapping[str, Inlines]:
    """For each formula in a line of text, by its TeX, the inlines that say the same.

    Those that need more than a line of letters are left out.
    """
    found = {
        node.c[1]: None
        for each in blocks
        for node in nodes(each)
        if isinstance(node, Math) and node.c[0].t == "InlineMath"
    }
    if not found:
        return {}
    inline = Enum("InlineMath")
    formulas = tuple(Para((Math((inline, _flat(tex))),)) for tex in found)
    read = pandoc.read(pandoc.write(ast.Pandoc(formulas), "html").decode("utf-8"), "html")
    if len(read) != len(formulas):
        return {}
    said = zip(found, map(_inside, read), strict=True)
    return {tex: text for tex, text in said if text and not UNREAD & set(plain_text(text))}


def _flat(tex: str) -> str:
    """Fractions and roots on one line: ``(a + b)/c``."""
    old = ""
    while tex != old:
        old = tex
        tex = FRACTION.sub(lambda parts: f"{_factor(parts[1])}/{_factor(parts[2])}", tex)
        tex = ROOT.sub(lambda parts: f"√{_factor(parts[1])}", tex)
    return tex


def _factor(tex: str) -> str:
    return f"({tex})" if re.search(r"\S[-+*/ ]|\\(c?dot|times|pm)\b", tex.strip()) else tex


def _inside(block: ast.Block) -> Inlines:
    match block:
        case Para(c=(Span(c=(_, text)),)) | Plain(c=(Span(c=(_, text)),)):
            return text
        case _:
            return ()
