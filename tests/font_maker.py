"""Fonts of squares for tests: what they say of themselves is what is asked for."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen


def make_font(
    family: str,
    characters: str,
    *,
    weight: int = 400,
    italic: bool = False,
    licence: int = 0,
    cff: bool = False,
    variable: bool = False,
) -> bytes:
    """A font whose ``characters`` are squares, wider in a heavier instance where it is variable."""
    names = [".notdef", *(f"uni{ord(character):04X}" for character in characters)]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(
        {ord(character): f"uni{ord(character):04X}" for character in characters}
    )
    pens = {name: T2CharStringPen(1000, None) if cff else TTGlyphPen(None) for name in names}
    for pen in pens.values():
        pen.moveTo((100, 0))
        pen.lineTo((100, 700))
        pen.lineTo((900, 700))
        pen.closePath()
    if cff:
        builder.setupCFF(family, {}, {name: pen.getCharString() for name, pen in pens.items()}, {})
    else:
        builder.setupGlyf({name: pen.glyph() for name, pen in pens.items()})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(
        usWeightClass=weight, fsType=licence, fsSelection=1 if italic else 64, sTypoAscender=880
    )
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    if variable:
        builder.setupFvar([("wght", 200, 400, 900, "Weight")], [])
        moved = [(0, 0), (0, 0), (200, 0), (0, 0), (200, 0), (0, 0), (0, 0)]
        variations = {name: [] for name in names}
        from fontTools.ttLib.tables.TupleVariation import TupleVariation

        for name in names[1:]:
            variations[name] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, moved)]
        builder.setupGvar(variations)
    result = io.BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(result)
    return result.getvalue()
