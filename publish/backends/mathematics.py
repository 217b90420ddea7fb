"""Formulas as SVG pictures with the TeX as alternative text, without a browser or TeX."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from lxml import etree

SIZE = 24  # units of the drawing for one em of the text around it


def svg_image(tex: str, *, display: bool) -> etree._Element:
    """``<img>`` of a formula; where it does not parse, ``<code>`` with the TeX as it was typed."""
    drawn = _drawn(tex, display)
    if drawn is None:
        code = etree.Element("code", {"class": "math"})
        code.text = tex
        return code
    svg, width, height, depth = drawn
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{depth:.3f}em"
    kind = "math display" if display else "math"
    return etree.Element("img", {"class": kind, "src": address, "alt": tex, "style": style})


@lru_cache(maxsize=512)
def _drawn(tex: str, display: bool) -> tuple[str, float, float, float] | None:
    """The drawing and its width, height and depth in em; None when TeX is not understood."""
    from ziamath.zmath import Latex

    try:
        formula = Latex(tex, size=SIZE, inline=not display)
        svg = formula.svg()
    except Exception:
        return None
    box = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', svg)
    if box is None:
        return None
    _, top, width, height = (float(number) / SIZE for number in box.groups())
    return svg, width, height, -(top + height)
