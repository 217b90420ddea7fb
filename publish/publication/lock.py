"""``assets.lock``: which pictures of other sites were fetched, and what they were."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from publish.diagnostics import Diagnostic, PublishError, Severity

NAME = "assets.lock"


class Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture as it was fetched: its copy below the root, digest, size in bytes, media type."""

    file: str
    sha256: str
    size: int
    type: str


Lock: TypeAlias = Mapping[str, Locked]  # by address


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    pictures: dict[str, Locked]


def read_lock(root: Path) -> Lock:
    """The lock file of a project; empty where there is none. Raises PublishError (LOCK002)."""
    path = root / NAME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(data, _File).pictures
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"the lock file cannot be read: {' '.join(str(error).split())}"
        hint = "take back the last change to it, or remove it and run publish vendor"
        raise PublishError(
            Diagnostic(str(path), 0, 0, "LOCK002", message, hint, Severity.ERROR)
        ) from None


def written(lock: Lock) -> str:
    """The text of a lock file, the same for the same pictures."""
    parts = ["# Pictures of other sites, as publish vendor fetched them. Keep it with the posts.\n"]
    parts.append("version = 1\n")
    if not lock:
        parts.append("pictures = {}\n")
    for url, entry in sorted(lock.items()):
        rows = "".join(
            f"{name} = {msgspec.json.encode(value).decode()}\n"
            for name, value in msgspec.structs.asdict(entry).items()
        )
        parts.append(f"\n[pictures.{msgspec.json.encode(url).decode()}]\n{rows}")
    return "".join(parts)
