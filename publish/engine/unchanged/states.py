"""What a run looked at, and whether all of it is as it was. Only the standard library is imported."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from publish.disk import State, content_digest, state, state_of

LARGEST = 64_000_000  # bytes of a file that is read to see whether it is the same
UNREAD = "?"  # stands for the content of a larger one
_LINKED = "\0"  # after the path of a link: what it leads to


class Folder(NamedTuple):
    """A folder with all that is in it, but for folders of these names or paths."""

    path: str
    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Seen(NamedTuple):
    """Folders, single files, and the outputs with the digests of what was written.

    ``states`` is a digest of the states of all of them. Those of ``young`` had changed a moment before
    they were looked at: their content is compared, as the next change could leave no trace.
    """

    folders: tuple[Folder, ...]
    files: tuple[str, ...]
    outputs: tuple[str, ...]
    states: str
    young: dict[str, str]


def is_same(known: Seen) -> bool:
    """Whether everything is as it was seen."""
    if UNREAD in known.young.values():
        return False
    states = states_of(known.folders, known.files, known.outputs, known.young)
    return states == known.states and all(content(path) == it for path, it in known.young.items())


def seen(
    folders: tuple[Folder, ...], files: tuple[str, ...], outputs: Mapping[str, str], now: int
) -> Seen:
    """Everything as it is now. ``outputs`` are paths with digests of what should be there."""
    names = tuple(outputs)
    young = young_of(rows(folders, files, outputs), now)
    for path, name in outputs.items():
        found = state(path)
        if found is None or not found.is_settled(now):
            young[path] = name
    return Seen(folders, files, names, states_of(folders, files, names, young), young)


def young_of(found: Iterable[tuple[str, State | None]], now: int) -> dict[str, str]:
    """The contents of those that changed a moment before ``now``."""
    return {
        path: content(path) if state.size < LARGEST else UNREAD
        for path, state in found
        if state and not state.is_settled(now)
    }


def content(path: str) -> str:
    """The digest of what a row is about."""
    return content_digest(path.removesuffix(_LINKED))


def states_of(
    folders: tuple[Folder, ...],
    files: tuple[str, ...],
    outputs: tuple[str, ...],
    young: Collection[str],
) -> str:
    """A digest of the states of all but the young."""
    made = hashlib.blake2b(digest_size=20)
    add = made.update
    for path, found in rows(folders, files, frozenset(outputs)):
        if path not in young:
            add(f"{path}\0{_said(found)}\n".encode("utf-8", "surrogateescape"))
    for path in outputs:
        if path not in young:
            add(f"{_said(state(path))}\n".encode())
    return made.hexdigest()


def _said(found: State | None) -> str:
    return "-" if found is None else " ".join(map(str, found))


def rows(
    folders: Iterable[Folder], files: Iterable[str], outputs: Collection[str]
) -> Iterator[tuple[str, State | None]]:
    """Every file with its state; of the folders those that are no outputs."""
    for folder in folders:
        yield f"{folder.path}/", State(0, 0, 0, 0) if os.path.isdir(folder.path) else None  # noqa: PTH112
        for path, found in _inside(folder):
            if path not in outputs:
                yield path, found
    for path in files:
        yield path, state(path)


def _inside(folder: Folder) -> Iterator[tuple[str, State | None]]:
    """The files below a folder in a fixed order. A link is itself, and what it leads to."""
    waiting = [folder.path]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                entries = sorted(found, key=_name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in folder.names and entry.path not in folder.paths:
                    waiting.append(entry.path)
                continue
            try:
                yield entry.path, state_of(entry.stat(follow_symlinks=False))
            except OSError:
                yield entry.path, None
            if entry.is_symlink():
                yield entry.path + _LINKED, state(entry.path)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
