"""A run, as it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec


class Status(StrEnum):
    """How a run ended. ``RUNNING`` without a living process is one that broke off."""

    RUNNING = "running"
    RELEASED = "released"
    UNCHANGED = "unchanged"
    REFUSED = "refused"  # built, but a check of the release failed
    FAILED = "failed"
    TIMED_OUT = "timed out"
    SKIPPED = "skipped"  # a slot that was missed, and not made up for


BROKEN_OFF = 137  # exit code of a run that was killed: when that was, nobody knows
GOOD = frozenset({Status.RELEASED, Status.UNCHANGED})
BAD = frozenset(
    {Status.REFUSED, Status.FAILED, Status.TIMED_OUT}
)  # others have not ended, or never began


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run. ``schedule`` is empty where a person asked; ``slot`` is when it was due; all times are
    in UTC. ``release`` names the folder of a release that was made, ``before`` the one that stood then.
    ``findings`` counts them by code; ``sizes`` gives bytes by format; ``reason`` is a sentence."""

    id: int
    schedule: str
    slot: datetime | None
    began: datetime
    ended: datetime | None = None
    status: Status = Status.RUNNING
    why: str = ""  # asked, due, caught up, rolled back
    reason: str = ""
    release: str = ""
    before: str = ""
    built: int = 0
    current: int = 0
    failed: tuple[str, ...] = ()
    findings: Mapping[str, int] = {}
    sizes: Mapping[str, int] = {}
    versions: Mapping[str, str] = {}
    inputs: str = ""  # digest of what the outputs were made of
    exit_code: int = 0

    @property
    def is_good(self) -> bool:
        """Whether it did what it should."""
        return self.status in GOOD

    @property
    def is_bad(self) -> bool:
        """Whether it did not, and somebody should look."""
        return self.status in BAD
