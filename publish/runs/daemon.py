"""The daemon, for machines without timers: it asks what is due as they do, and has it run.

It keeps nothing of its own: what is due follows from the record, and each run is a process, so that it
never grows, and whoever ends it loses nothing.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from publish.diagnostics import PublishError, whole_file_error
from publish.engine.manifests import load
from publish.manifest.model import Manifest
from publish.runs.child import end, end_of, program
from publish.runs.due import decisions, is_anything, told, undecided
from publish.runs.held import lock
from publish.runs.model import Run
from publish.runs.record import Record
from publish.runs.run import utc
from publish.schedule.decide import Decision
from publish.schedule.slots import upcoming

LOCK = "daemon.lock"
LONGEST = 60.0  # seconds until the clock and the manifest are read again
_GENTLY = 15.0  # seconds in which a run that is asked to end may do so
_POLL = 0.2
_QUIET = (0, 75)  # nothing to say beside the run: it is recorded, or another one is at work

Say = Callable[[str], None]


class Stop:
    """Whether the daemon is to end. A pipe, so that a signal may ask for it at any moment."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self.asked = False

    def ask(self) -> None:
        """Ask for the end."""
        self.asked = True
        os.write(self._write, b"x")

    def wait(self, seconds: float) -> bool:
        """Wait, at the most until the end is asked for; whether it is."""
        select.select([self._read], [], [], seconds)
        return self.asked

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._read)
        os.close(self._write)


class Seen(NamedTuple):
    """What is to be done, and in how many seconds the next slot comes; the number of the last run."""

    decisions: dict[str, Decision]
    pause: float
    last: int


def watch(
    path: Path,
    say: Say,
    wait: Callable[[float], bool],
    *,
    now: Callable[[], datetime] = utc,
    start: Callable[[Path, Callable[[float], bool]], str] | None = None,
) -> None:
    """Run what is due of a manifest until ``wait`` says that it is enough.

    ``start`` runs what is due, and gives what is to be said of a run that could not begin. Faults that
    come up are said, once, and looked at again a minute later.
    """
    tried: dict[str, Decision] = {}
    trouble = ""
    stopped = False
    while not stopped:
        try:
            seen = _look(path, now())
            trouble = ""
        except (PublishError, OSError) as error:
            if str(error) != trouble:
                say(trouble := str(error))
            stopped = wait(LONGEST)
            continue
        if is_anything(seen.decisions) and seen.decisions != tried:
            tried = seen.decisions
            said = (start or run_due)(path, wait)
            _say_runs(path, seen.last, say)
            if said:
                say(said)
            stopped = wait(0)
        else:
            stopped = wait(seen.pause)
            tried = {}  # what could not begin is tried again


@contextmanager
def alone(manifest: Manifest) -> Iterator[None]:
    """The only daemon of a project. Raises PublishError (LOCK001) where there is another, and REL004."""
    folder = manifest.unattended.releases
    handle = lock(folder, LOCK)
    if handle is None:
        message, hint = "another daemon is at work here", "one is enough for all schedules"
        raise PublishError(whole_file_error(str(folder), "LOCK001", message, hint))
    try:
        yield
    finally:
        os.close(handle)


def run_due(path: Path, wait: Callable[[float], bool]) -> str:
    """Run what is due in a process of its own, which is ended when the daemon is. What is to be said
    of one that could not run."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            program(["run", "--due", "-m", str(path)]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # a Ctrl-C is for the daemon, which asks it to end
        )
        try:
            while process.poll() is None and not wait(_POLL):
                pass
        finally:
            end(process, _GENTLY, whole=False)
        if process.returncode in _QUIET or process.returncode == -signal.SIGTERM:
            return ""
        return end_of(said)


def described(run: Run, zone: str) -> str:
    """A run in one line."""
    what = run.release or run.reason
    took = f", {(run.ended - run.began).total_seconds():.0f} s" if run.ended else ""
    return f"{told(run.began, zone)} {run.schedule}: {run.status.value}{took}{f': {what}' if what else ''}"


def _look(path: Path, now: datetime) -> Seen:
    manifest = load(path)
    try:
        with closing(Record(manifest.unattended.releases)) as record:
            last = record.runs(1)
            found = decisions(manifest, record, now)
    except PublishError as error:
        raise undecided(manifest, error, now) from None
    slots = [
        slot
        for table in manifest.unattended.schedules.values()
        if (slot := next(upcoming(table.cron, table.timezone, now), None))
    ]
    pause = min((slot - now).total_seconds() for slot in slots) if slots else LONGEST
    return Seen(found, min(pause, LONGEST), last[0].id if last else 0)


def _say_runs(path: Path, last: int, say: Say) -> None:
    """A line for each run since one that is known, the oldest first."""
    try:
        manifest = load(path)
        with closing(Record(manifest.unattended.releases)) as record:
            runs = [run for run in record.runs() if run.id > last]
    except (PublishError, OSError):
        return  # said with the next look
    tables = manifest.unattended.schedules
    for run in reversed(runs):
        say(described(run, tables[run.schedule].timezone if run.schedule in tables else "UTC"))
