"""Real runs tell those of the manifest, and an address gets into nothing that a run leaves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from notify.test_notify import CANARY, Receiver
from notify.test_notify import receiver as receiver
from runs.project import current, edit, project, ran, said

from publish.diagnostics import PublishError, whole_file_error
from publish.manifest import load
from publish.runs.daemon import watch
from publish.runs.due import due
from publish.runs.held import held
from publish.runs.model import Run, Status
from publish.runs.record import Record
from publish.runs.run import Order, told

NIGHTLY = """
[schedule.nightly]
cron = "30 2 * * *"
[notify.ops]
url = "env:OPS_URL"
on = ["failure", "recovery", "change"]
"""
NIGHT = datetime(2026, 11, 30, 2, 31, tzinfo=UTC)


def events(receiver: Receiver) -> list[Any]:
    return [body["events"] for _, _, body in receiver.got]


def test_failure_recovery_and_change_are_told_and_the_address_stays_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    folder = project(tmp_path / "p", NIGHTLY)
    monkeypatch.setenv("OPS_URL", receiver.address)
    ran(folder, "nightly")
    release = current(folder)
    ran(folder, "nightly")  # nothing has changed, and nobody is told
    assert events(receiver) == [["change", "success"]]
    (folder / "posts/two.md").write_bytes(b"\xff\xfe\x00\xd8")
    assert ran(folder, "nightly", expected=1)["status"] == "failed"
    edit(folder, "Stems")
    ran(folder, "nightly")
    assert events(receiver)[1:] == [["failure"], ["change", "recovery", "success"]]
    assert current(folder) != release
    receiver.answers = [404]
    edit(folder, "Flowers")
    code, out, err = said(folder, "run", "nightly", "--debug")
    assert code == 0
    assert "NTF003 “ops” was not told: the server answers 404" in err
    left = [path for path in folder.rglob("*") if path.is_file()]
    assert len(left) > 10
    assert CANARY not in out + err
    assert not [path for path in left if CANARY.encode() in path.read_bytes()]


def test_a_run_that_was_killed_is_told_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    folder = project(tmp_path / "p", NIGHTLY)
    monkeypatch.setenv("OPS_URL", receiver.address)
    with closing(Record(folder / "releases")) as record:
        record.begin(Run(id=0, schedule="nightly", slot=None, began=NIGHT))
    assert ran(folder, "nightly")["status"] == "released"
    assert events(receiver) == [["failure"], ["change", "recovery", "success"]]


def test_a_slot_that_two_timers_find_due_is_run_once(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", NIGHTLY.split("[notify")[0])
    manifest = load(folder / "publish.toml")
    with closing(Record(manifest.unattended.releases)) as record:
        (first,) = due(manifest, record, NIGHT)
        (second,) = due(manifest, record, NIGHT)
    assert told(first).run.status is Status.RELEASED
    with pytest.raises(PublishError) as caught:
        told(second)
    assert caught.value.diagnostics[0].code == "RUN001"
    with closing(Record(manifest.unattended.releases)) as record:
        assert len(record.runs()) == 1


def test_while_a_run_is_at_work_nothing_is_decided(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", NIGHTLY.split("[notify")[0])
    with held(load(folder / "publish.toml"), NIGHT):
        assert said(folder, "run", "--due") == (0, "", "")
    with closing(Record(folder / "releases")) as record:
        assert record.runs() == ()


@pytest.mark.parametrize(("catch_up", "told_of"), [("skip", [["failure"]]), ("once", [])])
def test_slots_that_no_run_makes_up_for_are_told_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    receiver: Receiver,
    catch_up: str,
    told_of: list[list[str]],
) -> None:
    more = NIGHTLY.replace("[notify", f'catch_up = "{catch_up}"\n[notify')
    manifest = load(project(tmp_path / "p", more) / "publish.toml")
    monkeypatch.setenv("OPS_URL", receiver.address)
    with closing(Record(manifest.unattended.releases)) as record:
        due(manifest, record, NIGHT - timedelta(hours=6))  # the schedule is new, which tells nobody
        for hours in (72, 73):
            due(manifest, record, NIGHT + timedelta(hours=hours, minutes=30))
    assert events(receiver) == told_of
    for _, _, body in receiver.got:
        assert body["subject"] == "Notes (nightly): missed"
        assert "no run makes up for it" in body["text"]


# ------------------------------------------------------------- runs of which nothing can be recorded


@pytest.fixture
def alert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> Path:
    """A project with a release, whose failures are told, and a cache of its own."""
    folder = project(tmp_path / "p", NIGHTLY.replace('"recovery", "change"', '"recovery"'))
    monkeypatch.setenv("OPS_URL", receiver.address)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def in_the_way(releases: Path) -> None:
    releases.write_text("in the way", encoding="utf-8")


def damaged(releases: Path) -> None:
    releases.mkdir()
    (releases / "record.sqlite").write_bytes(b"no base at all" * 100)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (in_the_way, "the folder of releases cannot be used: File exists"),
        (damaged, "cannot be read: file is not a database"),
    ],
)
def test_a_run_that_cannot_be_recorded_is_told(
    alert: Path, receiver: Receiver, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(alert / "releases")
    code, _, err = said(alert, "run", "nightly")
    assert code == 2 and reason in err
    assert events(receiver) == [["failure"]]
    ((_, _, body),) = receiver.got
    assert body["subject"] == "Notes (nightly): failed"
    assert reason in body["text"] and "not on record" in body["text"]
    assert (body["run"]["status"], body["run"]["exit_code"]) == ("failed", 2)
    said(alert, "run", "nightly")
    assert len(receiver.got) == 2, "each run that somebody asks for is one of its own"


@pytest.mark.parametrize("spoil", [in_the_way, damaged])
def test_timers_that_ask_again_tell_once_of_a_slot(
    alert: Path, receiver: Receiver, spoil: Callable[[Path], None]
) -> None:
    spoil(alert / "releases")
    for _ in range(3):
        code, _, err = said(alert, "run", "--due")
        assert code == 2 and ("REL004" in err or "RUN002" in err)
    assert events(receiver) == [["failure"]]
    manifest = load(alert / "publish.toml")
    for day in (0, 0, 1):
        slot = NIGHT.replace(minute=30) + timedelta(days=3650 + day)
        with pytest.raises(PublishError):
            told(Order(manifest.path or alert, "nightly", slot, "due"))
    assert events(receiver) == [["failure"]] * 3


def test_the_daemon_tells_of_a_record_that_it_cannot_read(alert: Path, receiver: Receiver) -> None:
    damaged(alert / "releases")
    looks: list[float] = []

    def wait(seconds: float) -> bool:
        looks.append(seconds)
        return len(looks) > 2

    lines: list[str] = []
    watch(alert / "publish.toml", lines.append, wait, now=lambda: NIGHT)
    assert events(receiver) == [["failure"]]
    assert len(lines) == 1 and "RUN002" in lines[0]


def test_a_release_that_could_not_be_recorded_is_named(
    alert: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_record: Record, _run: Run) -> None:
        raise PublishError(whole_file_error("record.sqlite", "RUN002", "it is full"))

    monkeypatch.setattr(Record, "end", full)
    with pytest.raises(PublishError):
        told(Order(alert / "publish.toml", "nightly"))
    ((_, _, body),) = receiver.got
    assert body["events"] == ["failure"]
    assert f"Release: {current(alert)}." in body["text"]


def test_who_finds_another_run_at_work_tells_nobody(alert: Path, receiver: Receiver) -> None:
    with held(load(alert / "publish.toml"), NIGHT):
        assert said(alert, "run", "nightly")[0] == 75
    assert receiver.got == []
