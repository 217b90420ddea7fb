"""The inside of a worker process: tasks come through a pipe, results go back."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from publish.engine.executors.contract import starved

_RESIDENT, _DATA = 1, 5  # fields of statm
GROWN = 400_000_000  # bytes by which a process has grown that does no further task


class Setting(NamedTuple):
    """What a worker finds: the environment, and the bytes of memory that it may take besides those that
    it begins with (0: any)."""

    environment: Mapping[str, str]
    memory: int = 0

    def with_scratch(self, folder: str) -> Setting:
        """With a folder for what is short-lived, which is deleted after the process."""
        return self._replace(environment={**self.environment, "TMPDIR": folder})


class Answer(NamedTuple):
    """What comes of a task: its result, or what it raised; and whether the worker has had its day."""

    result: Any = None
    error: Exception | None = None
    grown: bool = False


class Inherited(NamedTuple):
    """A task of which a process that was forked has been told before, by its number."""

    number: int


def serve(pipe: Connection, setting: Setting, tasks: Sequence[Any] = ()) -> None:
    """Do what comes through the pipe until it is closed: a pickled function with its argument, which
    may be one of ``tasks``."""
    os.environ.clear()
    os.environ.update(setting.environment)
    tempfile.tempdir = None  # what this process was forked from may have asked for its own
    _settle(setting.memory)
    end_with_parent()
    gc.freeze()  # what is here now stays: no collection has to look at it again
    most = _size() + GROWN
    while True:
        try:
            asked = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(_answer(asked, tasks, most))


def _settle(memory: int) -> None:
    """A process of its own: it hears no Ctrl-C, which its parent answers, it prints nothing, the
    programs that its tasks start end with it, and its memory is limited where the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    if not os.environ.get("PUBLISH_DEBUG"):
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
    if memory and sys.platform == "linux":
        import resource

        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = (
            _pages(_DATA) + memory
        )  # a process that was forked begins with much of its parent's
        wanted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _answer(asked: bytes, tasks: Sequence[Any], most: int) -> bytes:
    try:
        work, task = pickle.loads(asked)  # noqa: S301 - of our own parent
        known = tasks[task.number] if isinstance(task, Inherited) else task
        answer = Answer(work(known), grown=_size() > most)
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(Answer(starved(), grown=True))
    except BaseException as error:
        told = RuntimeError(f"{type(error).__name__}: {error}")
        return pickle.dumps(Answer(error=told, grown=True))


def _size() -> int:
    """The bytes of memory of this process; 0 where the system does not tell."""
    return _pages(_RESIDENT)


def _pages(field: int) -> int:
    """The bytes that a field of ``/proc/self/statm`` counts in pages (proc(5))."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[field])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def end_with_parent() -> None:
    """Ends this worker as soon as the process that asked for it is gone, be it by ``kill -9``."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
