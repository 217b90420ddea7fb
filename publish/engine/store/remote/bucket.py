"""Bytes by name in a place that machines share: a folder that all of them see, or what fsspec reaches."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from publish.disk import write

# What would try for a quarter of a minute to reach a server that is down.
_BRISK = {"config_kwargs": {"retries": {"max_attempts": 1}, "connect_timeout": 3}}
_OPTIONS: Mapping[str, Mapping[str, Any]] = {"s3": _BRISK, "s3a": _BRISK}


class Bucket(Protocol):
    """Objects are whole or not there, or else their digests tell. Both methods raise whatever the way
    there raises, and may take any time."""

    def get(self, name: str, most: int) -> bytes | None:
        """The first ``most`` bytes of an object; None where there is none."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Write an object, or write it anew."""
        ...


class Folder:
    """A folder of this machine's, most often on a disk of the network."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, most: int) -> bytes | None:
        try:
            with (self._folder / name).open("rb") as file:
                return file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def put(self, name: str, content: bytes) -> None:
        write(self._folder / name, content)


class Objects:
    """Whatever fsspec has a name for: S3, Google and Azure buckets, SFTP and others."""

    def __init__(self, url: str) -> None:
        import fsspec
        from fsspec.asyn import AsyncFileSystem

        self.system: Any
        options = _OPTIONS.get(url.partition(":")[0], {})
        self.system, self.root = fsspec.core.url_to_fs(url, **options)
        # A bucket has no folders; asked for one, some would make the bucket.
        self._has_folders = not isinstance(self.system, AsyncFileSystem)

    def get(self, name: str, most: int) -> bytes | None:
        try:
            content: bytes = self.system.cat_file(f"{self.root}/{name}", start=0, end=most)
        except FileNotFoundError:
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        path = f"{self.root}/{name}"
        if self._has_folders:
            self.system.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH120 - no path of ours
        self.system.pipe_file(path, content)


def bucket(url: str) -> Bucket:
    """The bucket at an address. Raises ImportError where a library is missing, ValueError for an
    address that leads nowhere."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)))
    return Objects(url)


def missing(error: ImportError, url: str) -> tuple[str, str]:
    """What is to be said of a library that is not there: a sentence, and how to mend it."""
    if error.name == "fsspec":
        return "fsspec is not installed", "install it: pip install 'publish[remote]'"
    scheme = url.partition(":")[0]
    return (
        f"the library for {scheme}:// is not installed",
        f"{' '.join(str(error).split())} (pip install)",
    )
