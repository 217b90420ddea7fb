"""All files of a release as one: the same bytes for the same files, whoever makes it and when."""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from publish.system import given_epoch

_FIRST = 315_532_800  # 1980-01-01, before which no zip can say when
_LAST = 4_354_819_198  # 2107-12-31
_LEVEL = 6
_MODE = 0o644
# What is compressed already.
_STORED = (
    ".epub", ".docx", ".pptx", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".woff2", ".woff", ".zip",
)  # fmt: skip

Look = Callable[[], object]


def archive(
    kind: str, place: Path, top: str, folder: Path, paths: Iterable[str], look: Look
) -> None:
    """Write the files at ``paths`` of ``folder`` into an archive at ``place``, in a folder ``top``.

    ``look`` is called before each of them. Raises OSError.
    """
    KINDS[kind](place, top, folder, paths, look)


def _zip(place: Path, top: str, folder: Path, paths: Iterable[str], look: Look) -> None:
    date = time.gmtime(min(max(epoch(), _FIRST), _LAST))[:6]
    with zipfile.ZipFile(place, "x") as file:
        for path in paths:
            look()
            info = zipfile.ZipInfo(f"{top}/{path}", date)
            info.create_system, info.external_attr = 3, (0o100000 | _MODE) << 16
            stored = path.lower().endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.file_size = (folder / path).stat().st_size  # decides whether it needs 64 bits
            with (folder / path).open("rb") as source, file.open(info, "w") as entry:
                shutil.copyfileobj(source, entry)


def _tar(place: Path, top: str, folder: Path, paths: Iterable[str], look: Look) -> None:
    with (
        place.open("xb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, epoch()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as file,
    ):
        for path in paths:
            look()
            info = tarfile.TarInfo(f"{top}/{path}")
            info.mode, info.mtime = _MODE, epoch()
            with (folder / path).open("rb") as source:
                info.size = os.fstat(source.fileno()).st_size
                file.addfile(info, source)


def epoch() -> int:
    """The one time in an archive."""
    given = given_epoch()
    return _FIRST if given is None else min(given, _LAST)


KINDS: dict[str, Callable[[Path, str, Path, Iterable[str], Look], None]] = {
    "zip": _zip,
    "tar.gz": _tar,
}
