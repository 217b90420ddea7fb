"""Finding the posts: globs under a root, in a total order, never through a symbolic link."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from publish.confined import read_below
from publish.regex import regex

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
LARGEST = 4_000_000  # bytes of a file that a post may include
_WILD = regex(r"[*?\[]")
_LITERAL = regex(r"\[([*?\[])\]")  # a wild card that stands for itself
IGNORED = frozenset({".git", ".venv", ".publish", ".obsidian", "node_modules", "__pycache__"})


def walk(root: Path) -> Iterator[str]:
    """Every file below ``root`` as a POSIX path relative to it, sorted, without following links."""
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        base = Path(folder).relative_to(root)
        yield from ((base / name).as_posix() for name in sorted(files))


def posts(root: Path) -> list[str]:
    """The Markdown files below a folder, sorted by path. One that is a link is none: it may lie anywhere,
    and a fix would be written there. Nor is a pipe, which would be waited for."""
    found = (path for path in walk(root) if path.lower().endswith(SUFFIXES))
    return sorted(path for path in found if _is_plain(root / path))


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:  # gone since it was listed
        return False


def files_below(root: Path) -> Callable[[str], bytes | None]:
    """A reader of the files below a folder by their POSIX path: None for one that is not there, is
    too large, or lies elsewhere once links are followed."""

    def read(path: str) -> bytes | None:
        try:
            return read_below(root, path, LARGEST)
        except (OSError, ValueError):
            return None

    return read


def states(root: Path, without: Sequence[Path], most: int) -> list[tuple[str, int, int]] | None:
    """Name, size and time of change of every file below ``root`` but those of some folders.

    None when there are more than ``most``.
    """
    found: list[tuple[str, int, int]] = []
    waiting = [str(root)]
    skipped = {str(folder) for folder in without}
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in IGNORED and entry.path not in skipped:
                        waiting.append(entry.path)
                    continue
                state = entry.stat(follow_symlinks=False)
                found.append((entry.path, state.st_size, state.st_mtime_ns))
        if len(found) + len(waiting) > most:
            return None
    return sorted(found)


def select(files: Sequence[str], include: Sequence[str], exclude: Sequence[str] = ()) -> list[str]:
    """The files that a glob of ``include`` matches and none of ``exclude``.

    They come in the order of the globs, and by path within one; each once. ``*`` and ``?`` stay
    within a folder, ``**/`` crosses folders.
    """
    known = frozenset(files)
    found: dict[str, None] = {}
    for glob in include:
        name = _LITERAL.sub(r"\1", glob).removeprefix("./")
        if not _WILD.search(_LITERAL.sub("", glob)):
            found |= {name: None} if name in known else {}
        else:
            found |= {path: None for path in files if matches(path, glob)}
    return [path for path in found if not any(matches(path, glob) for glob in exclude)]


def matches(path: str, glob: str) -> bool:
    """Whether a POSIX path matches a glob."""
    return _pattern(glob).fullmatch(path) is not None


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]*\])", glob.removeprefix("./"))
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile(
        "".join(
            known.get(part)
            or (part if part.startswith("[") and part.endswith("]") else re.escape(part))
            for part in parts
        )
    )
