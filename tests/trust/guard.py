"""A guard over this process and those it forks: what is opened, reached or started is looked at."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_OWN = tuple(
    os.path.realpath(place)
    for place in (
        *(sys.prefix, sys.base_prefix, Path(__file__).parents[2], *filter(None, sys.path)),
        *("/usr/share", "/usr/lib", "/usr/local/lib", "/lib", "/etc/fonts", "/dev/null", "/proc"),
        *("/etc/mime.types", "/etc/localtime", "/dev/urandom", Path.home() / ".cache"),
        Path(tempfile.gettempdir()) / "pymp-",
    )
)
_PROGRAMS = ("pandoc", "fc-list", "fc-match", "ldconfig")
_places: list[str] = []
_log: list[int] = []
_hooked: list[bool] = []


class Escape(Exception):
    """Something was asked for that no post may ask for."""


def watch(root: Path, log: Path) -> None:
    """From now on whatever is opened outside of ``root`` and the product's own files is written to
    ``log`` and refused; so are connections, and processes that are not pandoc."""
    _log[:] = [os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)]
    _places[:] = [os.path.realpath(root)]
    if not _hooked:
        sys.addaudithook(_look)
        _hooked.append(True)


def rest() -> None:
    """Look no longer."""
    _places.clear()


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _places:
        return
    match event:
        case "open" if isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not any(
                path == it or path.startswith((f"{it}/", "/tmp/pymp-")) for it in (*_places, *_OWN)
            ):
                _refuse(f"open {path}")
        case "socket.connect" if isinstance(arguments[1], tuple):
            _refuse(f"connect {arguments[1]}")
        case "socket.getaddrinfo" | "socket.gethostbyname" | "socket.sendto":
            _refuse(f"{event} {arguments[:2]}")
        case "subprocess.Popen" | "os.exec" | "os.posix_spawn":
            program = os.fsdecode(arguments[0])
            if program.rpartition("/")[2] not in _PROGRAMS:
                _refuse(f"{event} {program}")
        case "os.system":
            _refuse(event)


def _refuse(what: str) -> None:
    os.write(_log[0], f"{what}\n".encode("utf-8", "backslashreplace"))
    raise Escape(what)
