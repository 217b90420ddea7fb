"""Pieces of text for standard output and standard error, in the order in which they are written."""

from __future__ import annotations

import sys
from collections.abc import Iterable

DATA, OUT, ERR = 0, 1, 2  # data are for programs, and UTF-8 whatever the terminal understands


def write(pieces: Iterable[tuple[int, str]]) -> None:
    """Write all of them. Raises BrokenPipeError when nobody reads."""
    for stream, text in pieces:
        if stream == OUT:
            sys.stdout.write(text)
            continue
        sys.stdout.flush()  # both may lead to the same place
        if stream == DATA:
            sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        else:
            sys.stderr.write(text)
    sys.stdout.flush()
