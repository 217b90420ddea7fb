"""Accents of formulas as MathML wants them: marks that stand for themselves."""

from __future__ import annotations

from lxml import etree

OPERATOR = "{http://www.w3.org/1998/Math/MathML}mo"
# Pandoc writes combining characters, which no text may begin with; MathML Core stretches these.
STANDING = {
    "\u0300": "`", "\u0301": "\u00b4", "\u0302": "^", "\u0303": "~", "\u0304": "\u00af",
    "\u0306": "\u02d8", "\u0307": "\u02d9", "\u0308": "\u00a8", "\u030a": "\u02da",
    "\u030c": "\u02c7", "\u20d7": "\u2192",
}  # fmt: skip


def set_accents(formula: etree._Element) -> None:
    """Each combining accent of a formula becomes the mark that stands by itself."""
    for mark in formula.iter(OPERATOR):
        mark.text = STANDING.get(mark.text or "", mark.text)
