"""What is said of a run: one line, a text in readers' words, and all of it for programs."""

from __future__ import annotations

from datetime import datetime

import msgspec

from publish.manifest.model import Manifest
from publish.runs.history import figures
from publish.runs.model import Run, Status
from publish.runs.notify.events import events

_MOST = 20  # documents named, so that a mail stays a mail
_SAID = {
    Status.RUNNING: "is at work",
    Status.RELEASED: "a new release",
    Status.UNCHANGED: "nothing has changed",
    Status.REFUSED: "a release was refused",
    Status.FAILED: "failed",
    Status.TIMED_OUT: "took too long",
    Status.SKIPPED: "missed",
}


class Notice(msgspec.Struct, frozen=True):
    """``events`` is what happened; ``text`` begins with the ``subject``; ``run`` is all that is on
    record."""

    bundle: str
    events: tuple[str, ...]
    subject: str
    text: str
    run: Run

    @property
    def sent(self) -> datetime:
        """When there was something to say."""
        return self.run.ended or self.run.began


def notice(manifest: Manifest, run: Run, before: Run | None) -> Notice:
    """What is said of a run that has ended, and of the one before it."""
    bundle = _line(manifest.called)
    said = _SAID[run.status]
    if run.is_good and before is not None and before.is_bad:
        said = f"well again, {said}"
    name = f" ({run.schedule})" if run.schedule else ""
    subject = f"{bundle}{name}: {said}"
    return Notice(
        bundle, tuple(sorted(events(run, before))), subject, _text(subject, run, before), run
    )


def _text(subject: str, run: Run, before: Run | None) -> str:
    lines = [subject, ""]
    if run.reason:
        lines += [_line(run.reason), ""]
    if run.failed:
        lines.append("Documents that failed:")
        lines += [f"- {_line(name)}" for name in run.failed[:_MOST]]
        more = len(run.failed) - _MOST
        lines += [f"- and {more} more", ""] if more > 0 else [""]
    if run.is_good:
        lines.append(f"Files made: {run.built}; as they were: {run.current}.")
    if run.release:
        lines.append(f"Release: {run.release}.")
    elif run.before:
        lines.append(f"What readers see is still the release {run.before}.")
    if run.findings:
        found = ", ".join(f"{code} {number}" for code, number in sorted(run.findings.items()))
        lines.append(f"Findings: {found}.")
    if before is not None and before.is_bad and run.is_good:
        lines.append(f"The run of {_time(before.began)} went wrong: {_SAID[before.status]}.")
    number = f"run {run.id} on record" if run.id else "not on record"
    lines.append(f"Began {_time(run.began)}; {_due(run)}{number}.")
    return "\n".join(lines) + "\n"


def _due(run: Run) -> str:
    return f"was due {_time(run.slot)}; " if run.slot else ""


def _time(moment: datetime) -> str:
    return f"{figures.moment(moment)} UTC"


def _line(text: str) -> str:
    """Without line breaks and control characters, which mean something in the head of a mail."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
