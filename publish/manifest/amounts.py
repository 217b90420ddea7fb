"""Times and sizes as people write them: ``10m``, ``2GB``."""

from __future__ import annotations

from publish.regex import regex

_AMOUNT = regex(r"([0-9]{1,9})\s*([A-Za-z]+)")  # no more than a system's numbers hold
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_BYTES = {"MB": 1_000_000, "GB": 1_000_000_000}


def seconds(text: str) -> int:
    """The seconds of ``90s``, ``10m`` or ``2h``; 0 for what is no time."""
    return _of(text, _SECONDS)


def size(text: str) -> int:
    """The bytes of ``500MB`` or ``2GB``; 0 for what is no size."""
    return _of(text, _BYTES)


def _of(text: str, units: dict[str, int]) -> int:
    found = _AMOUNT.fullmatch(text.strip())
    if not found or found[2] not in units:
        return 0
    return int(found[1]) * units[found[2]]
