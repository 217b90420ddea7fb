"""Whether what is installed is what was pinned: versions by requirements.txt, files by their checksums."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackagePath
from pathlib import Path

import publish
from publish.regex import regex

_PIN = regex(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_CHANGES = (".pyc", "RECORD", "direct_url.json", "INSTALLER", "REQUESTED")  # by installers, rightly


def pins() -> Mapping[str, str]:
    """The versions that this version of the product was tested with, by canonical name; empty where its
    list is not installed."""
    package = Path(publish.__file__).parent
    for place in (package / "requirements.txt", package.parent / "requirements.txt"):
        if place.is_file():
            found = _PIN.findall(place.read_text(encoding="utf-8"))
            return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}
    return {}


def strays(parts: Mapping[str, Distribution], pinned: Mapping[str, str]) -> Iterator[str]:
    """What is installed in another version than the pinned one, or was never pinned."""
    for name, part in parts.items():
        if name != "publish" and part.version != pinned.get(name):
            yield f"{name} {part.version} ({pinned.get(name, 'not pinned')})"


def altered(parts: Mapping[str, Distribution]) -> Iterator[str]:
    """Files of distributions that are not as they were installed (PEP 376: RECORD)."""
    for part in parts.values():
        for file in part.files or ():
            if file.hash is not None and not file.name.endswith(_CHANGES) and not _stands(file):
                yield str(file)


def _stands(file: PackagePath) -> bool:
    assert file.hash is not None
    try:
        with open(file.locate(), "rb") as opened:  # noqa: PTH123 - a path of importlib's own kind
            found = hashlib.file_digest(opened, file.hash.mode).digest()
    except (OSError, ValueError):
        return False
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() == file.hash.value
