"""The record of runs: one file of SQLite beside the releases, which outlives every cache."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from publish.diagnostics import PublishError, remedy, whole_file_error
from publish.runs.model import Run, Status

NAME = "record.sqlite"
VERSION = 1
KEPT = 10_000  # runs of each schedule: of one every five minutes those of a month
_ANEW = "move it away; a new one is begun, and no release is lost"
_TABLES = """
CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY AUTOINCREMENT, schedule TEXT NOT NULL, slot TEXT,
                                began TEXT NOT NULL, status TEXT NOT NULL, value BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS run_by_slot ON run (schedule, slot);
"""

_FORGOTTEN = """
DELETE FROM run WHERE schedule = ?1
                  AND id <= (SELECT id FROM run WHERE schedule = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
"""


class Record:
    """The runs of a folder of releases, of each schedule the latest. Raises PublishError (RUN002) where it
    can neither be read nor made, or is of a later version; so does every method."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=30)
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise self._fault("is of a later version of publish", "update publish")
            if version < VERSION:  # who only looks writes nothing
                self._base.executescript(_TABLES + f"PRAGMA user_version = {VERSION};")
        except sqlite3.Error as error:
            raise self._fault(f"cannot be read: {error}", _ANEW) from None
        except OSError as error:
            raise self._fault(f"cannot be made: {error.strerror}", remedy(error)) from None

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def begin(self, run: Run) -> Run:
        """Write a run that begins, and give it its number. Raises PublishError (RUN002)."""
        with self._changed() as base:
            asked = "INSERT INTO run (schedule, slot, began, status, value) VALUES (?, ?, ?, ?, ?)"
            number = base.execute(asked, self._row(run)).lastrowid
            base.execute(_FORGOTTEN, (run.schedule, KEPT))
        return replace(run, id=number or 0)

    def end(self, run: Run) -> None:
        """Write how a run ended. Raises PublishError (RUN002)."""
        change = (
            "UPDATE run SET schedule = ?, slot = ?, began = ?, status = ?, value = ? WHERE id = ?"
        )
        with self._changed() as base:
            base.execute(change, (*self._row(run), run.id))

    @contextmanager
    def _changed(self) -> Iterator[sqlite3.Connection]:
        """A change of the record, which is on the disk afterwards. Raises PublishError (RUN002)."""
        try:
            with self._base as base:
                yield base
        except sqlite3.Error as error:
            hint = "look at the disk, and at the owner and the mode of the file"
            raise self._fault(f"cannot be written: {error}", hint) from None

    def last_slot(self, schedule: str, until: datetime | None = None) -> datetime | None:
        """The latest slot of a schedule that was run or skipped; of those not after ``until``."""
        asked = "SELECT max(slot) FROM run WHERE schedule = ?1 AND (?2 IS NULL OR slot <= ?2)"
        last = until.astimezone(UTC).isoformat() if until else None
        ((found,),) = self._rows(asked, schedule, last)
        return datetime.fromisoformat(found) if found else None

    def runs(self, most: int = 1000, schedule: str | None = None) -> tuple[Run, ...]:
        """The latest runs, the newest first; of one schedule, or of all."""
        asked = (
            "SELECT id, value FROM run WHERE ?1 IS NULL OR schedule = ?1 ORDER BY id DESC LIMIT ?2"
        )
        return self._runs(self._rows(asked, schedule, most))

    def counts(self, schedule: str | None = None) -> dict[tuple[str, str], int]:
        """How many runs are on record, by schedule and status; of one schedule, or of all."""
        asked = (
            "SELECT schedule, status, count(*) FROM run WHERE ?1 IS NULL OR schedule = ?1"
            " GROUP BY schedule, status"
        )
        return {(name, status): number for name, status, number in self._rows(asked, schedule)}

    def broken_off(self) -> tuple[Run, ...]:
        """Runs that began and never ended; whoever holds the lock knows that they are dead."""
        asked = "SELECT id, value FROM run WHERE status = ? ORDER BY id"
        return self._runs(self._rows(asked, Status.RUNNING))

    def _rows(self, asked: str, *values: object) -> list[tuple[Any, ...]]:
        """What the record answers. Raises PublishError (RUN002)."""
        try:
            return self._base.execute(asked, values).fetchall()
        except sqlite3.Error as error:
            raise self._fault(f"cannot be read: {error}", _ANEW) from None

    def _runs(self, rows: Iterable[tuple[int, bytes]]) -> tuple[Run, ...]:
        try:
            return tuple(replace(msgspec.json.decode(value, type=Run), id=id) for id, value in rows)
        except msgspec.MsgspecError as error:
            raise self._fault(f"cannot be read: {error}", _ANEW) from None

    def _row(self, run: Run) -> tuple[str, str | None, str, str, bytes]:
        slot = run.slot.astimezone(UTC).isoformat() if run.slot else None
        began = run.began.astimezone(UTC).isoformat()
        return run.schedule, slot, began, run.status.value, msgspec.json.encode(run)

    def _fault(self, message: str, hint: str) -> PublishError:
        return PublishError(whole_file_error(str(self.path), "RUN002", message, hint))
