"""Numbers of pages as CSS writes them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
STYLES = ("decimal", "lower-roman", "upper-roman")


def numeral(number: int, style: str) -> str:
    """A number in one of ``STYLES``; one that has no Roman figures in Arabic ones, as CSS says."""
    if style == "decimal" or not 0 < number < 4000:
        return str(number)
    text = ""
    for value, figures in _ROMAN:
        text, number = text + figures * (number // value), number % value
    return text.upper() if style == "upper-roman" else text
