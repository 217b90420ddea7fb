"""What a command costs, as the shell and the system see it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Measure(NamedTuple):
    """Seconds from the shell, those of processors in all processes, and megabytes of memory."""

    seconds: float
    work: float
    megabytes: float


def measured(command: Sequence[str], folder: Path, *, finds: bool = False) -> Measure:
    """One run of a command; exit code 1 is no failure where it ``finds`` something.

    ``os.wait4`` gives the work and the memory of the process and its children.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / ".cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > finds:
        raise SystemExit(f"{said}{' '.join(command)} ended with {process.returncode}")
    scale = 1_000_000 if sys.platform == "darwin" else 1000
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


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
