"""``SHA256SUMS``: what the files of a release hold, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from publish.engine.shared_outputs import is_inside
from publish.regex import regex

NAME = "SHA256SUMS"
SIGNATURE = f"{NAME}.sig"
FILES = "files"
_LINE = regex(r"([0-9a-f]{64})  (.+)")
_PIECE = 1 << 20


def written(sums: Mapping[str, str]) -> bytes:
    """The file of some digests by paths, which hold no backslash and no line end."""
    return "".join(f"{name}  {path}\n" for path, name in sorted(sums.items())).encode()


def read(content: bytes) -> dict[str, str]:
    """The digests by paths. Raises ValueError for what is no such file."""
    found: dict[str, str] = {}
    for line in content.decode().splitlines():
        part = _LINE.fullmatch(line)
        if part is None or not is_inside(part[2]) or part[2] in found:
            raise ValueError(line)
        found[part[2]] = part[1]
    return found


def sha256(path: Path) -> str:
    """The digest of a file. Raises OSError."""
    told = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            told.update(piece)
    return told.hexdigest()


def damage(folder: Path, look: Callable[[], object] = lambda: None) -> Iterator[tuple[str, str]]:
    """What is not as the checksums of a release say: paths, each with a sentence.

    ``look`` is called before each file is read.
    """
    try:
        sums = read((folder / NAME).read_bytes())
    except OSError as error:
        yield NAME, f"it cannot be read: {error.strerror}"
        return
    except ValueError:
        yield NAME, "it is damaged"
        return
    for path, known in sums.items():
        look()
        try:
            if not _is_plain(folder, path):
                yield path, "it is not there"
            elif sha256(folder / path) != known:
                yield path, "its content is another"
        except OSError as error:
            yield path, f"it cannot be read: {error.strerror}"
    there = {
        it.relative_to(folder).as_posix() for it in (folder / FILES).rglob("*") if not _is_dir(it)
    }
    yield from ((path, "it is no file of this release") for path in sorted(there - set(sums)))


def _is_plain(folder: Path, path: str) -> bool:
    """Whether a file is there, and no link leads to it."""
    place = folder / path
    return place.is_file() and place.resolve() == folder.resolve() / path


def _is_dir(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
