"""The tries of a run: one that broke off is made again, and what came of the last one is the run's end."""

from __future__ import annotations

import os
from collections.abc import Iterator

from msgspec.structs import replace

from publish.diagnostics import Diagnostic, PublishError, remedy, whole_file_error
from publish.manifest.amounts import seconds
from publish.release.limit import Late, Limit
from publish.release.switch import retire
from publish.runs.bringing import brought
from publish.runs.building import INTERNAL, Broken
from publish.runs.model import Run, Status
from publish.runs.record import Record
from publish.runs.releasing import FAILED, REFUSED, Task, released

TIMED_OUT = 124
_FIRST, _FACTOR = 10.0, 3  # seconds before the second try, and how much longer each pause is


def tried(task: Task, run: Run, record: Record, found: list[Diagnostic]) -> Run:
    """The end of a run, recorded; what is to be said of it is added to ``found``.

    Raises PublishError (RUN002).
    """
    for pause in (*_pauses(task.schedule.retries), 0):
        found.clear()
        limit = Limit(seconds(task.schedule.timeout))
        ended, again = _try(task, run, limit, found)
        if not again:
            break
        if pause:
            task.sleep(pause)
    record.end(ended)
    if ended.is_good:
        _retired(task, found)
        ended = brought(task.manifest, ended, limit, task.progress, found)
        ended = replace(ended, ended=task.now())
        record.end(ended)
    return ended


def _try(task: Task, run: Run, limit: Limit, found: list[Diagnostic]) -> tuple[Run, bool]:
    """How one try ended, and whether another may end otherwise."""
    place, status, code, again = str(task.manifest.path), Status.FAILED, FAILED, False
    try:
        return replace(released(task, run, limit, found), ended=task.now()), False
    except Late:
        message = f"the run took longer than {task.schedule.timeout}, and was ended"
        hint = (
            "what was finished is kept, and the next run goes on from it; or allow more “timeout”"
        )
        told = whole_file_error(place, "RUN003", message, hint)
        status, code, again = Status.TIMED_OUT, TIMED_OUT, True
    except Broken as error:
        told = whole_file_error(
            place, "RUN005", str(error), "run publish build by hand to see more"
        )
        code, again = error.code, True
    except PublishError as error:
        told, *others = error.diagnostics
        found += others
        refused = told.code == "REL003"
        status, code = (Status.REFUSED, REFUSED) if refused else (Status.FAILED, FAILED)
    except OSError as error:
        releases = str(task.manifest.unattended.releases)
        message = f"the release cannot be written: {error.strerror or error}"
        told = whole_file_error(releases, "REL004", message, remedy(error))
    except Exception as error:  # of ours; the run is recorded and told all the same
        if os.environ.get("PUBLISH_DEBUG"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "this is a bug in publish; run again with --debug"
        told = whole_file_error(place, "RUN006", f"internal error: {what}", hint)
        code = INTERNAL
    found.append(told)
    ended = replace(run, status=status, ended=task.now(), reason=told.message, exit_code=code)
    return ended, again


def _retired(task: Task, found: list[Diagnostic]) -> None:
    """Forget old releases; that this does not work makes no run worse."""
    table, folder = task.manifest.unattended.release, task.manifest.unattended.releases
    try:
        retire(folder, table.keep, table.keep_days, task.now())
    except OSError as error:
        message = f"old releases cannot be removed: {error.strerror}"
        found.append(Diagnostic(str(folder), 0, 0, "REL006", message, remedy(error)))


def _pauses(retries: int) -> Iterator[float]:
    for number in range(retries):
        yield _FIRST * _FACTOR**number
