"""Who is told of a run, and how: a webhook, mail, or one of Apprise's services.

Addresses are secrets: they stand in the environment only, and neither they nor what a library says of
them goes into a message, a record or a log.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from publish.diagnostics import Diagnostic
from publish.manifest.model import Manifest
from publish.manifest.unattended import NotifyTable
from publish.runs.model import Run
from publish.runs.notify.events import events
from publish.runs.notify.failed import NotSent
from publish.runs.notify.notice import Notice, notice
from publish.runs.notify.sending import send

__all__ = ["events", "notify"]


def notify(
    manifest: Manifest,
    run: Run,
    before: Run | None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Diagnostic, ...]:
    """Tell those of the manifest of a run that has ended; ``before`` is the one of the same schedule
    that ended before it.

    Gives a warning for each who could not be told: the variable is not set (NTF001) or holds no
    address (NTF002), nobody took the notice (NTF003), a library is missing (NTF004). Raises nothing.
    """
    happened = events(run, before)
    asked = [
        (name, table)
        for name, table in manifest.unattended.notify.items()
        if happened & {*table.on}
    ]
    if not asked:
        return ()
    told = notice(manifest, run, before)
    found = (_send(manifest, name, table, told, environment) for name, table in asked)
    return tuple(fault for fault in found if fault)


def _send(
    manifest: Manifest,
    name: str,
    table: NotifyTable,
    told: Notice,
    environment: Mapping[str, str],
) -> Diagnostic | None:
    variable = table.url.removeprefix("env:")
    address = environment.get(variable, "").strip()
    try:
        if not address:
            hint = f"set {variable} to the address, where the run is started"
            raise NotSent("NTF001", f"the variable {variable} is not set", hint)
        send(address, told)
    except NotSent as why:
        message = f"“{name}” was not told: {why.message}"
        hint = why.hint or f"look at the address in {variable}; the run itself is not affected"
        return Diagnostic(str(manifest.path), 0, 0, why.code, message, hint)
    return None
