"""Executors of other machines: by name in the manifest, Dask's or a plug-in's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent import futures
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol

from publish.diagnostics import Diagnostic, PublishError, whole_file_error
from publish.engine.executors import Executor
from publish.engine.executors.contract import Patience
from publish.manifest import Manifest

GROUP = "publish.executors"
LOCAL, DASK = "local", "dask"
GRACE = 60.0  # seconds for the way to a worker and back


class Distant(Executor, Protocol):
    """An executor whose workers may be elsewhere. ``store`` is the address at which they find what
    orders need; empty where orders hold it all. ``refused`` are the reasons for which workers were."""

    store: str
    refused: Mapping[str, None]

    def end(self) -> None:
        """Let go of everything."""

    def fault(self, code: str, message: str, hint: str) -> Diagnostic:
        """A warning at the place where the executor is named."""
        ...


def distant(manifest: Manifest, jobs: int, longest: float) -> Distant | None:
    """The executor that a manifest names; None for the processes of this machine. No task may take
    longer than ``longest`` seconds.

    Raises PublishError (EXEC003) where there is none of that name, it cannot be loaded, or a library
    is missing.
    """
    name = manifest.executor
    if name == LOCAL:
        return None
    if name == DASK:
        from publish.engine.afar.dask import Dask

        return Dask(manifest)
    try:
        factory = _named(manifest).load()
    except Exception as error:  # of somebody else's code
        message = f"the executor “{name}” cannot be loaded: {_words(error)}"
        hint = "install its package anew, or choose another executor"
        raise PublishError(whole_file_error(str(manifest.path), "EXEC003", message, hint)) from None
    return PlugIn(manifest, factory, jobs, longest)


def require_executor(manifest: Manifest) -> None:
    """Nothing where there is an executor of the name in a manifest, whether or not it can be used.
    Raises PublishError (EXEC003)."""
    if manifest.executor not in (LOCAL, DASK):
        _named(manifest)


def _named(manifest: Manifest) -> EntryPoint:
    """Where a plug-in's executor is found. Raises PublishError (EXEC003)."""
    for point in entry_points(group=GROUP, name=manifest.executor):
        return point
    known = ", ".join(sorted({LOCAL, DASK, *entry_points(group=GROUP).names}))
    message = f"there is no executor “{manifest.executor}”"
    raise PublishError(whole_file_error(str(manifest.path), "EXEC003", message, f"known: {known}"))


def _words(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


class PlugIn:
    """An executor by a factory of somebody else's: from options to one of ``concurrent.futures``."""

    refused: Mapping[str, None] = {}

    def __init__(self, manifest: Manifest, factory: Any, jobs: int, longest: float) -> None:
        self.patience = Patience(stall=longest + GRACE)
        options: Mapping[str, Any] = manifest.executors.get(manifest.executor, {})
        cache = manifest.remote_cache
        self.store = cache.url if cache.mode == "read-write" else ""
        self.workers: int = options.get("workers") or jobs or os.cpu_count() or 1
        self._path = str(manifest.path)
        self._name = manifest.executor
        self._factory = factory
        self._options = options

    def open(self, workers: int) -> futures.Executor:
        """Raises PublishError where the factory fails."""
        try:
            made = self._factory({**self._options, "workers": workers})
        except Exception as error:  # of somebody else's code
            message = f"the executor “{self._name}” cannot be used: {_words(error)}"
            raise PublishError(
                self.fault("EXEC001", message, "all was made on this machine")
            ) from None
        if not isinstance(made, futures.Executor):
            message = f"the executor “{self._name}” gives no executor but {type(made).__name__}"
            raise PublishError(self.fault("EXEC001", message, "all was made on this machine"))
        return made

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        left = getattr(pool, "_processes", None) if broken else None  # of the standard library's
        left = list(left.values()) if isinstance(left, dict) else []
        pool.shutdown(wait=not broken, cancel_futures=True)
        for process in left:  # Python would wait for them at its end
            process.kill()

    def end(self) -> None:
        """Every set of workers was closed by itself."""

    def fault(self, code: str, message: str, hint: str) -> Diagnostic:
        return Diagnostic(self._path, 0, 0, code, message, hint)
