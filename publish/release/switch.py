"""The one moment at which a release becomes the current one, and the time after which it is forgotten."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from publish.diagnostics import PublishError, whole_file_error
from publish.release.names import CURRENT, GONE, LINK, current, made, releases
from publish.schedule.decide import AHEAD


def settle(folder: Path) -> None:
    """Wait until all that was written on the disk of a folder is on it. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(library, "syncfs"):
            os.sync()
        elif library.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def publish(folder: Path, staged: Path, name: str) -> None:
    """Let a staged release be seen under its name, and be the current one. Raises as ``switch`` does."""
    _seal(staged)
    settle(folder)
    staged.rename(folder / name)
    try:
        switch(folder, name)
    except BaseException:
        if current(folder) != name:  # nobody sees a release that readers never had
            (folder / name).rename(staged)
        raise


def _seal(staged: Path) -> None:
    """Let everybody read what is in a release, whatever the mask of this process, and nobody write."""
    for above, _, files in os.walk(staged):
        Path(above).chmod(0o755)
        for name in files:
            (Path(above) / name).chmod(0o444)


def switch(folder: Path, name: str) -> None:
    """Let ``current`` point to a release: whoever looks sees the one before, or this one, and never none.

    Raises PublishError (REL004) where something else has that name, and OSError.
    """
    place = folder / CURRENT
    if os.path.lexists(place) and not place.is_symlink():
        message = "“current” must be a link, and is something else"
        raise PublishError(whole_file_error(str(place), "REL004", message, "move it away"))
    link = folder / f"{LINK}{os.urandom(4).hex()}"
    try:
        link.symlink_to(name, target_is_directory=True)
        link.replace(place)
    except BaseException:
        link.unlink(missing_ok=True)
        raise
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def retire(folder: Path, keep: int, days: int, now: datetime) -> list[str]:
    """Remove the releases that are neither among the newest ``keep``, nor younger than ``days``, nor the
    current one. Their names; one that cannot be removed stays. Raises OSError."""
    when = partial(_when, folder, now)
    gone = retired(releases(folder), current(folder), keep, days, now, when)
    for name in gone:
        hidden = folder / f"{GONE}{name}"
        (folder / name).rename(hidden)  # nobody sees one that is half gone
        shutil.rmtree(hidden, ignore_errors=True)
    return gone


def retired(
    names: Sequence[str],
    current: str,
    keep: int,
    days: int,
    now: datetime,
    when: Callable[[str], datetime] = made,
) -> list[str]:
    """Which releases the rule removes; ``names`` are the oldest first, and ``when`` tells the time of one.
    A time that has not come is of a clock that was wrong, and makes nothing young."""
    young = now - timedelta(days=days)
    old = names[: max(len(names) - keep, 0)]
    return [name for name in old if name != current and not young < when(name) <= now + AHEAD]


def _when(folder: Path, now: datetime, name: str) -> datetime:
    """When a release was made. After a clock was ahead names go on from its time, so as to stay in order;
    when the folder of one was written is true again as soon as the clock is."""
    told = made(name)
    if told <= now + AHEAD:
        return told
    return datetime.fromtimestamp((folder / name).stat().st_mtime, UTC)
