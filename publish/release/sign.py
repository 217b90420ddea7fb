"""The signature of a release: ``ssh-keygen`` signs its checksums with a key that a variable names."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from publish.diagnostics import PublishError, whole_file_error
from publish.release.limit import Limit
from publish.release.sums import NAME

NAMESPACE = "file"
PREFIX = "env:"
_PROGRAM = "ssh-keygen"


def signing_key(sign: str) -> Path | None:
    """The key that ``[release] sign`` names; None where releases are not signed.

    Raises PublishError (REL003) where they should be, and cannot.
    """
    if not sign:
        return None
    variable = sign.removeprefix(PREFIX)
    key = os.environ.get(variable, "")
    if not key:
        hint = "let it name the file of an SSH key, in the environment of whoever runs publish"
        raise _fault("release", f"releases are to be signed, and {variable} is not set", hint)
    if not Path(key).is_file():
        raise _fault(variable, "it names no file of a key that can be read", "correct its path")
    if shutil.which(_PROGRAM) is None:
        raise _fault(
            "release", f"releases are to be signed, and there is no {_PROGRAM}", "install OpenSSH"
        )
    return Path(key)


def sign(folder: Path, key: Path, limit: Limit) -> None:
    """Sign the checksums of a release. Raises PublishError (REL003), and Late."""
    words = [_PROGRAM, "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key), str(folder / NAME)]
    # A key with a password asks nobody.
    environment = os.environ | {"SSH_ASKPASS_REQUIRE": "never", "DISPLAY": "", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        start_new_session=True,  # without a terminal
        timeout=limit.left(),
        check=False,
    )
    if run.returncode:
        said = " ".join(run.stderr.replace(str(key), key.name).split())[-300:]
        hint = "the key needs no password, or an agent that knows it; its file must be yours alone"
        raise _fault("release", f"{_PROGRAM} does not sign: {said}", hint)


def _fault(path: str, message: str, hint: str) -> PublishError:
    return PublishError(whole_file_error(path, "REL003", message, hint))
