"""Parts of publications that a backend has made before, to be taken again."""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")


class Kept(Protocol):
    """Bytes by a key that says all that decides them. What is lost is made again."""

    def get(self, key: bytes) -> bytes | None:
        """What was kept under a key."""
        ...

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep something under a key."""
        ...


class Nothing:
    """Keeps nothing."""

    def get(self, key: bytes) -> bytes | None:  # noqa: ARG002
        """Nothing."""
        return None

    def keep(self, key: bytes, content: bytes) -> None:
        """Forgets it."""


NOTHING = Nothing()


def read(content: bytes | None, type: type[T]) -> T | None:
    """What was kept, as a value; None where it is not there or is no such value."""
    if content is None:
        return None
    try:
        return msgspec.msgpack.decode(content, type=type)
    except msgspec.DecodeError:
        return None
