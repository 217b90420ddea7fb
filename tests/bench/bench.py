"""``make bench``: what a user waits for, from the shell, against what was promised.

Wall time is the shortest of the runs, memory the largest resident size of a process of the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = (
    "大模型在许多领域都有着广泛的应用，例如自然语言处理、计算机视觉、推荐系统和智能控制等等。"
)


class Measure(NamedTuple):
    """Seconds from the shell and megabytes of memory."""

    seconds: float
    megabytes: float


class Limit(NamedTuple):
    """What was promised; None where nothing was."""

    seconds: float
    megabytes: float | None = None


def post(size: int) -> str:
    """A Chinese post of about ``size`` bytes with sections, a list, a table and a reference."""
    head = "---\ntitle: 大模型简介\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
    table = "| 年 | 模型 |\n|---|---|\n| 2018 | BERT |\n| 2020 | GPT-3 |\n\n- 一点\n- 两点\n\n"
    section = f"{SENTENCE * 5}\n\n{SENTENCE * 5}\n\n"
    parts = [head, "## 一、概述\n\n", section, table]
    while sum(len(part.encode()) for part in parts) < size:
        parts.append(f"## {'二三四五六七八九十'[len(parts) - 4]}、一节\n\n{section}")
    return "".join(parts).encode()[:size].decode(errors="ignore") + "\n"


def measured(*words: str, folder: Path) -> Measure:
    """One run of the command. ``os.wait4`` gives the memory of the process and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "publish", *words],
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
    if process.returncode:
        raise SystemExit(f"{said}publish {' '.join(words)} ended with {process.returncode}")
    scale = 1_000_000 if sys.platform == "darwin" else 1000
    return Measure(seconds, usage.ru_maxrss / scale)


def best(runs: list[Measure]) -> Measure:
    """The shortest time, and the most memory."""
    return Measure(min(run.seconds for run in runs), max(run.megabytes for run in runs))


def one_post(folder: Path) -> Measure:
    """A post to PDF, made anew each time."""
    (folder / "post.md").write_text(post(8000), encoding="utf-8")
    runs = []
    for number in range(3):
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        runs.append(measured("build", "post.md", "-f", "pdf", "-o", f"out-{number}", folder=folder))
    return best(runs)


def project(folder: Path) -> Path:
    """A copy of the manual and the sample posts, in which nothing is built."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "publish.toml", folder)
    return folder


def row(name: str, measure: Measure, limit: Limit) -> bool:
    """Print a line of the table; whether the limits are kept."""
    memory = f"{measure.megabytes:6.0f} MB  (≤ {limit.megabytes:g} MB)" if limit.megabytes else ""
    kept = measure.seconds <= limit.seconds and measure.megabytes <= (limit.megabytes or 1e9)
    print(
        f"{name:34} {measure.seconds:7.2f} s  (≤ {limit.seconds:3g} s)  {memory:23}"
        f" {'kept' if kept else 'MISSED'}",
        flush=True,
    )
    return kept


def main() -> int:
    """Run everything, print the table; exit code 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        (folder / "all").mkdir()
        everything = project(folder / "all")
        helped = best([measured("--help", folder=folder) for _ in range(5)])
        kept = [
            row("publish --help", helped, Limit(0.2)),
            row("an 8 kB Chinese post to PDF", one_post(folder / "one"), Limit(2, 300)),
            row("all of content/ in all formats", measured("build", folder=everything), Limit(60)),
            row("the same again: nothing to do", measured("build", folder=everything), Limit(5)),
        ]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
