"""What a stage of the reader found, with its place, on the way to a diagnostic."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """A rule's code, the place in the text that was read (0: unknown), and a sentence."""

    code: str
    line: int
    message: str
    hint: str = ""
    column: int = 0
