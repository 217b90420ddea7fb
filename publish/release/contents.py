"""The files of a release: which they are, and where their bytes come from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from publish.diagnostics import PublishError, whole_file_error
from publish.disk import digest
from publish.engine.shared_outputs import is_inside
from publish.engine.store.blobs import Blobs
from publish.release.sums import FILES
from publish.report import Made


class Content(NamedTuple):
    """A file: its path below the output folder, its bytes by the digest of the store (empty: they are in
    the release before) and by that of a release, and their number."""

    path: str
    kept: str
    sha256: str
    size: int


class Shelf:
    """Where the bytes of outputs are: in the store, in the output folder, and in the release before."""

    def __init__(self, out: Path, blobs: Blobs, before: Path | None = None) -> None:
        self.out = out
        self.blobs = blobs
        self._before = before

    def bytes(self, path: str, kept: str) -> bytes:
        """The bytes of an output as they were built. Raises PublishError (REL001) where its file was
        changed since then, and OSError."""
        if not kept and self._before:
            return (self._before / FILES / path).read_bytes()
        content = self.blobs.get(kept)
        if content is None:
            content = (self.out / path).read_bytes()
            if digest(content) != kept:
                message = "this file was changed while it was to be released"
                hint = "leave the output folder to publish, and run again"
                raise PublishError(whole_file_error(str(self.out / path), "REL001", message, hint))
        return content

    def bring(self, content: Content, place: Path) -> None:
        """Put a file of a release where nothing is: a hard link to the store, or else a copy.

        The store never writes into a file, so that no build can change what was released; an output is
        no such file, as people edit them. Releases with a file in common share it, so all of their files
        are made read-only.
        """
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self._source(content), place)
        except OSError:  # the store is on another disk, somebody else's, or cannot be written
            with place.open("xb") as file:
                file.write(self.bytes(content.path, content.kept))

    def _source(self, content: Content) -> Path:
        """The file of which a released one may be a link: nobody writes into it."""
        if not content.kept and self._before:
            return self._before / FILES / content.path
        return self.blobs.path(content.kept)


def contents(
    made: Iterable[Made], shelf: Shelf, look: Callable[[], object] = lambda: None
) -> list[Content]:
    """All files of some outputs, each once, sorted by path; ``look`` is called before each is read.

    Raises PublishError (REL001), OSError, and what ``look`` raises.
    """
    wanted = {path: kept for output in made for path, kept in output.files.items()}
    found: list[Content] = []
    for path, kept in sorted(wanted.items()):
        look()
        if not is_inside(path):
            message = f"a file with the name {path!r} cannot be released"
            raise PublishError(whole_file_error(str(shelf.out), "REL001", message))
        data = shelf.bytes(path, kept)
        found.append(Content(path, kept, hashlib.sha256(data).hexdigest(), len(data)))
    return found


def digest_of(found: Sequence[Content]) -> str:
    """The digest of the files of a release: of their paths, and of what is in them."""
    lines = (f"{content.sha256}  {content.path}\n" for content in found)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
