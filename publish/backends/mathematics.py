"""Formulas as SVG pictures with the TeX as alternative text, without a browser or TeX."""

from __future__ import annotations

import base64
import logging
import re
from functools import lru_cache
from typing import Any

from lxml import etree

from publish.backends.formula_words import with_words

SIZE = 24  # units of the drawing for one em of the text around it


def svg_image(tex: str, *, display: bool, mathml: str = "") -> etree._Element:
    """``<img>`` of a formula, drawn from its TeX or else from its MathML; where neither is understood,
    ``<code>`` with the TeX as it was typed. It is as high as its width asks for, so that a page may
    narrow it."""
    drawn = _drawn(tex, display, mathml)
    if drawn is None:
        return as_code(tex)
    svg, width, depth = drawn
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    style = f"width:{width:.3f}em;vertical-align:{depth:.3f}em"
    kind = "math display" if display else "math"
    return etree.Element("img", {"class": kind, "src": address, "alt": tex, "style": style})


def as_code(tex: str) -> etree._Element:
    """``<code>`` with the TeX of a formula that is not understood."""
    code = etree.Element("code", {"class": "math"})
    code.text = tex
    return code


@lru_cache(maxsize=512)
def _drawn(tex: str, display: bool, mathml: str) -> tuple[str, float, float] | None:
    """The drawing, its width, and where its base line lies, in em; None when it is not understood."""
    from ziamath.zmath import Latex, Math

    svg = ""
    logging.disable(logging.WARNING)  # it would tell of elements that it does not know
    try:
        try:
            svg = with_words(tex, lambda text: _svg(Latex(text, size=SIZE, inline=not display)))
        except Exception:
            svg = with_words(mathml, lambda text: _svg(Math(text, size=SIZE))) if mathml else ""
    except Exception:
        return None
    finally:
        logging.disable(logging.NOTSET)
    box = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', svg)
    if box is None:
        return None
    _, top, width, height = (float(number) / SIZE for number in box.groups())
    return (svg, width, -(top + height)) if width > 0 and height > 0 else None


def _svg(formula: Any) -> str:
    text: str = formula.svg()
    return text
