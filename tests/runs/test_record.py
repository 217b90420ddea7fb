"""The record of runs: what it cannot tell is a sentence, and who only looks leaves it alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.runs.model import Run
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
