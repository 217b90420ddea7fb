"""The disk: digests, files that are whole or not there, the states of files, and locks on folders.

Only the standard library is imported: a build of which nothing has changed loads no more than this.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

TICK = 2_000_000_000  # nanoseconds in which some file system cannot tell two changes apart
_MOST = 2_000_000_000  # bytes of a file that is read


class State(NamedTuple):
    """What changes with the content of a file: size, time of writing, time of change, inode."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @property
    def latest(self) -> int:
        """When it was changed last, in nanoseconds."""
        return max(self.mtime, self.ctime)

    def is_settled(self, now: int) -> bool:
        """Whether a change after ``now`` would show: the last one is longer ago than a tick."""
        return self.latest < now - TICK


def state_of(found: os.stat_result) -> State:
    """The state that the system tells."""
    return State(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def state(path: str | Path) -> State | None:
    """The state of a file or a folder, links followed; None where there is none."""
    try:
        return state_of(os.stat(path))  # noqa: PTH116 - thousands of paths that are text
    except (OSError, ValueError):
        return None


def digest(content: bytes) -> str:
    """A short digest of some bytes."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def content_digest(path: str | Path) -> str:
    """The digest of a file, or of the names in a folder; empty where there is none to be read.

    What is neither, such as a pipe, has no end; and nothing is made of a file of gigabytes.
    """
    try:
        if os.path.isdir(path):  # noqa: PTH112
            return digest("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape"))  # noqa: PTH208
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123 - by its handle
            found = os.fstat(file.fileno())
            plain = stat.S_ISREG(found.st_mode) and found.st_size <= _MOST
            return digest(file.read()) if plain else ""
    except (OSError, ValueError):
        return ""


def user_cache(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder in which a user keeps what can be made again."""
    base = environment.get("XDG_CACHE_HOME", "")
    return Path(base) if base else Path.home() / ".cache"


def write(path: Path, content: bytes) -> None:
    """Write a file whole: a temporary file beside it, then a rename. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Named before it is there, so that an interrupt at any moment finds what to remove.
    temporary = path.with_name(f".{begun(path.name)}.{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def begun(name: str) -> str:
    """What names of files hold that are being written to become ``name``."""
    return name[:40]


def left_by(name: str) -> str:
    """The file of whose writing a file with this name was left, as the process was killed: the beginning
    of its name, as :func:`begun` gives it. Empty for any other."""
    head, _, tail = name.rpartition(".")
    is_ours = head.startswith(".") and len(tail) == 8 and not set(tail) - set("0123456789abcdef")
    return head[1:] if is_ours else ""


def is_read_only(path: Path) -> bool:
    """Whether a file is there that nobody may write, which a rename would replace all the same."""
    try:
        return not path.stat().st_mode & 0o222
    except OSError:
        return False


def hold(path: Path, *, alone: bool) -> int | None:
    """A lock on a file: with others, or ``alone``. Its handle is to be closed; the kernel does so for
    a process that dies. None where the lock is held by another.

    Raises OSError where the file can neither be made nor opened.
    """
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle
