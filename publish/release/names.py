"""The folder of releases: what they are called, which there are, and which is current."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publish.regex import regex

CURRENT = "current"
# Begin names of what is not finished, or not wanted any more; nobody else's files begin so.
STAGED, GONE, LINK = ".staged-", ".gone-", ".current-"
_FORM = "%Y%m%dT%H%M%SZ"
_NAME = regex(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


def releases(folder: Path) -> list[str]:
    """The names of the releases in a folder, the oldest first. Raises OSError."""
    with os.scandir(folder) as entries:
        found = [it.name for it in entries if it.is_dir(follow_symlinks=False)]
    return sorted(name for name in found if _NAME.fullmatch(name))


def current(folder: Path) -> str:
    """The name of the current release; empty where there is none."""
    try:
        name = os.readlink(folder / CURRENT)  # noqa: PTH115 - the text, not a path
    except OSError:
        return ""
    return name if _NAME.fullmatch(name) and (folder / name).is_dir() else ""


def named(began: datetime, digest: str, others: Sequence[str]) -> str:
    """The name of a new release: when its run began, and its digest. It comes after all ``others``, also
    where the clock was set back."""
    time = began.astimezone(UTC).replace(microsecond=0)
    if others:
        time = max(time, made(others[-1]) + timedelta(seconds=1))
    return f"{time:{_FORM}}-{digest[:8]}"


def made(name: str) -> datetime:
    """When the run of a release began."""
    return datetime.strptime(name.partition("-")[0], _FORM).replace(tzinfo=UTC)
