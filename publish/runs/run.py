"""One run, from its order to its record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec


class Order(msgspec.Struct, frozen=True):
    """What is to be run: a schedule, or all documents where it is empty; ``slot`` is when it was due."""

    manifest: Path
    schedule: str = ""
    slot: datetime | None = None
    why: str = "asked"  # asked, due, caught up
