"""The releases of a folder, as they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from publish.release.index import read
from publish.release.names import current, made, releases


class Release(msgspec.Struct, frozen=True):
    """A release: its name, when its run began, what is in it, and whether it is the current one. One
    whose index cannot be read ``is_damaged``."""

    name: str
    made: datetime
    documents: int = 0
    files: int = 0
    bytes: int = 0
    digest: str = ""
    current: bool = False
    is_damaged: bool = False


def listed(folder: Path) -> Iterator[Release]:
    """The releases in a folder, the newest first; none where there is no folder. Raises OSError."""
    if not folder.is_dir():
        return
    now = current(folder)
    for name in reversed(releases(folder)):
        told = read(folder / name)
        if told is None:
            yield Release(name, made(name), current=name == now, is_damaged=True)
            continue
        yield Release(
            name=name,
            made=made(name),
            documents=len(told.documents),
            files=len(told.files),
            bytes=told.bytes,
            digest=told.digest,
            current=name == now,
        )
