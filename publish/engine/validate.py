"""The outside validators run, where they are installed."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from publish.verify.report import Verdict
from publish.verify.validators import FILE, FOLDER, REPORT, VALIDATORS, Output, Validator

SECONDS = 300
_FIRST = 20  # findings of a validator that are told of one file


def command(validator: Validator) -> tuple[str, ...]:
    """How a validator is called on this machine; empty where it is not installed.

    The variable of the environment holds a command, to which the file is added.
    """
    asked = os.environ.get(validator.variable, "")
    words = (*shlex.split(asked), FILE) if asked else validator.command
    program = shutil.which(words[0]) if words else None
    return (program, *words[1:]) if program else ()


def validate(path: Path, format: str) -> tuple[Verdict, ...]:
    """What every validator of a format says of a file."""
    return tuple(_verdict(each, path) for each in VALIDATORS if format in each.formats)


def _verdict(validator: Validator, path: Path) -> Verdict:
    words = command(validator)
    if not words:
        return Verdict(validator.name, ran=False)
    with tempfile.TemporaryDirectory(prefix="publish-verify-") as folder:
        places = {FILE: str(path.resolve()), FOLDER: folder}
        try:
            output = _run([places.get(word, word) for word in words], Path(folder))
        except OSError as error:
            return Verdict(validator.name, ran=False, why=f"it cannot be started: {error.strerror}")
        except subprocess.TimeoutExpired:
            return Verdict(validator.name, ran=False, why=f"it takes longer than {SECONDS} s")
    found = validator.findings(output)
    return Verdict(validator.name, ran=True, found=tuple(found[:_FIRST]))


def _run(words: Sequence[str], folder: Path) -> Output:
    """What a program says; it ends with all that it started."""
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=SECONDS)
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    report = folder / REPORT
    written = report.read_text(encoding="utf-8", errors="replace") if report.is_file() else ""
    return Output(said.decode("utf-8", "replace"), written, process.returncode)
