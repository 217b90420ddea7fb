"""Zip packages (EPUB, DOCX, PPTX) with the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

FIRST = ("mimetype", "[Content_Types].xml")  # their formats want them at the front
LARGEST, MOST = 400_000_000, 20_000  # bytes and files of a package from elsewhere
EARLIEST = 315532800  # 1980-01-01, the first day that a zip entry can name


def parts(data: bytes) -> dict[str, bytes]:
    """Every file of a package by its name. Raises what zipfile does where it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {item.filename: package.read(item) for item in package.infolist() if _is_file(item)}


def foreign_parts(data: bytes) -> dict[str, bytes]:
    """The same of a package that anybody may have made.

    Raises ValueError where it would fill the memory, and what zipfile does where it is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = package.infolist()
    if len(inside) > MOST or sum(item.file_size for item in inside) > LARGEST:
        raise ValueError("unpacked, it is more than any document needs")
    return parts(data)


def pack(files: Mapping[str, bytes], epoch: int) -> bytes:
    """A zip of ``files`` whose bytes depend on them and on ``epoch`` (seconds, UTC) alone.

    ``mimetype`` comes first and is stored, as EPUB demands; the rest is in the order of names.
    """
    moment = datetime.fromtimestamp(max(epoch, EARLIEST), UTC).timetuple()[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(files, key=lambda name: (name not in FIRST, name)):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(entry, files[name])
    return buffer.getvalue()


def repack(data: bytes, replace: Mapping[str, bytes], epoch: int) -> bytes:
    """The package ``data`` with the parts of ``replace`` put in or added, written by :func:`pack`."""
    return pack(parts(data) | dict(replace), epoch)


def _is_file(item: zipfile.ZipInfo) -> bool:
    return not item.filename.endswith("/")
