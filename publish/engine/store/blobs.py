"""Immutable bytes by their digest, a file each: ``blobs/ab/cdef…``."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from publish.disk import digest, write

_DAY = 86_400  # seconds; how exactly it is known when a file was used last


class Blobs:
    """A folder of blobs. Its files are whole or not there; each is checked when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        """The bytes with this digest; what has another is removed."""
        if len(name) != len(digest(b"")) or not name.isalnum():
            return None
        path = self.path(name)
        try:
            content = path.read_bytes()
            if digest(content) == name:
                used(path)
                return content
            path.unlink()
        except OSError:
            pass
        return None

    def keep(self, content: bytes) -> str:
        """Keep some bytes, and tell their digest. A cache that cannot be written is no fault."""
        name = digest(content)
        path = self.path(name)
        with contextlib.suppress(OSError):
            if not path.exists() or path.stat().st_size != len(content):
                write(path, content)
        return name

    def path(self, name: str) -> Path:
        """The file of the bytes with this digest, where they are kept. It is never written into."""
        return self.folder / name[:2] / name[2:]


def used(path: Path) -> None:
    """Let the time of a file tell that it was used today. Raises OSError where it is gone."""
    if path.stat().st_mtime < time.time() - _DAY:
        with contextlib.suppress(OSError):
            os.utime(path)
