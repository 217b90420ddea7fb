"""Seals: a value that says by a digest under which kind and key it was written."""

from __future__ import annotations

import hashlib

_SIZE = 16  # bytes


def sealed(kind: str, key: str, value: bytes) -> bytes:
    """A value with its seal before it."""
    return _seal(kind, key, value) + value


def opened(kind: str, key: str, written: object) -> bytes | None:
    """The value that was sealed; None where it is not what was written, or not for this key."""
    if not isinstance(written, bytes) or not isinstance(key, str):
        return None
    value = written[_SIZE:]
    return value if _seal(kind, key, value) == written[:_SIZE] else None


def _seal(kind: str, key: str, value: bytes) -> bytes:
    return hashlib.blake2b(f"{kind}\0{key}\0".encode() + value, digest_size=_SIZE).digest()
