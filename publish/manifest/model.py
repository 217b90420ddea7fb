"""A manifest that has been checked: what the rest of the product sees of ``publish.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from publish.document import Series
from publish.manifest.schema import (
    AssetsTable,
    BundleTable,
    DaskTable,
    FontsTable,
    RemoteCacheTable,
)
from publish.manifest.trust import TrustTable
from publish.manifest.unattended import DeployTable, NotifyTable, ReleaseTable, ScheduleTable


class Source(msgspec.Struct, frozen=True):
    """A set of posts: globs relative to the manifest or an outline (``summary``), order and filter."""

    name: str
    include: tuple[str, ...]
    summary: str
    exclude: tuple[str, ...]
    order: tuple[str, ...]
    where: Mapping[str, bool | str]
    dialect: str


class Target(msgspec.Struct, frozen=True):
    """A format with its layout, output pattern and options; ``layout_dir`` is a folder of the user's,
    ``reference`` a template of theirs below the root (empty: that of the layout)."""

    name: str
    format: str
    layout: str
    layout_dir: Path | None
    output: str
    options: Mapping[str, Any]
    reference: str = ""


class DocumentSpec(msgspec.Struct, frozen=True):
    """What is made of a source: an article of each post, or one book of all."""

    name: str
    kind: Literal["article", "book"]
    source: Source
    targets: tuple[Target, ...]
    title: str
    subtitle: str
    slug: str
    language: str
    cover: str
    numbered: bool
    series: Series | None = None
    identifier: str = ""


class Unattended(msgspec.Struct, frozen=True):
    """What is done while nobody watches; the folder of releases is whole."""

    releases: Path
    release: ReleaseTable = ReleaseTable()
    deploy: Mapping[str, DeployTable] = {}
    schedules: Mapping[str, ScheduleTable] = {}
    notify: Mapping[str, NotifyTable] = {}


def secrets(unattended: Unattended) -> tuple[str, ...]:
    """The variables of the environment whose values are nobody else's, each once: addresses of notices,
    and the key that signs."""
    named = (*(table.url for table in unattended.notify.values()), unattended.release.sign)
    return tuple(dict.fromkeys(name.removeprefix("env:") for name in named if name))


def variables(unattended: Unattended) -> tuple[str, ...]:
    """The variables of the environment that a run needs, each once, but that of the key that signs."""
    named = [table.url.removeprefix("env:") for table in unattended.notify.values()]
    named += [name for table in unattended.deploy.values() for name in table.env]
    return tuple(name for name in dict.fromkeys(named) if name != signer(unattended))


def signer(unattended: Unattended) -> str:
    """The variable that names the file of the key that signs; empty where nothing is signed."""
    return unattended.release.sign.removeprefix("env:")


class Manifest(msgspec.Struct, frozen=True):
    """``publish.toml``, checked. ``path`` is None where there is no manifest; ``diagrams`` are the
    commands that draw, by language; ``timeout`` is in seconds, ``memory`` in bytes."""

    root: Path
    path: Path | None
    bundle: BundleTable
    documents: tuple[DocumentSpec, ...]
    targets: tuple[Target, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_safe_fixes: tuple[str, ...]
    extend_unsafe_fixes: tuple[str, ...]
    per_file: Mapping[str, tuple[str, ...]]
    keep_words: tuple[str, ...]
    proper_nouns: tuple[str, ...]
    numbered_run: Literal["auto", "heading", "item", "keep"]
    style: str
    bibliography: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    assets: AssetsTable
    diagrams: Mapping[str, tuple[str, ...]]
    fonts: Mapping[str, FontsTable]
    out: Path
    jobs: int
    remote_cache: RemoteCacheTable
    executor: str
    dask: DaskTable
    executors: Mapping[str, Mapping[str, Any]]
    timeout: int
    memory: int
    unattended: Unattended
    trust: TrustTable = TrustTable()

    @property
    def called(self) -> str:
        """What people call the bundle: its title, its id, or its folder."""
        return self.bundle.title or self.bundle.id or self.root.name

    @property
    def filed_as(self) -> str:
        """What programs call the bundle: its id, its title, or its folder."""
        return self.bundle.id or self.bundle.title or self.root.name

    @property
    def aside(self) -> tuple[Path, ...]:
        """The folders of what was made, in which nothing is looked for: outputs, releases, and copies
        of these."""
        places = (table.to for table in self.unattended.deploy.values())
        copies = (self.root / to for to in places if is_folder(to))
        return (self.out, self.unattended.releases, *copies)


def is_folder(to: str) -> bool:
    """Whether a place to bring releases to is a folder of this machine; all others have a colon."""
    return ":" not in to


def is_rsync(to: str) -> bool:
    """Whether a place that is no folder of this machine is one that rsync reaches."""
    return to.startswith("rsync://") or "://" not in to
