"""One conversion by one process of pandoc, always in its sandbox."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

from publish.diagnostics import Diagnostic, PublishError, Severity

TIMEOUT = 120  # seconds for one conversion
MEMORY = ("+RTS", "-M4g", "-RTS")  # what it may fill, however it is asked
_HEAP = 251  # the status of a program of Haskell that has filled it


@cache
def program() -> str:
    """Path of the pandoc binary that the wheel brings. Raises PublishError when it is not there."""
    from importlib.util import find_spec

    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
    binary = folder / "pandoc"
    if not binary.is_file():
        raise error("PAN001", "pandoc is missing", "run: pip install pypandoc_binary")
    return str(binary)


@cache
def version() -> str:
    """Pandoc's version, such as ``3.9``."""
    return convert(b"", ("--version",)).split(b"\n")[0].split()[-1].decode()


def convert(data: bytes, options: tuple[str, ...]) -> bytes:
    """Standard output of pandoc run with ``options`` on ``data``, always with ``--sandbox``.

    Raises PublishError (PAN002) with pandoc's own message when it fails or takes too long.
    """
    try:
        run = subprocess.run(
            [program(), "--sandbox", "--data-dir", os.devnull, *options, *MEMORY],
            input=data,
            capture_output=True,
            timeout=TIMEOUT,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise error("PAN002", f"pandoc took longer than {TIMEOUT} s", "split the post") from None
    if run.returncode == _HEAP:
        raise error("PAN002", "pandoc took more memory than it may have", "split the post")
    if run.returncode:
        message = run.stderr.decode("utf-8", "replace").strip() or f"status {run.returncode}"
        raise error("PAN002", f"pandoc could not convert this: {message}", "")
    return run.stdout


def environment() -> dict[str, str]:
    """No data folder and a fixed locale: nothing of the user's set-up changes an output."""
    return {
        "HOME": os.devnull,
        "XDG_DATA_HOME": os.devnull,
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
    }


def error(code: str, message: str, hint: str) -> PublishError:
    """What is wrong with pandoc or with what it was given, to be raised."""
    return PublishError(
        Diagnostic(
            path="pandoc",
            line=0,
            column=0,
            code=code,
            message=message,
            hint=hint,
            severity=Severity.ERROR,
        )
    )
