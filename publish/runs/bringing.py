"""A run brings the current release to where it belongs; one that is not everywhere has failed."""

from __future__ import annotations

from msgspec.structs import replace

from publish.diagnostics import Diagnostic
from publish.engine.request import Listener
from publish.manifest import Manifest
from publish.release.deploy import deployed
from publish.release.limit import Limit
from publish.runs.model import Run, Status
from publish.runs.releasing import FAILED


def brought(
    manifest: Manifest, run: Run, limit: Limit, progress: Listener, found: list[Diagnostic]
) -> Run:
    """The run after its release, or that of before, was brought to every place. What refuses is added to
    ``found``: the release stands all the same, and the next run brings it again."""
    faults = list(deployed(manifest, limit, progress))
    if not faults:
        return run
    found += faults
    stands = "the release stands, but was" if run.release else "the current release was"
    reason = f"{stands} not brought everywhere: {faults[0].message}"
    return replace(run, status=Status.FAILED, reason=reason, exit_code=FAILED)
