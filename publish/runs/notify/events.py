"""What happened, for those who are told of it."""

from __future__ import annotations

from publish.manifest.unattended import Event
from publish.runs.model import Run, Status


def events(run: Run, before: Run | None) -> frozenset[Event]:
    """What a run that has ended is to those who are told: ``failure``; ``success``, and ``recovery``
    where the one before failed; ``change`` where there is a new release. A slot that was missed for good is
    a ``failure`` too."""
    if run.is_bad or run.status is Status.SKIPPED:
        return frozenset({"failure"})
    if not run.is_good:
        return frozenset()
    found: set[Event] = {"success"}
    if before is not None and before.is_bad:
        found.add("recovery")
    if run.status is Status.RELEASED:
        found.add("change")
    return frozenset(found)
