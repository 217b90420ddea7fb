"""The folder of releases in the hands of one process: its lock, its record, and what others left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from publish.diagnostics import PublishError, remedy, whole_file_error
from publish.disk import hold
from publish.manifest import Manifest
from publish.release.staging import swept
from publish.runs.model import BROKEN_OFF, Status
from publish.runs.notify import notify
from publish.runs.record import Record

LOCK = "lock"


@contextmanager
def held(manifest: Manifest, now: datetime) -> Iterator[Record]:
    """Hold the folder of releases of a manifest, made where there is none. Runs that broke off are
    recorded and told as such, and what they left is removed.

    Raises PublishError: RUN001 where another run holds it, REL004 where the disk refuses, RUN002 for a
    record that cannot be read or written.
    """
    folder = manifest.unattended.releases
    handle = lock(folder, LOCK)
    if handle is None:
        hint = "wait until it has ended"
        raise PublishError(
            whole_file_error(str(folder), "RUN001", "another run is at work here", hint)
        )
    try:
        record = Record(folder)
        try:
            _cleared(manifest, record, now)
            yield record
        finally:
            record.close()
    finally:
        os.close(handle)


def lock(folder: Path, name: str) -> int | None:
    """The handle of a lock in a folder of releases, which is made where there is none; None where
    another process has it. Raises PublishError (REL004)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return hold(folder / name, alone=True)
    except OSError as error:
        raise _unusable(folder, error) from None


def _cleared(manifest: Manifest, record: Record, now: datetime) -> None:
    folder = manifest.unattended.releases
    for run in record.broken_off():
        reason = "it broke off: its process was killed, or the machine went down"
        ended = replace(run, status=Status.FAILED, ended=now, reason=reason, exit_code=BROKEN_OFF)
        record.end(ended)
        notify(manifest, ended, None)  # whoever was killed could not
    try:
        swept(folder)
    except OSError as error:
        raise _unusable(folder, error) from None


def _unusable(folder: Path, error: OSError) -> PublishError:
    message = f"the folder of releases cannot be used: {error.strerror}"
    return PublishError(whole_file_error(str(folder), "REL004", message, remedy(error)))
