"""The inside of a worker process: tasks come through a pipe, results go back."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Mapping
from multiprocessing import connection
from multiprocessing.connection import Connection


def serve(pipe: Connection, environment: Mapping[str, str]) -> None:
    """Do, in an environment, what comes through the pipe until it is closed: a pickled function with its argument.

    The answer is a pickled pair: the result and None, or None and the exception.
    """
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that gives out tasks answers it
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # programs that a task started end with it
    end_with_parent()
    while True:
        try:
            asked = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(_answer(asked))


def _answer(asked: bytes) -> bytes:
    try:
        work, task = pickle.loads(asked)  # noqa: S301 - of our own parent
        return pickle.dumps((work(task), None), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def end_with_parent() -> None:
    """Ends this worker as soon as the process that asked for it is gone, be it by ``kill -9``."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
