"""Parts of publications that a backend has made before, to be taken again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")


class Kept(Protocol):
    """Bytes by a key that says all that decides them. What is lost is made again."""

    @property
    def far(self) -> Kept:
        """The same for what takes so long to make that other machines are asked for it first."""
        ...

    def get(self, key: bytes) -> bytes | None:
        """What was kept under a key."""
        ...

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep something under a key."""
        ...


class Nothing:
    """Keeps nothing."""

    @property
    def far(self) -> Nothing:
        """Nowhere else either."""
        return self

    def get(self, key: bytes) -> bytes | None:  # noqa: ARG002
        """Nothing."""
        return None

    def keep(self, key: bytes, content: bytes) -> None:
        """Forgets it."""


NOTHING = Nothing()


def taken_or_made(kept: Kept, key: bytes, type: type[T], make: Callable[[], T]) -> T:
    """What was kept under a key, as a value; made and kept where there is no such value."""
    content = kept.get(key)
    if content is not None:
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(content, type=type)
    made = make()
    kept.keep(key, msgspec.msgpack.encode(made))
    return made
