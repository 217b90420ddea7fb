"""Files below a folder, read so that no link leads out of it.

Not even one does that is put there between the look at a path and the reading of it.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MOST = 200_000_000  # bytes of a font or a template; no real one has as many

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC  # a pipe is not waited for


class OutsideError(OSError):
    """The path leads out of the folder."""


class TooLargeError(OSError):
    """The file is larger than it may be."""


def read_below(top: Path, path: str, largest: int) -> bytes:
    """The bytes of the file at ``path``, of which links may be part that stay below ``top``.

    Raises OutsideError, TooLargeError for more than ``largest`` bytes, and OSError for what cannot be
    read or is no file.
    """
    top = top.resolve()
    try:
        parts = (top / path).resolve().relative_to(top).parts
    except (ValueError, RuntimeError):
        raise OutsideError(errno.EACCES, "it lies outside", path) from None
    if not parts:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    with open(_opened(top, parts), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no file", path)
        content = file.read(largest + 1) if found.st_size <= largest else b""
    if max(found.st_size, len(content)) > largest:
        raise TooLargeError(errno.EFBIG, f"it is larger than {largest / 1_000_000:g} MB", path)
    return content


def _opened(top: Path, parts: tuple[str, ...]) -> int:
    """A handle of a file, its path opened part by part; none of them is a link. Raises OSError."""
    folder = os.open(top, _FOLDER)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1], _FILE, dir_fd=folder)
    finally:
        os.close(folder)
