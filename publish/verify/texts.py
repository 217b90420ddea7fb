"""How labels and texts stand together, whatever the format."""

from __future__ import annotations


def labelled(label: str, text: str) -> str:
    """A label before its text; space does not count."""
    return f"{label} {text}" if label else text
