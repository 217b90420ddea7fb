"""The manifest that stands for none: posts named on the command line, outputs beside them."""

from __future__ import annotations

import os
from pathlib import Path

from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.request import BuildRequest
from publish.manifest import DocumentSpec, Manifest, Source, Target, Unattended
from publish.manifest.amounts import seconds, size
from publish.manifest.schema import (
    AssetsTable,
    BuildTable,
    BundleTable,
    DaskTable,
    RemoteCacheTable,
)
from publish.sources import SUFFIXES, posts

FORMATS = ("html",)


def implicit(request: BuildRequest) -> Manifest:
    """One article of each post among ``request.paths`` (files and folders).

    Raises PublishError (BUILD005) for a path that is not there or holds no post.
    """
    files = [file for path in request.paths for file in _posts(path)]
    root = _root(files)
    targets = tuple(
        Target(name, name, "default", None, "", {}) for name in request.formats or FORMATS
    )
    source = Source(
        name="posts",
        include=tuple(dict.fromkeys(_literal(file.relative_to(root).as_posix()) for file in files)),
        summary="",
        exclude=(),
        order=("listed",),
        where={},
        dialect="",
    )
    spec = DocumentSpec("post", "article", source, targets, "", "", "", "", "", numbered=False)
    return Manifest(
        root=root,
        path=None,
        bundle=BundleTable(),
        documents=(spec,),
        targets=targets,
        select=(),
        ignore=(),
        extend_safe_fixes=(),
        extend_unsafe_fixes=(),
        per_file={},
        keep_words=(),
        proper_nouns=(),
        numbered_run="auto",
        style="",
        bibliography=(),
        tags=(),
        assets=AssetsTable(),
        diagrams={},
        fonts={},
        out=(request.output or root).resolve(),
        jobs=request.jobs,
        remote_cache=RemoteCacheTable(),
        executor="local",
        dask=DaskTable(),
        executors={},
        timeout=seconds(BuildTable().timeout),
        memory=size(BuildTable().memory),
        unattended=Unattended(root / "releases"),
    )


def _posts(path: Path) -> list[Path]:
    if path.is_dir():
        found = [path.resolve() / name for name in posts(path)]
        if found:
            return found
        raise _fault(path, "there is no post in this folder", f"posts end in {', '.join(SUFFIXES)}")
    if not path.is_file():
        raise _fault(path, "there is no such file", "")
    return [path.resolve()]


def _root(files: list[Path]) -> Path:
    """The folder that holds all: outputs keep the paths below it."""
    here = Path.cwd().resolve()
    if all(file.is_relative_to(here) for file in files):
        return here
    return Path(os.path.commonpath([file.parent for file in files]))


def _literal(path: str) -> str:
    """A path as a glob that matches nothing else."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path)


def _fault(path: Path, message: str, hint: str) -> PublishError:
    return PublishError(
        Diagnostic(
            path=str(path),
            line=0,
            column=0,
            code="BUILD005",
            message=message,
            hint=hint,
            severity=Severity.ERROR,
        )
    )
