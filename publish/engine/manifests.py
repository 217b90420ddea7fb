"""A manifest checked against the formats and layouts that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publish import layouts, manifest
from publish.backends import backend, choices, names
from publish.manifest import Manifest, Offer


def load(path: Path, profile: str = "") -> Manifest:
    """The manifest at ``path``; raises PublishError with every fault as ``publish.manifest.load``."""
    return manifest.load(path, profile, Offer(names(), layouts.names(), _options, _choices))


def _options(format: str) -> Mapping[str, Any]:
    return backend(format).options


def _choices(format: str, option: str, name: str, folder: Path | None) -> Sequence[str]:
    """What an option may be. A layout that is not there is another fault: the default's sizes of page
    are those of all that are shipped, and a folder of the user's may hold any."""
    if folder is not None and not folder.is_dir():
        return ()
    known = name if folder is not None or name in layouts.names() else layouts.DEFAULT
    return choices(format, option, layouts.load(known, folder))
