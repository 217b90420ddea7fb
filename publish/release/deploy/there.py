"""What was brought to a place: a file there says it, so that any machine can go on from it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from publish.engine.shared_outputs import is_inside

NAME = ".publish-release.json"
LARGEST = 64_000_000  # bytes
_SCHEMA = 1


class There(msgspec.Struct, frozen=True):
    """The files that were brought, by their names, with the SHA-256 of what they hold (empty: one that is
    on its way, or was); and the release that they are of (empty: on its way)."""

    release: str = ""
    files: Mapping[str, str] = {}
    schema: int = _SCHEMA


def read(content: bytes | None) -> There:
    """What a file says; nothing was brought where there is none that is sound. Its names are trusted no
    further than that: one that leads elsewhere is none."""
    try:
        told = msgspec.json.decode(content or b"{}", type=There)
    except (msgspec.DecodeError, RecursionError):
        return There()
    if told.schema != _SCHEMA:
        return There()
    files = {name: digest for name, digest in told.files.items() if is_inside(name)}
    files.pop(NAME, None)
    return There(told.release, files)


def written(told: There) -> bytes:
    """The file."""
    return msgspec.json.encode(told, order="sorted")
