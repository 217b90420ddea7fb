"""What a command line said when everything was up to date, kept as a file by its words and settings.

Only the standard library is imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from publish.disk import digest, hold, state, write
from publish.engine.unchanged.states import Folder, Seen, is_same, seen

FOLDER = ".publish"
MANIFEST = "publish.toml"
# What outputs may depend on in the environment; nothing else of it is read.
VARIABLES = (
    "SOURCE_DATE_EPOCH", "PATH", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
    "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT",
)  # fmt: skip
_VERSION = 1  # of the file


class Said(NamedTuple):
    """The end of a command: what it wrote (:mod:`publish.cli.pieces`), and the exit code."""

    pieces: tuple[tuple[int, str], ...]
    code: int


def told_again(words: Sequence[str]) -> Said | None:
    """What a command line said the last time, if that is still true."""
    folder = _folder(words)
    if folder is None or not (folder / "runs").is_dir():
        return None
    file = _file(folder, words)
    try:
        handle = hold(folder / "lock", alone=False)
    except OSError:
        return None
    if handle is None:
        return None
    try:
        known = _read(file)
        if known is None or not is_same(known[1]):
            return None
        said, looked = known
        _aged(file, said, looked)
        return said
    finally:
        os.close(handle)


def remember(folder: Path, words: Sequence[str], said: Said, looked: Seen) -> None:
    """Keep what was said for the next time. A cache that cannot be written is no fault."""
    with contextlib.suppress(OSError):
        _write(_file(folder, words), said, looked)


def forget(folder: Path, words: Sequence[str]) -> None:
    """What was said is true no more."""
    with contextlib.suppress(OSError):
        _file(folder, words).unlink()


def _aged(file: Path, said: Said, looked: Seen) -> None:
    """Write the record anew when something has not changed for a while that was young in it."""
    now = time.time_ns()
    if any((found := state(path)) and found.is_settled(now) for path in looked.young):
        outputs = {path: looked.young.get(path, "") for path in looked.outputs}
        again = seen(looked.folders, looked.files, outputs, now)
        if is_same(looked):  # still, after a second look
            with contextlib.suppress(OSError):
                _write(file, said, again)


def _folder(words: Sequence[str]) -> Path | None:
    """The store of the manifest that the words name, or of the nearest. A wrong guess finds nothing
    that was said for these words."""
    named = _named(words)
    if named:
        return Path(named).parent.resolve() / FOLDER
    here = Path.cwd()
    return next((it / FOLDER for it in (here, *here.parents) if (it / MANIFEST).is_file()), None)


def _named(words: Sequence[str]) -> str:
    for word, after in zip(words, (*words[1:], ""), strict=True):
        if word in ("-m", "--manifest"):
            return after
        if word.startswith("--manifest="):
            return word.partition("=")[2]
        if word.startswith("-m"):
            return word[2:]
    return ""


def _file(folder: Path, words: Sequence[str]) -> Path:
    """By all that decides what the words mean, besides the files that were looked at."""
    facts = [
        list(words), str(Path.cwd()), [os.environ.get(name) for name in VARIABLES],
        sys.version, sys.executable, sys.path, _VERSION,
    ]  # fmt: skip
    return folder / "runs" / digest(json.dumps(facts).encode())


def _write(file: Path, said: Said, looked: Seen) -> None:
    body = json.dumps([said, looked], ensure_ascii=True).encode()
    write(file, f"{digest(body)}\n".encode() + body)


def _read(file: Path) -> tuple[Said, Seen] | None:
    try:
        name, _, body = file.read_bytes().partition(b"\n")
        if digest(body).encode() != name:
            return None
        (pieces, code), (folders, files, outputs, states, young) = json.loads(body)
        return (
            Said(tuple((stream, text) for stream, text in pieces), code),
            Seen(
                tuple(Folder(path, tuple(names), tuple(paths)) for path, names, paths in folders),
                tuple(files), tuple(outputs), states, young,
            ),
        )  # fmt: skip
    except (OSError, ValueError, TypeError):
        return None
