"""The daemon runs what is due, says a line of each run, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from publish.diagnostics import PublishError
from publish.manifest import load
from publish.runs.daemon import LONGEST, Stop, alone, watch
from publish.runs.due import due
from publish.runs.model import Run, Status
from publish.runs.record import Record

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = """
[documents.post]
each = "*.md"
targets = ["html"]
[schedule.half]
cron = "*/30 * * * *"
timezone = "Europe/Berlin"
"""
BEGIN = datetime(2026, 11, 30, 1, 25, 10, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "post.md").write_text("# Tea\n\nWater.\n", encoding="utf-8")
    return tmp_path / "publish.toml"


class Day:
    """A clock that goes on only where it is waited for, and ends after a while; runs take a minute."""

    def __init__(self, lasts: timedelta) -> None:
        self.now, self.ends = BEGIN, BEGIN + lasts
        self.lines: list[str] = []
        self.waits: list[float] = []
        self.started = 0

    def wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=seconds)
        self.waits.append(seconds)
        return self.now >= self.ends

    def start(self, path: Path, _wait: Callable[[float], bool]) -> str:
        self.started += 1
        manifest = load(path)
        with closing(Record(manifest.unattended.releases)) as record:
            for order in due(manifest, record, self.now):
                begun = Run(id=0, schedule=order.schedule, slot=order.slot, began=self.now)
                begun = record.begin(begun)
                self.now += timedelta(minutes=1)
                ended = replace(begun, ended=self.now, status=Status.RELEASED, release="r")
                record.end(ended)
        return ""

    def watch(self, path: Path, start: Callable[[Path, Callable[[float], bool]], str]) -> None:
        watch(path, self.lines.append, self.wait, now=lambda: self.now, start=start)


def test_each_slot_is_run_when_it_comes(project: Path) -> None:
    day = Day(timedelta(hours=2))
    day.watch(project, day.start)
    assert day.lines == [
        # it begins 25 minutes after a slot
        "2026-11-30 02:25 half: skipped, 0 s: the schedule is new: it is run from its next slot on",
        "2026-11-30 02:30 half: released, 60 s: r",
        "2026-11-30 03:00 half: released, 60 s: r",
        "2026-11-30 03:30 half: released, 60 s: r",
        "2026-11-30 04:00 half: released, 60 s: r",
    ]
    assert max(day.waits) <= LONGEST


def test_a_run_that_cannot_begin_is_tried_again_a_minute_later(project: Path) -> None:
    day = Day(timedelta(minutes=20))
    times: list[datetime] = []

    def fails(_path: Path, _wait: Callable[[float], bool]) -> str:
        times.append(day.now)
        return "why"

    day.watch(project, fails)
    assert set(day.lines) == {"why"}
    gaps = {(after - before).total_seconds() for before, after in pairwise(times)}
    assert min(gaps) >= 50  # at a slot it looks sooner


def test_a_manifest_that_breaks_is_told_once_and_read_again(project: Path) -> None:
    day = Day(timedelta(minutes=50))
    text = project.read_text(encoding="utf-8")
    project.write_text(text + "oops", encoding="utf-8")

    def wait(seconds: float) -> bool:
        if day.now > BEGIN + timedelta(minutes=10):
            project.write_text(text, encoding="utf-8")
        return Day.wait(day, seconds)

    watch(project, day.lines.append, wait, now=lambda: day.now, start=day.start)
    assert len([line for line in day.lines if "MAN002" in line]) == 1
    assert [line[11:16] for line in day.lines if "released" in line][-1] == "03:00"


def test_there_is_one_daemon_of_a_project(project: Path) -> None:
    manifest = load(project)
    with alone(manifest), pytest.raises(PublishError) as caught, alone(manifest):
        pass
    assert caught.value.diagnostics[0].code == "LOCK001"
    with alone(manifest):
        pass


def test_who_waits_hears_that_the_end_is_asked_for() -> None:
    stop = Stop()
    assert stop.wait(0) is False
    stop.ask()
    began = time.monotonic()
    assert stop.wait(60) is True
    assert time.monotonic() - began < 5
    stop.close()


# ------------------------------------------------------------------------------ real processes


def started(project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "publish", "daemon"],
        cwd=project.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(project.parent / "c")},
    )


def waited(condition: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.1)


def runs(project: Path) -> tuple[Run, ...]:
    folder = project.parent / "releases"
    if not (folder / "record.sqlite").exists():
        return ()
    with closing(Record(folder)) as record:
        return record.runs()


def test_a_real_daemon_runs_what_is_due_and_refuses_a_second(project: Path) -> None:
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("*/30 ", "* "), encoding="utf-8")
    daemon = started(project)
    try:
        waited(lambda: any(run.ended for run in runs(project)))
        second = started(project)
        assert "another daemon" in second.communicate(timeout=60)[1]
        assert second.returncode == 75
    finally:
        daemon.send_signal(signal.SIGTERM)
        out, err = daemon.communicate(timeout=60)
    assert daemon.returncode == 0, err
    assert "half: released" in out
    assert "the daemon ends" in err
    assert (project.parent / "releases/current/files").is_dir()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_at_work_is_ended_and_recorded(project: Path, number: signal.Signals) -> None:
    text = project.read_text(encoding="utf-8").replace("*/30 ", "* ")
    project.write_text(text.replace('"html"', '"html", "pdf"'), encoding="utf-8")
    for each in range(60):
        (project.parent / f"p{each}.md").write_text(f"# P{each}\n\nText.\n", encoding="utf-8")
    daemon = started(project)
    try:
        waited(lambda: any(run.status is Status.RUNNING for run in runs(project)))
    finally:
        daemon.send_signal(number)
        out, err = daemon.communicate(timeout=60)
    assert daemon.returncode == 0, err
    (run,) = (run for run in runs(project) if run.status is not Status.SKIPPED)
    assert run.status is Status.FAILED
    assert "interrupted" in run.reason
    assert "half: failed" in out
    assert not (project.parent / "releases/current").exists()
