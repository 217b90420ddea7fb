"""Parts of outputs by what they were made of: ``pieces/ab/cdef…``, written by every worker."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from publish.disk import digest, write
from publish.engine.store.blobs import used
from publish.engine.store.remote.bucket import Bucket, bucket
from publish.engine.store.remote.limits import Limited
from publish.engine.store.remote.remote import Reach, object_name
from publish.engine.store.seal import opened, sealed

LARGEST = 8_000_000  # bytes of a piece that is shared: more takes as long as to make it
_KIND = "piece"


class Pieces(NamedTuple):
    """A folder of pieces; ``made_with`` is all that decides them besides their keys.

    Each is sealed with its key: what is damaged, or stands under the name of another, is removed.
    """

    folder: Path
    made_with: str
    reach: Reach = Reach()

    @property
    def far(self) -> FarPieces:
        """These and those of other machines."""
        return FarPieces(self)

    def get(self, key: bytes) -> bytes | None:
        """The piece of a key."""
        name = self.name(key)
        path = self._place(name)
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
        name = self.name(key)
        with contextlib.suppress(OSError):
            write(self._place(name), sealed(_KIND, name, content))

    def name(self, key: bytes) -> str:
        """What the piece of a key is called, on every machine."""
        return digest(self.made_with.encode() + b"\0" + key)

    def _place(self, name: str) -> Path:
        return self.folder / name[:2] / name[2:]


class FarPieces(NamedTuple):
    """Pieces that take longer to make than to be brought: where one is not here, the remote cache is
    asked, which gets what is made here if it is written. Each worker does so by itself."""

    near: Pieces

    @property
    def far(self) -> FarPieces:
        """These."""
        return self

    def get(self, key: bytes) -> bytes | None:
        """The piece of a key, here now."""
        content, url = self.near.get(key), self.near.reach.url
        if content is not None or not url:
            return content
        name = self.near.name(key)
        place = object_name(_KIND, name)
        (written,) = _reached(url).answers([lambda there: there.get(place, LARGEST)], LARGEST)
        content = opened(_KIND, name, written)
        if content is not None:
            self.near.keep(key, content)
        return content

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep a piece here and there."""
        self.near.keep(key, content)
        if self.near.reach.writes:
            name = self.near.name(key)
            place, written = object_name(_KIND, name), sealed(_KIND, name, content)
            if len(written) <= LARGEST:
                there = _reached(self.near.reach.url)
                there.write(lambda bucket: bucket.put(place, written), len(written))
                there.finish()


class _Found(NamedTuple):
    """A bucket that is looked for when it is asked first: some reach for their server even then, which
    may fail or take any time."""

    url: str

    def get(self, name: str, most: int) -> bytes | None:
        return _bucket(self.url).get(name, most)

    def put(self, name: str, content: bytes) -> None:
        _bucket(self.url).put(name, content)


@cache
def _reached(url: str) -> Limited:
    """The remote cache from this process."""
    return Limited(_Found(url))


@cache
def _bucket(url: str) -> Bucket:
    return bucket(url)
