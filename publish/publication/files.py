"""The files of a project: where a picture lies that a post names, in the proven order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from publish.publication.addresses import between, fold
from publish.regex import regex
from publish.sources import IGNORED, walk

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".tif", ".tiff")
_MOST = 200_000  # files of a folder that are looked at; a home folder has more
_MACHINE = regex(r"^(?:file:/*(?:[A-Za-z]:[\\/])?|[A-Za-z]:[\\/])", re.IGNORECASE)


class Located(NamedTuple):
    """A file, relative to the root, and what is doubtful about it."""

    path: str
    doubt: str = ""


class Files:
    """The pictures below ``root``: in ``folders``, beside the posts, and by name wherever they lie.

    Folders of what was ``made`` hold copies only and are left out.
    """

    def __init__(self, root: Path, folders: Sequence[str], made: Sequence[str] = ()) -> None:
        self.root = root
        self.folders = folders
        self._made = tuple(f"{folder}/" for folder in made)

    def locate(self, address: str, source: str) -> Located | None:
        """The picture that ``address`` in the post ``source`` names.

        It is looked for beside the post, in its asset folder (Hexo), in each folder of assets, there
        without regard to upper and lower case, and at last by its name wherever it lies: first where
        most of the folders before the name are the same too, and of those in the nearest place.
        """
        for path in _paths(address):
            places = [] if _is_of_a_machine(address) else list(self._places(path, source))
            for place in places:
                if _is_file(self.root / place):
                    return Located(place)
            for place in places:
                if found := self._folded.get(fold(place)):
                    return Located(found, f"the picture “{address}” is “{found}” on the disk")
            if named := self._by_name(path, source):
                return named
        return None

    def leads_out(self, address: str, source: str) -> bool:
        """Whether a path climbs out of the root, however it is written."""
        paths = [posixpath.join(posixpath.dirname(source), path) for path in _paths(address)]
        return any(posixpath.normpath(path.lstrip("/")).startswith("..") for path in paths)

    def beyond(self, address: str, source: str) -> Iterable[str]:
        """The places at which it is looked for in folders that no walk goes through."""
        for path in _paths(address):
            for place in self._places(path, source):
                if self.is_beyond(place):
                    yield place

    def is_beyond(self, place: str) -> bool:
        """Whether a place is in a folder that no walk goes through."""
        return self._is_made(place) or not IGNORED.isdisjoint(place.split("/"))

    def _is_made(self, file: str) -> bool:
        return file.startswith(self._made)

    def _places(self, path: str, source: str) -> Iterable[str]:
        inside: list[str] = []
        if not path.startswith("/"):
            beside, assets = posixpath.dirname(source), posixpath.splitext(source)[0]
            inside = [posixpath.join(beside, path), posixpath.join(assets, path)]
        # From a page at /2019/03/name/ the way to the root may be ../../../ and not the post's.
        plain = re.sub(r"^(?:\.{1,2}/)+", "", path.lstrip("/"))
        inside += [posixpath.join(folder, plain) for folder in self.folders]
        for place in map(posixpath.normpath, inside):
            if not place.startswith(("..", "/")):
                yield place

    def _by_name(self, path: str, source: str) -> Located | None:
        name = posixpath.basename(path)
        found = self._names.get(fold(name), [])
        if not found:
            return None
        ends = {file: _shared_end(file, path) for file in found}
        best = max(ends.values())
        fitting = [file for file in found if ends[file] == best]
        nearest = min(fitting, key=lambda file: (between(file, source), file))
        if len(fitting) > 1:
            return Located(nearest, f"“{path}” fits several pictures; “{nearest}” is the nearest")
        if len(found) > 1:
            return Located(
                nearest,
                f"“{path}” fits several pictures; “{nearest}” is taken, whose path ends most like it",
            )
        moved = posixpath.basename(nearest) != path
        return Located(nearest, f"“{path}” lies elsewhere: “{nearest}” is taken" if moved else "")

    @cached_property
    def _listing(self) -> tuple[str, ...]:
        files = islice(walk(self.root), _MOST)
        return tuple(
            file for file in files if file.lower().endswith(_SUFFIXES) and not self._is_made(file)
        )

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold(file): file for file in reversed(self._listing)}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for file in self._listing:
            names.setdefault(fold(posixpath.basename(file)), []).append(file)
        return names


def _shared_end(file: str, path: str) -> int:
    """How many names two paths have in common at their ends."""
    pairs = zip(reversed(fold(file).split("/")), reversed(fold(path).split("/")), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the name is too long, or the folder is closed
        return False


def _is_of_a_machine(address: str) -> bool:
    return _MACHINE.match(unquote(address)) is not None


def _paths(address: str) -> Iterable[str]:
    """The paths that an address may be: without query and fragment, or with these signs in a name."""
    plain = re.split(r"[?#]", address, maxsplit=1)[0]
    for path in dict.fromkeys((plain, address)):
        decoded = _MACHINE.sub("/", unquote(path)).replace("\\", "/")
        if decoded.strip("/"):
            yield decoded
