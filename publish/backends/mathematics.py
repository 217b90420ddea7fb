"""Formulas as SVG pictures with the TeX as alternative text, without a browser or TeX."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from publish import ast, pandoc
from publish.backends.formula_words import with_words
from publish.regex import regex

SIZE = 24  # units of the drawing for one em of the text around it
TALL = 12.0  # em that few formulas have
_NOTES = regex(r"</?semantics>|<annotation.*?</annotation>", re.DOTALL)


def svg_image(tex: str, *, display: bool) -> etree._Element:
    """``<img>`` of a formula, drawn from its TeX or else from pandoc's MathML of it; where neither is
    understood, ``<code>`` with the TeX as it was typed. It is as high as its width asks for, so that a
    page may narrow it."""
    drawn = _drawn(tex, display)
    if drawn is None:
        return as_code(tex)
    address = "data:image/svg+xml;base64," + base64.b64encode(drawn.svg.encode()).decode()
    style = f"width:{drawn.width:.3f}em;vertical-align:{drawn.base:.3f}em"
    kind = "math display" if display else "math"
    return etree.Element("img", {"class": kind, "src": address, "alt": tex, "style": style})


def as_code(tex: str) -> etree._Element:
    """``<code>`` with the TeX of a formula that is not understood."""
    code = etree.Element("code", {"class": "math"})
    code.text = tex
    return code


class _Drawing(NamedTuple):
    """An SVG, its width and height, and where its base line lies, in em."""

    svg: str
    width: float
    height: float
    base: float


@lru_cache(maxsize=512)
def _drawn(tex: str, display: bool) -> _Drawing | None:
    from ziamath.zmath import Latex, Math

    first = _attempt(tex, lambda text: Latex(text, size=SIZE, inline=not display))
    if first is not None and first.height < TALL:
        return first
    # Brackets around a sum without an upper limit grow beyond measure when it is drawn from TeX.
    found = [first, _attempt(_mathml(tex, display), lambda text: Math(text, size=SIZE))]
    return min((each for each in found if each), key=lambda each: each.height, default=None)


def _attempt(source: str, formula: Callable[[str], Any]) -> _Drawing | None:
    def draw(text: str) -> str:
        svg: str = formula(text).svg()
        return svg

    logging.disable(logging.WARNING)  # it would tell of elements that it does not know
    try:
        svg = with_words(source, draw) if source else ""
    except Exception:
        return None
    finally:
        logging.disable(logging.NOTSET)
    box = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', svg)
    if box is None:
        return None
    _, top, width, height = (float(number) / SIZE for number in box.groups())
    return _Drawing(svg, width, height, -(top + height)) if width > 0 and height > 0 else None


def _mathml(tex: str, display: bool) -> str:
    """The formula as pandoc reads it; empty where it does not."""
    kind = ast.Enum("DisplayMath" if display else "InlineMath")
    document = ast.Pandoc((ast.Plain((ast.Math((kind, tex)),)),))
    html = pandoc.write(document, "html5", "--mathml", "--wrap=none").decode("utf-8")
    found = re.search(r"<math.*</math>", html, re.DOTALL)
    return _NOTES.sub("", found[0]) if found else ""
