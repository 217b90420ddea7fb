"""What a build is asked for, and what it says while it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from publish.engine.shards import Shard


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest`` None means: build ``paths`` alone, with ``formats``, beside them or below
    ``output``. With a manifest, ``paths`` and ``formats`` select from it (empty: all), and ``output``
    replaces its output folder. ``jobs`` 0 is one process for each core. ``select`` takes the place of
    the manifest's choice of rules, ``ignore`` adds to what it leaves out. Without ``programs`` none is
    started: a diagram is a picture only where it was drawn before. With a ``shard`` only the documents
    that fall to it are made, and with ``documents`` only those of these tables. ``edition``: what all is
    made of is told too."""

    manifest: Path | None = None
    paths: tuple[Path, ...] = ()
    formats: tuple[str, ...] = ()
    output: Path | None = None
    profile: str = ""
    jobs: int = 0
    strict: bool = False
    dry_run: bool = False
    programs: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    shard: Shard | None = None
    documents: tuple[str, ...] = ()
    edition: bool = False


class Progress(msgspec.Struct, frozen=True):
    """Work done so far: ``done`` of ``total`` pieces of a stage (``reading``, ``building``)."""

    stage: str
    done: int
    total: int
    what: str


Listener = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """The listener that does not care."""
