"""The record of runs: what it cannot tell is a sentence, and who only looks leaves it alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.runs.model import Run, Status
from publish.runs.record import NAME, Record

BEGAN = datetime(2026, 11, 1, 2, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(Record(tmp_path)) as record:
        record.begin(Run(id=0, schedule="nightly", slot=BEGAN, began=BEGAN))
    return tmp_path


def changed(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / NAME)) as base, base:
        base.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE run SET value = x'7b'", "DROP TABLE run", "PRAGMA user_version = 9"]
)
def test_a_record_that_cannot_be_read_is_told(folder: Path, statement: str) -> None:
    changed(folder, statement)
    with pytest.raises(PublishError, match="RUN002"), closing(Record(folder)) as record:
        record.runs()


def test_who_only_looks_writes_nothing(folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    with closing(Record(folder)) as record:
        assert record.last_slot("nightly") == BEGAN
        assert [run.began for run in record.runs()] == [BEGAN]
    assert (folder / NAME).read_bytes() == before


def test_the_latest_runs_of_each_schedule_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.runs.record.KEPT", 3)
    with closing(Record(folder)) as record:
        for minute in range(10):
            slot = BEGAN + timedelta(minutes=minute)
            record.begin(Run(id=0, schedule="often", slot=slot, began=slot))
        assert [run.slot for run in record.runs(schedule="often")] == [
            BEGAN + timedelta(minutes=minute) for minute in (9, 8, 7)
        ]
        assert record.last_slot("nightly") == BEGAN, (
            "one that runs seldom is not forgotten for others"
        )
        assert record.begin(Run(id=0, schedule="", slot=None, began=BEGAN)).id == 12


def test_all_runs_are_counted_however_many_are_read(folder: Path) -> None:
    with closing(Record(folder)) as record:
        for status in [Status.RELEASED] * 1200 + [Status.FAILED] * 3:
            record.begin(Run(id=0, schedule="often", slot=None, began=BEGAN, status=status))
        assert record.counts() == {
            ("nightly", "running"): 1, ("often", "released"): 1200, ("often", "failed"): 3
        }  # fmt: skip
        assert set(record.counts("nightly")) == {("nightly", "running")}
