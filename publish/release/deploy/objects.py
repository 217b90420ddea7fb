"""A bucket, or whatever else fsspec has a name for, as a place for releases."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.engine.store.remote.bucket import Objects as Bucket
from publish.release.limit import Limit

_TOGETHER = 32  # files that are on their way at once


class Objects:
    """An address such as s3://bucket/name. Raises ImportError where a library is missing."""

    def __init__(self, url: str) -> None:
        self._bucket = Bucket(url)
        self._system: Any = self._bucket.system
        self._root = self._bucket.root

    def read(self, name: str, most: int, limit: Limit) -> bytes | None:
        limit.left()
        return self._bucket.get(name, most)

    def write(self, name: str, content: bytes, limit: Limit) -> None:
        limit.left()
        self._bucket.put(name, content)

    def bring(self, folder: Path, names: Sequence[str], limit: Limit) -> None:
        for first in range(0, len(names), _TOGETHER):
            limit.left()
            some = names[first : first + _TOGETHER]
            there = [f"{self._root}/{name}" for name in some]
            self._system.put([str(folder / name) for name in some], there)

    def remove(self, known: Mapping[str, str], limit: Limit) -> None:
        for name in known:
            limit.left()
            with contextlib.suppress(FileNotFoundError):
                self._system.rm_file(f"{self._root}/{name}")
