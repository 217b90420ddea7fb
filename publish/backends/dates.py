"""Dates as people of a language write them."""

from __future__ import annotations

ENGLISH = (
    "January February March April May June July August September October November December"
).split()
SQUARE = {"zh": "年月日", "ja": "年月日", "ko": "년월일"}


def date_in_words(value: str, lang: str) -> str:
    """``2024-05-01T08:30`` as ``2024年5月1日`` or ``1 May 2024``: as precise as it is, without the
    time of day. Languages not known here keep ISO 8601."""
    day = value.partition("T")[0]
    parts = [int(part) for part in day.split("-")]
    language = lang.split("-")[0]
    if units := SQUARE.get(language):
        pieces = [f"{part}{unit}" for part, unit in zip(parts, units, strict=False)]
        return (" " if language == "ko" else "").join(pieces)
    if language == "en":
        names = [str(part) for part in parts]
        if len(parts) > 1:
            names[1] = ENGLISH[parts[1] - 1]
        return " ".join(reversed(names))
    return day
