"""What a remote cache holds: pointers, each sealed, which lead to contents by their digests."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Annotated, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from publish.diagnostics import Diagnostic
from publish.disk import digest
from publish.engine.store.blobs import Blobs
from publish.engine.store.remote.bucket import Bucket
from publish.engine.store.remote.limits import Limited
from publish.engine.store.seal import opened, sealed

VERSION = 1  # of what is kept; raised when it means something else
LARGEST = 1_000_000_000  # bytes of a content
_POINTER = 4_000_000  # bytes of a pointer, at the most
_MOST = 4  # editions of one output
_SIGN = f"publish-{VERSION}/sign"  # an object that tells a cache from an address that leads astray

T = TypeVar("T")
Point = Callable[[Bucket], None]


class Content(msgspec.Struct, frozen=True, array_like=True):
    """Bytes by their digest, and how many they are."""

    digest: Annotated[str, Meta(pattern=r"\A[0-9a-f]{40}\Z")]
    size: Annotated[int, Meta(ge=0, le=LARGEST)]


class Edition(msgspec.Struct, frozen=True):
    """The files of one output, by paths below its folder; what was found while they were made, and the
    marks of what was looked at in the layout."""

    files: dict[str, Content]
    found: tuple[Diagnostic, ...] = ()
    layout: dict[str, str] = {}


class Reach(NamedTuple):
    """The address of a remote cache that is there (empty: there is none), and whether it is written."""

    url: str = ""
    writes: bool = False


class Remote:
    """The remote cache of a run. Contents come into ``blobs``, and go from there.

    Content is written before what points to it, and checked when it comes: what is wrong is not there.
    """

    def __init__(self, bucket: Bucket, blobs: Blobs, *, writes: bool, url: str = "") -> None:
        """``url`` is where workers find the same cache."""
        self._url = url
        self.limited = Limited(bucket)
        self._blobs = blobs
        self._writes = writes
        self._there: set[str] = set()  # contents that were seen whole

    def begin(self) -> None:
        """Look whether there is a cache at all; one that is written is begun."""
        (sign,) = self.limited.answers([lambda bucket: bucket.get(_SIGN, 1) is not None])
        if self._writes and not sign:
            self.limited.write(lambda bucket: bucket.put(_SIGN, b"publish"), 0)
        elif sign is False:
            self.limited.unread = "nothing was kept there yet"

    @property
    def reach(self) -> Reach:
        """How far workers reach: no further than this process does by now."""
        if self.limited.unread:
            return Reach()
        return Reach(self._url, self._writes and not self.limited.unwritten)

    def posts(self, keys: Sequence[str]) -> dict[str, str]:
        """The digests of the normalized posts of these keys that are kept, now here too."""
        found = self._pointers("post", keys, Content)
        there = self.fetched(found.values())
        return {key: content.digest for key, content in found.items() if content.digest in there}

    def keep_post(self, key: str, content: Content) -> None:
        """Keep a normalized post, of which the bytes are here."""
        self._keep([content], partial(self._point, "post", key, content))

    def editions(self, names: Sequence[str]) -> dict[str, tuple[Edition, ...]]:
        """The editions that are kept under each name."""
        return self._pointers("edition", names, tuple[Edition, ...])

    def put(self, content: bytes) -> Content | None:
        """Have bytes in the cache now; None where that does not work."""
        if not self._writes:
            return None
        return self.limited.answers([lambda it: put_content(it, content)], len(content))[0]

    def keep_edition(self, name: str, edition: Edition) -> None:
        """Keep the files of an output, which are here, besides the editions that are kept already."""
        self._keep(edition.files.values(), partial(self._add, name, edition))

    def fetched(self, contents: Iterable[Content]) -> set[str]:
        """The digests of these contents that are here now."""
        missing = {it.digest: it for it in contents if self._blobs.get(it.digest) is None}
        asked = [partial(self._fetch, content) for content in missing.values()]
        came = self.limited.answers(asked, sum(it.size for it in missing.values()))
        lost = {name for name, whole in zip(missing, came, strict=True) if not whole}
        return {it.digest for it in contents} - lost

    def _pointers(self, kind: str, keys: Sequence[str], type: type[T]) -> dict[str, T]:
        answers = self.limited.answers([partial(_pointer, kind, key, type) for key in keys])
        return {key: it for key, it in zip(keys, answers, strict=True) if it is not None}

    def _fetch(self, content: Content, bucket: Bucket) -> bool:
        came = get_content(bucket, content)
        if came is not None:
            self._blobs.keep(came)
            self._there.add(content.digest)
        return came is not None

    def _keep(self, contents: Iterable[Content], point: Point) -> None:
        if self._writes:
            contents = tuple(contents)
            work = partial(self._put, contents, point)
            self.limited.write(work, sum(content.size for content in contents))

    def _put(self, contents: Iterable[Content], point: Point, bucket: Bucket) -> None:
        for content in contents:
            if content.digest in self._there:
                continue
            kept = self._blobs.get(content.digest)
            if kept is None:
                return  # where this cache cannot be written, nothing is shared
            self._there.add(put_content(bucket, kept).digest)
        point(bucket)

    def _point(self, kind: str, key: str, to: object, bucket: Bucket) -> None:
        value = sealed(f"{kind} {VERSION}", key, msgspec.msgpack.encode(to))
        bucket.put(object_name(kind, key), value)

    def _add(self, name: str, edition: Edition, bucket: Bucket) -> None:
        """Two that add at the same time lose one of both, which costs somebody time."""
        others = _pointer("edition", name, tuple[Edition, ...], bucket) or ()
        told = (edition, *(each for each in others if each != edition))[:_MOST]
        self._point("edition", name, told, bucket)


def get_content(bucket: Bucket, content: Content) -> bytes | None:
    """A content from a bucket; None where that has none, or another."""
    came = (
        bucket.get(object_name("blob", content.digest), content.size + 1) if content.size else b""
    )
    return came if came is not None and digest(came) == content.digest else None


def put_content(bucket: Bucket, content: bytes) -> Content:
    """Put a content into a bucket; one of no bytes needs no object."""
    made = Content(digest(content), len(content))
    if content:
        bucket.put(object_name("blob", made.digest), content)
    return made


def _pointer(kind: str, key: str, type: type[T], bucket: Bucket) -> T | None:
    """What a pointer leads to; None where there is none that is sound."""
    written = bucket.get(object_name(kind, key), _POINTER)
    value = opened(f"{kind} {VERSION}", key, written)
    if value is None:
        return None
    with contextlib.suppress(msgspec.DecodeError, RecursionError):
        return msgspec.msgpack.decode(value, type=type)
    return None


def object_name(kind: str, key: str) -> str:
    """Where something stands in the cache."""
    return f"publish-{VERSION}/{kind}/{key[:2]}/{key[2:]}"
