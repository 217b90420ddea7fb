"""Codes and prefixes of codes by which rules are chosen, on the command line and in the manifest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

# What is found when posts are put together: no rule mends it, but it can be left out like one.
LATER = {
    "LNK007": "missing-picture",
    "LNK008": "picture-elsewhere",
    "LNK010": "link-to-nothing",
    "LNK012": "broken-data-address",
    "LNK013": "oversized-picture",
    "LNK014": "unreadable-picture",
    "LNK015": "doubtful-link",
    "LNK016": "miscased-picture",
    "LNK017": "changed-picture",
    "LNK018": "adapted-picture",
    "DIA019": "undrawn-diagram",
    "FNT001": "missing-glyph",
    "FNT002": "missing-face",
    "FNT003": "unusable-font",
    "FNT004": "closed-font",
    "FNT005": "foreign-font",
    "SEC002": "picture-outside",
}

FAMILIES = {
    "ENC": "Encoding and characters",
    "FM": "Front matter",
    "STR": "Structure",
    "LST": "Lists",
    "INL": "Inline marks",
    "CJK": "Chinese and Japanese typography",
    "REF": "References, notes and captions",
    "LNK": "Links and pictures",
    "DIA": "Dialects",
    "SEC": "Safety",
    "A11": "Accessibility",
    "FNT": "Fonts",
    "SUP": "Suppressions",
}


def family(code: str) -> str:
    """The prefix that stands for the family of a code."""
    return next(prefix for prefix in FAMILIES if code.startswith(prefix))


def chosen(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a code is chosen: the longest prefix that names it decides, and of two the refusal.

    Without ``select`` every code is, unless ``ignore`` names it.
    """
    selected = longest(code, select) if select else 0
    return selected > longest(code, ignore)


def longest(code: str, prefixes: Iterable[str]) -> int:
    """The length of the longest of ``prefixes`` that a code begins with; -1 for none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def unknown(prefixes: Iterable[str], codes: Sequence[str]) -> list[str]:
    """Those of ``prefixes`` with which no code begins."""
    return [
        prefix
        for prefix in prefixes
        if not prefix or not any(code.startswith(prefix) for code in codes)
    ]


def meant(prefix: str, codes: Sequence[str]) -> str:
    """A hint for the code of no rule: the nearest there is."""
    close = difflib.get_close_matches(prefix.upper(), [*FAMILIES, *codes], n=1)
    return f"did you mean “{close[0]}”?" if close else "publish rules lists them all"
