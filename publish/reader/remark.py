"""What a stage of the reader has to say of a post."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """A finding under a rule that the reader itself carries out: code, line (0: unknown), sentence."""

    code: str
    line: int
    message: str
    hint: str = ""
    column: int = 0
