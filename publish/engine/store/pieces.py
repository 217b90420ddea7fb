"""Parts of outputs by what they were made of: ``pieces/ab/cdef…``, written by every worker."""

from __future__ import annotations

import contextlib
from pathlib import Path

from publish.disk import digest, write
from publish.engine.store.blobs import used
from publish.engine.store.seal import opened, sealed

_KIND = "piece"


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
            content = opened(_KIND, name, path.read_bytes())
            if content is not None:
                used(path)
                return content
            path.unlink()
        except OSError:
            pass
        return None

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep a piece. A cache that cannot be written is no fault."""
        name, path = self._place(key)
        with contextlib.suppress(OSError):
            write(path, sealed(_KIND, name, content))

    def _place(self, key: bytes) -> tuple[str, Path]:
        name = digest(self.made_with.encode() + b"\0" + key)
        return name, self.folder / name[:2] / name[2:]
