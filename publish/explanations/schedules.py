"""Codes of schedules and notices."""

from __future__ import annotations

from collections.abc import Mapping

SCHEDULES: Mapping[str, str] = {
    "SCH001": (
        "The manifest has no schedule, so there is nothing to show, to install or to wait for. Write a "
        'table: `[schedule.nightly]` with `cron = "30 2 * * *"`.'
    ),
    "SCH002": (
        "The host for which schedules are exported cannot say when this one is due: its cron line holds "
        "signs that only `publish` reads, such as `L` or `#`, or is due more often than the host allows; "
        "or two schedules would have one name there; or outputs or releases lie outside of the folder of the "
        "manifest, which is all that a host has. "
        "Let the host tick every five minutes with `publish run --due`, or write another line or "
        "folder."
    ),
    "SCH003": (
        "The record of runs holds a time that is more than two days ahead: the clock of the machine was "
        "wrong then, or is wrong now. Runs go on by the clock as it is; nothing is run twice. Look at the "
        "clock."
    ),
    "SCH004": (
        "The timer could not be put in place or taken away: systemd or cron is not there, does not "
        "answer, or refuses it. The message says what it said. `publish schedule install --dry-run` "
        "prints what would be installed, to be put there by hand."
    ),
    "NTF001": (
        "The variable of the environment that is to hold the address of a notice is not set where the run "
        "was started. Timers and cron start programs with a small environment of their own; the chapter on "
        "schedules says where to put variables for them."
    ),
    "NTF002": (
        "The variable holds no address that can be used. It must be whole: `https://host/path` for a "
        "webhook, `smtp://user:password@host/?from=me@example.org&to=you@example.org` for mail, or one of "
        "Apprise's. Signs such as `@` and `/` in a password are written as `%40` and `%2F`. The address "
        "itself is never printed."
    ),
    "NTF003": (
        "A notice was not taken, after a few tries: nobody answers, the server refuses it, or its "
        "certificate is not accepted. The run itself is not affected, and its end is on record."
    ),
    "NTF004": (
        "The address is one of Apprise's, which is not installed: `pip install 'publish[apprise]'`. "
        "Webhooks and mail need nothing."
    ),
}
