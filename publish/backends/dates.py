"""Dates as people of a language write them."""

from __future__ import annotations

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
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
    if language not in MONTHS:
        return day
    names = [str(part) for part in parts]
    if len(parts) > 1:
        names[1] = MONTHS[language].split()[parts[1] - 1]
    if len(parts) > 2:
        names[2] += {"de": ".", "fr": "er" if parts[2] == 1 else ""}.get(language, "")
    return (" de " if language == "es" else " ").join(reversed(names))
