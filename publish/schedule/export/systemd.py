"""Units of systemd that tick: a timer, and a service that runs what is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from publish.schedule.export.quoting import in_unit

_TIMER = """\
# Written by “publish schedule install --systemd” for {manifest}
[Unit]
Description=Look every five minutes whether a run of publish is due ({name})

[Timer]
OnCalendar=*:0/5
Persistent=true
AccuracySec=15s

[Install]
WantedBy=timers.target
"""
_SERVICE = """\
# Written by “publish schedule install --systemd” for {manifest}
[Unit]
Description=Run what is due of publish ({name})

[Service]
Type=oneshot
ExecStart={command}
WorkingDirectory={folder}
Environment={path}
EnvironmentFile=-%h/.config/publish/{unit}.env
# 75: another run is at work
SuccessExitStatus=75
TimeoutStartSec=infinity
Nice=10
UMask=0022
# It may read what its user may, and write where it has to.
PrivateUsers=yes
ProtectSystem=strict
ReadWritePaths={writes}
PrivateTmp=yes
NoNewPrivileges=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
LockPersonality=yes
SystemCallArchitectures=native
"""


class Tick(NamedTuple):
    """What ticks: ``unit`` is the name without suffix; the command is whole, and the folders are those
    in which it writes."""

    unit: str
    name: str
    manifest: str
    folder: str
    command: Sequence[str]
    path: str
    writes: Sequence[str]


def units(tick: Tick) -> dict[str, str]:
    """The texts of the units by the names of their files."""
    # A dollar begins a variable in commands only.
    command = " ".join(in_unit(word).replace("$", "$$") for word in tick.command)
    service = _SERVICE.format(
        manifest=_line(tick.manifest),
        name=_line(tick.name).replace("%", "%%"),
        command=command,
        folder=tick.folder.replace("%", "%%"),
        path=in_unit(f"PATH={tick.path}"),
        unit=tick.unit,
        writes=" ".join(in_unit(f"-{path}") for path in tick.writes),
    )
    timer = _TIMER.format(manifest=_line(tick.manifest), name=_line(tick.name).replace("%", "%%"))
    return {f"{tick.unit}.service": service, f"{tick.unit}.timer": timer}


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip("\\")
