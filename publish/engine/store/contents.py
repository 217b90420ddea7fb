"""What files hold, without reading those again of which the state is as it was."""

from __future__ import annotations

import time
from functools import cached_property

from publish.disk import State, content_digest, state
from publish.engine.store.rows import Rows


class Contents:
    """Digests of files, remembered in a table of rows with the state that each file had."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._learnt: dict[str, tuple[State, str]] = {}

    def digest(self, path: str) -> str:
        """The digest of a file; empty where there is none to be read.

        What was written a moment ago is read each time: its next change could leave no trace.
        """
        found = state(path)
        if found is None:
            return ""
        known = self._known.get(path)
        if known and known[0] == found:
            return known[1]
        name = content_digest(path)
        if found.is_settled(time.time_ns()) and state(path) == found:
            self._known[path] = self._learnt[path] = (found, name)
        return name

    def save(self) -> None:
        """Remember what was read."""
        if self._learnt:
            self._rows.put_files((path, *known) for path, known in self._learnt.items())
            self._learnt = {}

    @cached_property
    def _known(self) -> dict[str, tuple[State, str]]:
        return self._rows.files()
