"""Comments by which an author tells the rules to keep quiet."""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMENT = re.compile(
    r"<!--\s*publish-(?P<verb>disable-next-line|disable|enable)(?P<codes>(?:[ ,]+[A-Z0-9]+)*)\s*-->"
)


class Suppressions(NamedTuple):
    """Ranges of lines (first, last) and the code prefixes that are silent there; none means all."""

    ranges: tuple[tuple[int, int, tuple[str, ...]], ...]

    def hide(self, line: int, code: str) -> bool:
        """Whether a finding on a 1-based line is not to be shown and not to be fixed."""
        return any(
            first <= line <= last and (not codes or code.startswith(codes))
            for first, last, codes in self.ranges
        )


def suppressions(text: str) -> Suppressions:
    """``<!-- publish-disable CJK001 -->`` until ``publish-enable``, and ``publish-disable-next-line``."""
    ranges: list[tuple[int, int, tuple[str, ...]]] = []
    open_at: dict[tuple[str, ...], int] = {}
    for found in _COMMENT.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        codes = tuple(re.findall(r"[A-Z0-9]+", found["codes"]))
        match found["verb"]:
            case "disable-next-line":
                ranges.append((line + 1, line + 1, codes))
            case "disable":
                open_at.setdefault(codes, line)
            case _:
                closed = [key for key in open_at if not codes or key == codes]
                ranges += [(open_at.pop(key), line, key) for key in closed]
    ranges += [(first, len(text), codes) for codes, first in open_at.items()]
    return Suppressions(tuple(ranges))
