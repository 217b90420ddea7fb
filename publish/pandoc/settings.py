"""Options of the pandoc command as the fields of its writers' options in Lua."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_FIELDS: dict[str, dict[str, Any]] = {
    "--mathml": {"html_math_method": "mathml"},
    "--wrap=none": {"wrap_text": "wrap-none"},
    "--wrap=preserve": {"wrap_text": "wrap-preserve"},
}


def fields(options: Sequence[str]) -> dict[str, Any] | None:
    """The fields that options stand for; None where one is not known here."""
    found: dict[str, Any] = {}
    left = iter(options)
    for option in left:
        name, _, value = option.partition("=")
        match name:
            case "--slide-level":
                found["slide_level"] = int(value)
            case "--variable":
                key, _, word = value.partition("=")
                found["variables"] = {**found.get("variables", {}), key: word}
            case "--reference-doc":
                found["reference_doc"] = next(left)
            case _ if option in _FIELDS:
                found |= _FIELDS[option]
            case _:
                return None
    return found
