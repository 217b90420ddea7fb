"""Parts of outputs by what they were made of: ``pieces/ab/cdef…``, written by every worker."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from publish.disk import digest, write

_DAY = 86_400  # seconds; how exactly it is known when a piece was used last
_SEAL = len(digest(b"").encode())


class Pieces:
    """A folder of pieces; ``made_with`` is all that decides them besides their keys.

    Each is sealed with its key: what is damaged, or stands under the name of another, is removed.
    """

    def __init__(self, folder: Path, made_with: str) -> None:
        self.folder = folder
        self.made_with = made_with

    def get(self, key: bytes) -> bytes | None:
        """The piece of a key."""
        name, path = self._place(key)
        try:
            sealed = path.read_bytes()
            content = sealed[_SEAL:]
            if sealed[:_SEAL] == _seal(name, content):
                if path.stat().st_mtime < time.time() - _DAY:
                    os.utime(path)
                return content
            path.unlink()
        except OSError:
            pass
        return None

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep a piece. A cache that cannot be written is no fault."""
        name, path = self._place(key)
        with contextlib.suppress(OSError):
            write(path, _seal(name, content) + content)

    def _place(self, key: bytes) -> tuple[str, Path]:
        name = digest(self.made_with.encode() + b"\0" + key)
        return name, self.folder / name[:2] / name[2:]


def _seal(name: str, content: bytes) -> bytes:
    return digest(name.encode() + content).encode()
