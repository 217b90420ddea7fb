"""The disk: what was normalized and made before, and outputs that are whole or not there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from publish.backends.backend import Artifact
from publish.diagnostics import Diagnostic, PublishError, remedy, whole_file_error
from publish.normalize import Normalized

FOLDER = ".publish"


class Output(msgspec.Struct, frozen=True):
    """One step as it was made: the key of its inputs, the digests of its files, what was found while
    it was made, the post it was made of (empty: of several), and files that it no longer has."""

    key: str
    files: dict[str, str]
    found: tuple[Diagnostic, ...] = ()
    source: str = ""
    stale: dict[str, str] = {}


class Store:
    """Normalized posts by the digest of their source, and a record of the outputs.

    Everything in it can be made again: a damaged or missing entry costs time only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outputs = self._read_outputs()

    def document(self, key: str) -> Normalized | None:
        """The normalized post of a key, or None."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self.folder / "posts" / key).read_bytes(), type=Normalized)
        return None

    def keep_document(self, key: str, normalized: Normalized) -> None:
        """Keep a normalized post. A cache that cannot be written is no fault."""
        with contextlib.suppress(OSError):
            write(self.folder / "posts" / key, msgspec.json.encode(normalized))

    def current(self, step: str, key: str) -> Output | None:
        """The output of a step if its inputs are the same and its files stand as they were written."""
        output = self.outputs.get(step)
        if output is None or output.key != key:
            return None
        return (
            output
            if all(_digest_of(name) == digest for name, digest in output.files.items())
            else None
        )

    def keep_output(
        self,
        step: str,
        key: str,
        files: Iterable[tuple[Path, bytes]],
        found: Iterable[Diagnostic],
        source: str = "",
    ) -> None:
        """Record a step whose files have been written."""
        digests = {str(path): digest(content) for path, content in files}
        old = self.outputs.get(step, Output("", {}))
        stale = {
            name: known for name, known in (old.stale | old.files).items() if name not in digests
        }
        self.outputs[step] = Output(key, digests, tuple(found), source, stale)
        self.save()

    def save(self) -> None:
        """Write the record. One that cannot be written is no fault."""
        with contextlib.suppress(OSError):
            write(self.folder / "outputs.json", msgspec.json.encode(self.outputs))

    def _read_outputs(self) -> dict[str, Output]:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(
                (self.folder / "outputs.json").read_bytes(), type=dict[str, Output]
            )
        return {}


def digest(content: bytes) -> str:
    """A short digest of some bytes."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def _digest_of(name: str) -> str:
    try:
        return digest(Path(name).read_bytes())
    except OSError:
        return ""


def write(path: Path, content: bytes) -> None:
    """Write a file whole: a temporary file beside it, then a rename. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Named before it is there, so that an interrupt at any moment finds what to remove.
    temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def is_read_only(path: Path) -> bool:
    """Whether a file is there that nobody may write, which a rename would replace all the same."""
    try:
        return not path.stat().st_mode & 0o222
    except OSError:
        return False


def place(artifacts: Iterable[Artifact], folder: Path) -> list[tuple[Path, bytes]]:
    """Write the files of a step below ``folder``, the document itself last.

    Raises PublishError: OUT001 for a path outside the folder, OUT002 when the disk refuses, or where a
    file stands that somebody made read-only.
    """
    root = folder.resolve()
    placed = [(root / artifact.path, artifact.content) for artifact in artifacts]
    for path, _ in placed:
        if not Path(os.path.normpath(path)).is_relative_to(root):
            raise PublishError(
                whole_file_error(str(path), "OUT001", "the output lies outside the output folder")
            )
    for path, _ in placed:
        if is_read_only(path):
            hint = "let it be written (chmod u+w), remove it, or name another folder with -o"
            message = "cannot be written: it is read-only"
            raise PublishError(whole_file_error(str(path), "OUT002", message, hint))
    for path, content in reversed(placed):
        try:
            write(path, content)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"cannot be written: {reason}"
            raise PublishError(
                whole_file_error(str(path), "OUT002", message, remedy(error))
            ) from None
    return placed


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the store alone. Raises PublishError (LOCK001) when another build does."""
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        yield  # a folder that cannot be written cannot be locked; outputs are renamed whole anyway
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PublishError(
            whole_file_error(
                str(folder), "LOCK001", "another build is at work here", "wait until it has ended"
            )
        ) from None
    else:
        yield
    finally:
        os.close(handle)
