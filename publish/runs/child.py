"""A command of the product in a process of its own: whatever becomes of it, the run goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from publish.release.limit import Late, Limit

GRACE = 10.0  # seconds in which a process may end by itself
_TOLD = 2000  # bytes of what it said, from the end


class Ended(NamedTuple):
    """How a process ended: its exit code (below 0: the signal that ended it), what it wrote, and the end
    of what it said; that is empty where it spoke to a terminal."""

    code: int
    out: bytes
    said: str


def child(words: Sequence[str], folder: Path, limit: Limit, secrets: Collection[str] = ()) -> Ended:
    """Run ``publish`` in a folder, without the variables of the environment that are ``secrets``: what
    builds has no need of them. Raises Late when the time is over; then, and after any other error,
    the process and all that it started are ended. Raises OSError."""
    # Files, as a pipe would be held open by whatever the process leaves behind.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        speaks = os.isatty(2)
        process = subprocess.Popen(
            program(words),
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name not in secrets},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=None if speaks else said,
            start_new_session=True,
        )
        try:
            code = process.wait(limit.left())
        except subprocess.TimeoutExpired:
            raise Late from None
        finally:
            end(process, GRACE, whole=True)
        out.seek(0)
        return Ended(code, out.read(), end_of(said))


def program(words: Sequence[str]) -> list[str]:
    """The command line of this program. A module in the folder of the posts is no part of it (-P)."""
    return [sys.executable, "-P", "-m", "publish", *words]


def end_of(said: IO[bytes]) -> str:
    """The end of what a process said into a file."""
    said.seek(max(said.seek(0, os.SEEK_END) - _TOLD, 0))
    return said.read().decode(errors="replace").strip()


def end(process: subprocess.Popen[bytes], grace: float, *, whole: bool) -> None:
    """End a process that leads a group: it is asked, or the ``whole`` group is, and after so many seconds
    what is left of the group is killed."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if whole else os.kill)(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
