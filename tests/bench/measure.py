"""What a command costs, as the shell and the system see it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_SET_CHILD_SUBREAPER = 36
ROOT = Path(__file__).resolve().parents[2]


class Measure(NamedTuple):
    """Seconds from the shell, those of processors in all processes, and megabytes of memory."""

    seconds: float
    work: float
    megabytes: float


def measured(command: Sequence[str], folder: Path, *, finds: bool = False) -> Measure:
    """One run of a command; exit code 1 is no failure where it ``finds`` something.

    ``os.wait4`` gives the work and the memory of the process and its children, and then of those that
    were left behind: on Linux these become children of this process.
    """
    _adopt()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / ".cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation has its modules compiled
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage, *_left_behind()]
    if process.returncode > finds:
        raise SystemExit(f"{said}{' '.join(command)} ended with {process.returncode}")
    scale = 1_000_000 if sys.platform == "darwin" else 1000
    return Measure(
        seconds,
        sum(each.ru_utime + each.ru_stime for each in usages),
        max(each.ru_maxrss for each in usages) / scale,
    )


def _adopt() -> None:
    """Have processes whose parents end become children of this one (``prctl(2)``)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _left_behind() -> Iterator[Any]:
    """What those used that were adopted, until there are none."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def publish(*words: str, folder: Path, finds: bool = False) -> Measure:
    """One run of the product."""
    return measured([sys.executable, "-m", "publish", *words], folder, finds=finds)


def best(runs: Sequence[Measure]) -> Measure:
    """The shortest time, and the most memory."""
    return Measure(
        min(run.seconds for run in runs),
        min(run.work for run in runs),
        max(run.megabytes for run in runs),
    )
