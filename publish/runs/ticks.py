"""Timers of this machine that ask every five minutes what is due: put in place, and taken away."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from publish import disk
from publish.diagnostics import PublishError, remedy, whole_file_error
from publish.disk import digest
from publish.manifest.model import Manifest
from publish.runs.child import program
from publish.schedule.export.crontab import with_tick, without_tick
from publish.schedule.export.systemd import Tick, units

_LIMIT = 30  # seconds that systemctl and crontab may take


def tick(manifest: Manifest, environment: Mapping[str, str] = os.environ) -> Tick:
    """What ticks for a manifest, with the interpreter that is running."""
    path = (manifest.path or manifest.root / "publish.toml").resolve()
    name = manifest.filed_as
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30]
    # Two projects may have one name.
    unit = "-".join(filter(None, ("publish", short, digest(os.fsencode(path))[:8])))
    return Tick(
        unit=unit,
        name=name,
        manifest=str(path),
        folder=str(manifest.root),
        command=tuple(program(["run", "--due", "-m", str(path)])),
        path=environment.get("PATH", os.defpath),
        writes=_writes(manifest, environment),
    )


def units_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where systemd looks for the units of a user."""
    home = environment.get("XDG_CONFIG_HOME", "")
    return (Path(home) if home else Path.home() / ".config") / "systemd" / "user"


def install_units(tick: Tick, folder: Path) -> list[str]:
    """Write the units, and have systemd start the timer. Gives what was done.

    Raises PublishError (SCH004) where that does not work; the units stay then.
    """
    done = []
    try:
        for name, text in units(tick).items():
            disk.write(folder / name, text.encode())
            done.append(f"wrote {folder / name}")
        for path in map(Path, tick.writes):  # systemd opens only what is there
            if path.parent.is_dir():
                path.mkdir(exist_ok=True)
            else:  # most often a disk that is not mounted, below which nothing is to be written
                done.append(f"{path.parent} is not there: it must be before a run writes into it")
    except OSError as error:
        raise _fault(
            str(folder), f"the units cannot be written: {error.strerror}", remedy(error)
        ) from None
    return [
        *done,
        _systemctl(["daemon-reload"]),
        _systemctl(["enable", "--now", f"{tick.unit}.timer"]),
    ]


def remove_units(tick: Tick, folder: Path) -> list[str]:
    """Stop the timer, and remove the units. Raises PublishError (SCH004)."""
    there = [folder / name for name in units(tick) if (folder / name).exists()]
    if not there:
        return []
    done = [_systemctl(["disable", "--now", f"{tick.unit}.timer"])]
    try:
        for path in there:
            path.unlink()
            done.append(f"removed {path}")
    except OSError as error:
        raise _fault(
            str(folder), f"the units cannot be removed: {error.strerror}", remedy(error)
        ) from None
    return [*done, _systemctl(["daemon-reload"])]


def install_line(tick: Tick) -> list[str]:
    """Put the line into the user's crontab, once. Raises PublishError (SCH004)."""
    before = _crontab()
    _changed(before, with_tick(before, tick))
    return ["the crontab of this user has the line now"]


def remove_line(tick: Tick) -> list[str]:
    """Take the line out of the user's crontab. Raises PublishError (SCH004)."""
    before = _crontab()
    after = without_tick(before, tick)
    if after == before:
        return []
    _changed(before, after)
    return ["the crontab of this user has the line no more"]


def _writes(manifest: Manifest, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The folders in which a run writes; those below another are opened with it."""
    local = (table.to for table in manifest.unattended.deploy.values() if "://" not in table.to)
    folders = [
        manifest.root,
        manifest.out,
        manifest.unattended.releases,
        disk.user_cache(environment),
        *(manifest.root / place for place in local if not re.match(r"[^/]+:", place)),
    ]
    whole = dict.fromkeys(Path(os.path.normpath(folder)) for folder in folders)
    return tuple(str(each) for each in whole if not any(above in whole for above in each.parents))


def _systemctl(words: Sequence[str]) -> str:
    command = ["systemctl", "--user", *words]
    said = _run(command)
    if said is not None:
        raise _fault(
            " ".join(command),
            f"systemd does not do this: {said}",
            "log in as this user and run it by hand, or take publish schedule install --cron",
        )
    return f"ran {' '.join(command)}"


def _crontab() -> str:
    try:
        found = subprocess.run(
            ["crontab", "-l"],  # noqa: S607 - as the shell of the user finds it
            capture_output=True,
            text=True,
            check=False,
            timeout=_LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise _fault(
            "crontab", "there is no crontab on this machine", "install cron, or take --systemd"
        ) from None
    if found.returncode and "no crontab" not in found.stderr:
        raise _fault("crontab -l", f"the crontab cannot be read: {_last(found.stderr)}", "")
    return "" if found.returncode else found.stdout


def _changed(before: str, after: str) -> None:
    if after == before:
        return
    said = _run(["crontab", "-"], after)
    if said is not None:
        raise _fault("crontab -", f"the crontab is not taken: {said}", "it stays as it was")


def _run(command: Sequence[str], given: str = "") -> str | None:
    """None where it went well; otherwise what it said last."""
    try:
        found = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, timeout=_LIMIT
        )
    except OSError as error:
        return error.strerror or "it cannot be started"
    except subprocess.TimeoutExpired:
        return "it does not end"
    return (_last(found.stderr) or f"exit code {found.returncode}") if found.returncode else None


def _last(said: str) -> str:
    return (said.strip().splitlines() or [""])[-1]


def _fault(place: str, message: str, hint: str) -> PublishError:
    return PublishError(whole_file_error(place, "SCH004", message, hint))
