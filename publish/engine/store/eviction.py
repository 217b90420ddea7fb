"""What nobody has used for long, or what is too much, leaves the cache; it can be made again."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from publish.engine.store.store import Store

MOST = 5_000_000_000  # bytes of blobs and pieces
OLDEST = 30 * 86_400  # seconds since anything was used
_OFTEN = 86_400  # between two looks
_ORPHAN = 3_600  # since a temporary file was written that nobody renamed


def evict(store: Store, most: int = MOST, now: float = 0) -> None:
    """Remove what was not used for a month, then the oldest blobs and pieces until ``most`` bytes are
    left. Looked at once a day; the store must be held alone."""
    now = now or time.time()
    last = store.rows.get("evicted", "")
    if last is not None and float(last) > now - _OFTEN:
        return
    store.rows.put("evicted", [("", f"{now:.0f}".encode())])
    store.rows.forget(int(now) - OLDEST)
    left: list[tuple[float, int, Path]] = []
    for path, state in _files(store.folder):
        age = now - state.st_mtime
        if age > OLDEST or (path.name.startswith(".") and age > _ORPHAN):
            _remove(path)
        elif not path.is_relative_to(store.folder / "runs"):
            left.append((state.st_mtime, state.st_size, path))
    size = sum(bytes for _, bytes, _ in left)
    for _, bytes, path in sorted(left):
        if size <= most:
            break
        _remove(path)
        size -= bytes


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The blobs, the pieces and the records of runs."""
    for name in ("blobs", "pieces", "runs"):
        for path in (folder / name).rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file():
                    yield path, path.stat()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
