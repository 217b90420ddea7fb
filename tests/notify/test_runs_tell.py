"""Real runs tell those of the manifest, and an address gets into nothing that a run leaves."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from notify.test_notify import CANARY, Receiver
from notify.test_notify import receiver as receiver
from runs.project import current, edit, project, ran, said

from publish.diagnostics import PublishError
from publish.manifest import load
from publish.runs.due import due
from publish.runs.held import held
from publish.runs.model import Run, Status
from publish.runs.record import Record
from publish.runs.run import told

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
