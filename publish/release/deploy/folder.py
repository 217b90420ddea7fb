"""A folder of this machine as a place for releases, most often one that a web server shows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from publish.disk import begun, left_by, write
from publish.release.deploy import there
from publish.release.deploy.place import Refused
from publish.release.limit import Limit
from publish.release.sums import sha256
from publish.release.switch import settle


class Folder:
    """Each file is whole or not there; nothing is written or removed where a link leads out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str, most: int, limit: Limit) -> bytes | None:
        limit.left()
        try:
            with (self._folder / name).open("rb") as file:
                return file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, content: bytes, limit: Limit) -> None:
        limit.left()
        if not self._folder.is_dir():
            self._folder.mkdir()  # one: where others are missing, a disk is most often not there
        path = self._folder / name
        top = self._folder.resolve()
        if not path.parent.resolve().is_relative_to(top):
            raise Refused(f"“{name}” leads out of it by a link")
        write(path, content)

    def bring(self, folder: Path, names: Sequence[str], limit: Limit) -> None:
        self._sweep(names)
        for name in names:
            self.write(name, (folder / name).read_bytes(), limit)
        settle(self._folder)  # what says later that they are here must not survive them

    def remove(self, known: Mapping[str, str], limit: Limit) -> None:
        top = self._folder.resolve()
        self._sweep(known)
        for name, digest in known.items():
            limit.left()
            path = self._folder / name
            if not path.is_file() or not path.resolve().is_relative_to(top):
                continue
            if not digest or sha256(path) == digest:
                path.unlink()
                self._empty(path.parent)

    def _sweep(self, names: Iterable[str]) -> None:
        """Remove what is left of files that were being written when a run was killed."""
        top = self._folder.resolve()
        wanted: dict[Path, set[str]] = {}
        for name in (*names, there.NAME):
            path = self._folder / name
            wanted.setdefault(path.parent, set()).add(begun(path.name))
        for folder, begins in wanted.items():
            if folder.is_dir() and folder.resolve().is_relative_to(top):
                for path in folder.iterdir():
                    if left_by(path.name) in begins and path.is_file():
                        path.unlink(missing_ok=True)

    def _empty(self, folder: Path) -> None:
        """Remove folders in which nothing is left."""
        with contextlib.suppress(OSError):
            while folder != self._folder:
                folder.rmdir()
                folder = folder.parent
