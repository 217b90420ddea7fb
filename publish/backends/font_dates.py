"""Fonts in a PDF keep the date that their makers gave them.

WeasyPrint rewrites variable fonts, and fonts whose letters are pictures, by fontTools, which puts the
time of day into them: the same page would not give the same bytes twice.
"""

from __future__ import annotations

from functools import cache, partial


@cache
def install() -> None:
    """Have WeasyPrint's module of fonts (private: ``pdf.fonts``) open them without the clock, once."""
    from fontTools.ttLib import TTFont
    from weasyprint.pdf import fonts

    fonts.TTFont = partial(TTFont, recalcTimestamp=False)
