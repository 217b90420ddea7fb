"""Runs that cannot be recorded, as their folder is full, gone or damaged: they are told all the same.

Whoever asks what is due finds such a run again every few minutes. That it was told is kept where the
user's caches are: a file for each schedule, which is empty, as a full disk takes that too, and whose
time is the slot.
"""

from __future__ import annotations

import os
from datetime import datetime

from msgspec.structs import replace

from publish.diagnostics import PublishError
from publish.disk import digest, user_cache
from publish.manifest import Manifest
from publish.release.names import current
from publish.runs.model import Run, Status
from publish.runs.notify import notify
from publish.runs.releasing import USAGE


def unrecorded(manifest: Manifest, run: Run, error: PublishError, now: datetime) -> PublishError:
    """The error that keeps a run from being recorded, with warnings of those who could not be told of it.

    Nobody is told where another run is at work (RUN001), and of a slot only once.
    """
    first = error.diagnostics[0]
    if first.code == "RUN001" or (run.slot and _is_told(manifest, run.schedule, run.slot)):
        return error
    stands = current(manifest.unattended.releases)
    failed = replace(
        run,
        status=Status.FAILED,
        ended=now,
        reason=first.message,
        release=stands if stands != run.before else "",
        exit_code=USAGE,
    )
    return PublishError(*error.diagnostics, *notify(manifest, failed, None))


def _is_told(manifest: Manifest, schedule: str, slot: datetime) -> bool:
    """Whether the run of a slot was told already; from now on it was. False where that cannot be kept:
    better twice than never."""
    name = digest(f"{manifest.path}\0{schedule}".encode("utf-8", "surrogateescape"))[:16]
    path = user_cache() / "publish" / f"told-{name}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_mtime == slot.timestamp():
            return True
        path.touch()
        os.utime(path, (slot.timestamp(), slot.timestamp()))
    except OSError:
        pass
    return False
