"""A release as it comes about: in a folder that nobody sees, until it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from publish.diagnostics import PublishError, whole_file_error
from publish.disk import left_by, write
from publish.engine.plan import bundle_id
from publish.engine.request import Listener, Progress
from publish.manifest import Manifest
from publish.release import archives, index, sums
from publish.release.contents import Content, Shelf
from publish.release.index import File
from publish.release.limit import Limit
from publish.release.names import GONE, LINK, STAGED
from publish.release.sign import sign
from publish.report import Made


class Wanted(NamedTuple):
    """What a release is made of: its name, the outputs with all their files, where the bytes of these
    are, the papers that lie beside them by name, the key that signs it, and documents of the release
    before."""

    name: str
    made: Sequence[Made]
    found: Sequence[Content]
    shelf: Shelf
    papers: Mapping[str, bytes]
    key: Path | None
    carried: Sequence[index.Document] = ()


@contextmanager
def staged(
    folder: Path, manifest: Manifest, wanted: Wanted, limit: Limit, progress: Listener
) -> Iterator[Path]:
    """A release in a hidden folder beside the others, proved to be whole; gone after an error.

    Raises PublishError (REL001, REL003; REL002 where the disk gives back other bytes), OSError, Late.
    """
    place = folder / f"{STAGED}{wanted.name}"
    place.mkdir()
    try:
        look = _looking(wanted, limit, progress)
        for content in wanted.found:
            look()
            wanted.shelf.bring(content, place / sums.FILES / content.path)
        _described(place, manifest, wanted, limit.left)
        if wanted.key:
            sign(place, wanted.key, limit)
        for path, what in sums.damage(place, look):
            raise PublishError(whole_file_error(path, "REL002", f"a file of the release: {what}"))
        yield place
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def swept(folder: Path) -> None:
    """Remove what runs that were killed left behind; whoever holds the lock may. Raises OSError."""
    for path in folder.iterdir():
        if path.name.startswith((STAGED, GONE)):
            shutil.rmtree(path, ignore_errors=True)
        elif (path.name.startswith(LINK) and path.is_symlink()) or left_by(path.name):
            path.unlink(missing_ok=True)


def _described(place: Path, manifest: Manifest, wanted: Wanted, look: Callable[[], object]) -> None:
    """Write archives, papers, index and checksums."""
    id = bundle_id(manifest)
    paths = [content.path for content in wanted.found]
    packed: list[File] = []
    for kind in manifest.unattended.release.archives:
        name = f"{id}.{kind}"
        archives.archive(kind, place / name, id, place / sums.FILES, paths, look)
        size = (place / name).stat().st_size
        packed.append(File(name, size, sums.sha256(place / name), index.media_type(name)))
    told = index.index(manifest, id, wanted.made, wanted.found, packed, wanted.carried)
    papers = {**wanted.papers, index.NAME: index.encoded(told)}
    for name, content in papers.items():
        write(place / name, content)
    known = {f"{sums.FILES}/{content.path}": content.sha256 for content in wanted.found}
    known |= {file.path: file.sha256 for file in packed}
    known |= {name: sums.sha256(place / name) for name in papers}
    write(place / sums.NAME, sums.written(known))


def _looking(wanted: Wanted, limit: Limit, progress: Listener) -> Callable[[], None]:
    """What looks at the time, and tells how far all is: each file is written, and read again."""
    total, done = 2 * len(wanted.found), 0

    def look() -> None:
        nonlocal done
        limit.left()
        done += 1
        progress(Progress("releasing", min(done, total), total, wanted.name))

    return look
