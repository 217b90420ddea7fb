"""A table of rows in one file of SQLite: bytes by kind and key, and what files held when they were read.

Every row is sealed with a digest. A file that is damaged, foreign or of another version is made anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from publish.disk import State
from publish.engine.store.seal import opened, sealed

NAME = "traces.sqlite"
VERSION = 1  # of the tables; raised when rows mean something else
_OURS = 0x70756231  # “pub1”, the application id in the head of the file
_DAY = 86_400
_TABLES = """
CREATE TABLE IF NOT EXISTS row (kind TEXT, key TEXT, used INTEGER, value BLOB, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER,
                                 inode INTEGER, digest TEXT);
"""

T = TypeVar("T")


class Rows:
    """The table in ``folder``; one in memory where there can be none. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None

    def get(self, kind: str, key: str) -> bytes | None:
        """The value of a key."""
        question = "SELECT value, used FROM row WHERE kind = ? AND key = ?"
        found = self._asked(lambda base: base.execute(question, (kind, key)).fetchone(), None)
        if found is None:
            return None
        value = opened(kind, key, found[0])
        if value is not None and found[1] < _now() - _DAY:
            self.put(kind, [(key, value)])
        return value

    def all(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Every key of a kind with its value."""
        question = "SELECT key, value FROM row WHERE kind = ? ORDER BY key"
        nothing: list[tuple[Any, Any]] = []
        found = self._asked(lambda base: base.execute(question, (kind,)).fetchall(), nothing)
        for key, written in found:
            value = opened(kind, key, written)
            if value is not None:
                yield key, value

    def put(self, kind: str, rows: Iterable[tuple[str, bytes]], gone: Iterable[str] = ()) -> None:
        """Write rows and remove others, all or none of them."""
        written = [(kind, key, _now(), sealed(kind, key, value)) for key, value in rows]
        removed = [(kind, key) for key in gone]

        def change(base: sqlite3.Connection) -> None:
            with base:
                base.executemany("DELETE FROM row WHERE kind = ? AND key = ?", removed)
                base.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)", written)

        self._asked(change, None)

    def files(self) -> dict[str, tuple[State, str]]:
        """What is known of files: their state when they were read, and their digest."""
        nothing: list[tuple[Any, ...]] = []
        found = self._asked(lambda base: base.execute("SELECT * FROM file").fetchall(), nothing)
        return {path: (State(*numbers), name) for path, *numbers, name in found}

    def put_files(self, rows: Iterable[tuple[str, State, str]]) -> None:
        """Keep what files hold."""
        written = [(path, *known, name) for path, known, name in rows]

        def change(base: sqlite3.Connection) -> None:
            with base:
                base.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", written)

        self._asked(change, None)

    def forget(self, before: int) -> None:
        """Remove the rows that were used last ``before`` a time (seconds), but never those of outputs
        and of how they came about."""
        outputs = "SELECT key FROM row WHERE kind = 'output'"
        lasting = f"kind = 'output' OR kind = 'trace' AND key IN ({outputs})"

        def change(base: sqlite3.Connection) -> None:
            with base:
                base.execute(f"DELETE FROM row WHERE used < ? AND NOT ({lasting})", (before,))  # noqa: S608
                base.execute("DELETE FROM file")

        self._asked(change, None)

    def clear(self) -> None:
        """Begin with an empty file."""
        with self._lock:
            self._renew()

    def close(self) -> None:
        """Nothing more is asked; the file is whole."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _asked(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What ``work`` gives. A file that others write, or that nobody can, gives ``otherwise``; one
        that is no table of ours is made anew first."""
        with self._lock:
            for _ in range(2):
                try:
                    self._base = self._base or self._open()
                    return work(self._base)
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                        return otherwise
                    self._renew()  # tables are not there
                except (sqlite3.DatabaseError, UnicodeDecodeError):
                    self._renew()
        return otherwise

    def _open(self) -> sqlite3.Connection:
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._ready(_connected(str(self.path)))
        except sqlite3.OperationalError:  # no folder, or one that is closed
            return self._ready(_connected(":memory:"))

    def _ready(self, base: sqlite3.Connection) -> sqlite3.Connection:
        """With its tables. Raises DatabaseError for a file that is not ours or is of another version."""
        try:
            if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                # Where the file system has no shared memory SQLite stays with its journal.
                base.execute("PRAGMA journal_mode = WAL")
                base.executescript(  # another process may do the same just now
                    f"BEGIN IMMEDIATE; {_TABLES} PRAGMA application_id = {_OURS};"
                    f"PRAGMA user_version = {VERSION}; COMMIT;"
                )
            known = base.execute("PRAGMA application_id").fetchone()[0]
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if (known, version) != (_OURS, VERSION):
                raise sqlite3.DatabaseError("another table")
            base.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            base.close()
            raise
        return base

    def _renew(self) -> None:
        self.close()
        for end in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + end).unlink()


def _connected(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=5, check_same_thread=False)


def _now() -> int:
    return int(time.time())
