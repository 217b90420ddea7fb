"""The keys below ``slides`` in front matter, and the values that each may have."""

from __future__ import annotations

from collections.abc import Mapping

_YES_NO: Mapping[str, int | bool] = {"true": True, "yes": True, "false": False, "no": False}
KEYS: Mapping[str, Mapping[str, int | bool]] = {
    "level": {str(level): level for level in range(2, 7)},
    "breaks": _YES_NO,
    "contents": _YES_NO,
}


def word(value: object) -> str:
    """A value as it is looked up."""
    return str(value).strip().lower()
