"""A machine that rsync reaches as a place for releases: by ssh, or one that runs rsync's own server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.release.deploy.place import Refused
from publish.release.limit import Late, Limit

_PROGRAM = "rsync"
_SILENCE = 60  # seconds without a byte, after which nobody answers any more
_PARTIAL = 23  # its exit code where a file is not there
# Names come as a list; what is listed is brought whatever its time says, as its content is another.
_OPTIONS = (
    "--files-from=-", "--from0", "--ignore-times", "--perms", "--chmod=D755,F644", "--protect-args",
    f"--timeout={_SILENCE}",
)  # fmt: skip


class Rsync:
    """An address of rsync's. It asks for no password: a key, an agent or RSYNC_PASSWORD lets it in."""

    def __init__(self, to: str) -> None:
        self._to = to.rstrip("/") + "/"

    def read(self, name: str, most: int, limit: Limit) -> bytes | None:
        with TemporaryDirectory() as here:
            options = ("--protect-args", f"--timeout={_SILENCE}", f"--max-size={most}")
            code, said = _run([*options, "--", self._to + name, f"{here}/"], b"", limit)
            if code not in (0, _PARTIAL):
                raise Refused(said)
            file = Path(here) / name
            return file.read_bytes() if file.is_file() else None

    def write(self, name: str, content: bytes, limit: Limit) -> None:
        with TemporaryDirectory() as here:
            (Path(here) / name).write_bytes(content)
            self.bring(Path(here), [name], limit)

    def bring(self, folder: Path, names: Sequence[str], limit: Limit) -> None:
        self._listed((), folder, names, limit)

    def remove(self, known: Mapping[str, str], limit: Limit) -> None:
        with TemporaryDirectory() as empty:  # what is listed and not there goes; folders have to be
            for name in known:
                (Path(empty) / name).parent.mkdir(parents=True, exist_ok=True)
            self._listed(("--delete-missing-args",), Path(empty), list(known), limit)

    def _listed(
        self, more: Sequence[str], folder: Path, names: Sequence[str], limit: Limit
    ) -> None:
        listed = "".join(f"{name}\0" for name in names).encode()
        code, said = _run([*_OPTIONS, *more, "--", f"{folder}/", self._to], listed, limit)
        if code:
            raise Refused(said)


def _run(words: Sequence[str], listed: bytes, limit: Limit) -> tuple[int, str]:
    """The exit code of rsync, and what it says of a fault. Raises Late, and Refused without rsync."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    environment.setdefault("RSYNC_RSH", "ssh -o BatchMode=yes")  # nobody is there to be asked
    try:
        run = subprocess.run(
            [_PROGRAM, *words],
            env=environment,
            input=listed,
            capture_output=True,
            timeout=limit.left(),
            start_new_session=True,
            check=False,
        )
    except FileNotFoundError:
        raise Refused("rsync is not installed here") from None
    except subprocess.TimeoutExpired:
        raise Late from None
    lines = run.stderr.decode(errors="replace").splitlines()
    said = next((line for line in lines if line.strip()), f"rsync ended with {run.returncode}")
    return run.returncode, said[:300]
