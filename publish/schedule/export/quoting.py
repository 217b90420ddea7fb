"""Text as other files want it."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    """A text in YAML, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def in_unit(word: str) -> str:
    """A word of a command, or a path, in a unit of systemd."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'
