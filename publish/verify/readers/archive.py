"""A ZIP archive that may be anybody's: opened whole, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from publish.verify.model import Unreadable

MOST = 2_000_000_000  # bytes that an archive may unfold to

Archive = Mapping[str, bytes]


def archive(data: bytes) -> Archive:
    """The files of an archive by name. Raises Unreadable for damage, and for one that is made to
    exhaust whoever opens it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MOST:
                raise Unreadable("the archive unfolds to more than 2 GB")
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"the archive is damaged: {error}") from error
