"""One diagram by a program of the manifest's: text in, SVG out, within limits, without a shell."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

SECONDS = 30
MEGABYTES = 4000  # of memory that is written to: what Java and Chromium reserve does not count
LARGEST = 8_000_000  # bytes of the SVG, and of any file that the program writes
_PROOF = {"dot": "-V", "plantuml": "-version"}  # how a program tells its version; others: --version
_LABELS = b'{"htmlLabels": false, "flowchart": {"htmlLabels": false}}'  # words in SVG, not in HTML

_LIMITED = """
import os, resource, sys
seconds, memory, largest = map(int, sys.argv[1:4])
for limit, most in (
    (resource.RLIMIT_CPU, 2 * seconds), (resource.RLIMIT_DATA, memory),
    (resource.RLIMIT_FSIZE, largest), (resource.RLIMIT_CORE, 0),
):
    hard = resource.getrlimit(limit)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (most, most))
os.execvpe(sys.argv[4], sys.argv[4:], os.environ)
"""


class Ran(NamedTuple):
    """What a program printed, or why that is nothing; ``lasting``: it would do the same again."""

    output: bytes
    fault: str = ""
    lasting: bool = False


def found(command: Sequence[str], root: Path) -> tuple[str, ...]:
    """The command with its program's path, and with the paths of files below ``root`` that it names;
    empty where there is no such program."""
    name = str(root / command[0]) if "/" in command[0] else command[0]
    program = shutil.which(name)
    if program is None:
        return ()
    return (program, *(str(root / part) if _is_file(root / part) else part for part in command[1:]))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # an option that is longer than a name may be
        return False


@lru_cache(maxsize=16)
def version(command: tuple[str, ...]) -> str:
    """A digest of what a program says of its version, and of the state of its file."""
    name = Path(command[0]).name
    told = run((command[0], _PROOF.get(name, "--version")), b"")
    facts = f"{told.output!r} {told.fault} {state(command[0])}"
    return hashlib.blake2b(facts.encode(), digest_size=10).hexdigest()


def state(program: str) -> str:
    """What changes when the file of a program is another: its size and its time."""
    found = Path(program).stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def run(command: Sequence[str], text: bytes, seconds: float = SECONDS) -> Ran:
    """Runs a command on ``text``, in an empty folder, with little of the environment."""
    with (
        tempfile.TemporaryDirectory(prefix="publish-diagram-") as folder,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as told,
    ):
        (Path(folder) / "mermaid.json").write_bytes(_LABELS)
        limits = (str(int(seconds)), str(MEGABYTES * 1_000_000), str(LARGEST))
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _LIMITED, *limits, *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=told,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
            )
        except OSError as error:
            return Ran(b"", f"it cannot be started: {error.strerror}")
        try:
            with contextlib.suppress(BrokenPipeError):
                process.communicate(text, timeout=seconds)
        except subprocess.TimeoutExpired:
            return Ran(b"", f"it takes longer than {seconds:g} s")
        finally:
            _end(process)
        return _result(process.returncode, _read(output), _read(told))


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program with all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(LARGEST)


def _result(status: int, output: bytes, told: bytes) -> Ran:
    words = next(
        (line for line in told.decode("utf-8", "replace").splitlines() if line.strip()), ""
    )
    reason = "".join(char for char in words.strip()[:200] if char.isprintable())
    if status == -signal.SIGXFSZ or len(output) >= LARGEST:
        return Ran(b"", f"it prints more than {LARGEST // 1_000_000} MB", lasting=True)
    if status:  # what the program lacks may be there the next time
        return Ran(b"", reason or f"it ends with status {status}")
    return Ran(output, "", lasting=True)


def _environment(folder: str) -> dict[str, str]:
    """Where programs are, and the same language and clock everywhere; PlantUML opens no files."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": folder,
        "SOURCE_DATE_EPOCH": "0",
        "PLANTUML_SECURITY_PROFILE": "SANDBOX",
    }
