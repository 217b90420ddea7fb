"""A record that is kept in memory, asked as the one on disk is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from publish.runs import record


class Memory(record.Record):
    """All of a record but its file."""

    def __init__(self) -> None:
        self.path = Path("record")
        self._base = sqlite3.connect(":memory:")
        self._base.executescript(record._TABLES)
