"""The line of a crontab that ticks."""

from __future__ import annotations

import shlex

from publish.schedule.export.systemd import Tick


def with_tick(crontab: str, tick: Tick) -> str:
    """A crontab with the line; one that was there for the same manifest is replaced."""
    return f"{without_tick(crontab, tick)}{_mark(tick)}\n{line(tick)}\n"


def without_tick(crontab: str, tick: Tick) -> str:
    """A crontab without the line; all others stay as they are."""
    kept: list[str] = []
    lines = iter(crontab.splitlines())
    for each in lines:
        if each == _mark(tick):
            next(lines, None)
        else:
            kept.append(each)
    return "".join(f"{each}\n" for each in kept)


def line(tick: Tick) -> str:
    """Every five minutes; with the variables of a file, if there is one, since cron gives none."""
    variables = f'"$HOME/.config/publish/{tick.unit}.env"'
    command = (
        f"set -a; [ -r {variables} ] && . {variables}; PATH={shlex.quote(tick.path)};"
        f" cd {shlex.quote(tick.folder)} && exec {shlex.join(tick.command)}"
    )
    return "*/5 * * * * " + command.replace("%", r"\%")  # a bare one is a line break there


def _mark(tick: Tick) -> str:
    return f"# publish: {tick.manifest}"
