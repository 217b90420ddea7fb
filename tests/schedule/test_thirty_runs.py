"""A bundle that nobody watches: thirty runs of the daemon in a row, while posts change, break and mend,
runs are killed, and the place of the copies refuses. By the real clock, so for half an hour."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from publish.release.switch import retired
from publish.runs.model import Run, Status
from publish.runs.record import Record

DEEP = bool(os.environ.get("PUBLISH_DEEP"))
ROOT = Path(__file__).resolve().parents[2]
RUNS, KEEP, POSTS = 30, 4, 6
MANIFEST = f"""[bundle]
title = "Tea"
language = "en"
[documents.post]
each = "posts/*.md"
targets = ["html"]
[release]
keep = {KEEP}
archives = ["zip"]
[deploy.copy]
to = "copy"
[schedule.each-minute]
cron = "* * * * *"
"""
BROKEN = "---\ntitle: [\n---\n\nNothing closes the list.\n"
_RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    for number in range(POSTS):
        write(tmp_path, number, "Water.")
    return tmp_path


def write(project: Path, number: int, text: str) -> None:
    post = text if text == BROKEN else f"---\ntitle: Post {number}\n---\n\n{text}\n"
    (project / f"posts/{number}.md").write_text(post, encoding="utf-8")


@contextmanager
def daemon(project: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "publish", "daemon"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (project / "daemon.log").open("wb") as log:
        process = subprocess.Popen(words, cwd=project, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    assert b"Traceback" not in (project / "daemon.log").read_bytes()


def runs(project: Path) -> tuple[Run, ...]:
    """The runs that have ended and were no missed slots, the oldest first."""
    if not (project / "releases/record.sqlite").is_file():
        return ()
    with closing(Record(project / "releases")) as record:
        ended = [run for run in record.runs() if run.ended and run.status is not Status.SKIPPED]
    return tuple(reversed(ended))


def resident(process: subprocess.Popen[bytes]) -> int:
    """The memory of a process, in kilobytes."""
    found = _RESIDENT.search(Path(f"/proc/{process.pid}/status").read_text())
    assert found
    return int(found[1])


def trouble(project: Path, chance: random.Random) -> str:
    """Something that happens to a bundle between two runs."""
    kind = chance.choice(
        ["edit", "edit", "edit", "add", "remove", "break", "refuse", "kill", "nothing"]
    )
    number = chance.randrange(POSTS)
    (project / "copy").chmod(0o755) if (project / "copy").is_dir() else None
    for post in sorted((project / "posts").iterdir()):
        if post.read_text(encoding="utf-8") == BROKEN:
            write(project, int(post.stem), "Mended.")
    match kind:
        case "edit":
            write(project, number, f"Water at {chance.randrange(60, 100)} degrees.")
        case "add":
            write(project, POSTS + chance.randrange(3), "One more.")
        case "remove":
            (project / f"posts/{POSTS + chance.randrange(3)}.md").unlink(missing_ok=True)
        case "break":
            write(project, number, BROKEN)
        case "refuse":
            write(project, number, f"For nobody: {chance.random()}.")
            with suppress(OSError):
                (project / "copy").rename(project / "away")
                (project / "copy").write_text("in the way")
        case "kill":
            write(project, number, f"Killed: {chance.random()}.")
    if kind != "refuse" and (project / "away").is_dir():
        (project / "copy").unlink()
        (project / "away").rename(project / "copy")
    return kind


def killed(process: subprocess.Popen[bytes]) -> bool:
    """Kill the run that a daemon has started, if there is one."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    return bool(children)


@pytest.mark.slow
@pytest.mark.skipif(not DEEP, reason="takes half an hour: PUBLISH_DEEP=1")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_thirty_runs_are_told_cost_no_memory_and_leave_what_the_rule_says(project: Path) -> None:
    chance = random.Random(7)
    memory: list[int] = []
    seen = 0
    with daemon(project) as process:
        kind, ends = "nothing", time.monotonic() + 60 * RUNS * 3
        while (done := len(runs(project))) < RUNS and time.monotonic() < ends:
            assert process.poll() is None
            if kind == "kill" and killed(process):
                kind = "nothing"
            if done > seen:
                seen = done
                memory.append(resident(process))
                kind = trouble(project, chance)
            time.sleep(0.5)
    ended = runs(project)
    assert len(ended) >= RUNS
    statuses = {run.status for run in ended}
    assert {Status.RELEASED, Status.UNCHANGED, Status.FAILED} <= statuses
    page = (project / "releases/dashboard.html").read_text(encoding="utf-8")
    assert [f"<td>{run.id}</td>" for run in ended if f"<td>{run.id}</td>" not in page] == []
    assert max(memory[len(memory) // 2 :]) <= max(memory[:3]) * 1.1
    names = sorted(
        it.name for it in (project / "releases").iterdir() if it.is_dir() and not it.is_symlink()
    )
    current = str((project / "releases/current").readlink())
    last = ended[-1].ended
    assert last
    assert current in names
    assert retired(names, current, KEEP, 0, last) == []
    assert len(names) <= KEEP + 1
    assert current == [run.release for run in ended if run.release][-1]
