"""Dask's cluster as an executor. It is watched, because a scheduler may stop without saying so."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent import futures
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from typing import Any, ParamSpec, TypeVar

from publish.diagnostics import Diagnostic, PublishError, whole_file_error
from publish.engine.afar.machine import difference, machine
from publish.engine.executors.contract import Lost, Patience
from publish.engine.executors.processes import told
from publish.engine.executors.schedule import WINDOW
from publish.manifest import Manifest

CONNECT = 10.0  # seconds to reach the scheduler
WORKERS = 30.0  # seconds until the first worker must be there
ANSWER = 60.0  # seconds for a worker to say what it has
AGAIN = 10.0  # seconds in which a worker that ended is there again
IDLE = 30.0  # seconds for which nothing may be at work while something is wanted
_VAIN = 2  # connections of which nothing came, after which there is no other
_LOOK = 2.0  # seconds between two looks

P = ParamSpec("P")
R = TypeVar("R")


class Dask:
    """The cluster of a manifest. A connection that was of no use is replaced by a new one: restarting
    a cluster does not help one that has stopped, and may be the work of others."""

    patience = Patience(straggler=60.0)

    def __init__(self, manifest: Manifest) -> None:
        self._path = str(manifest.path)
        self._table = manifest.dask
        self._root = manifest.root
        self._client: Any = None
        self._vain = 0
        self.store = manifest.remote_cache.url
        self.refused: Mapping[str, None] = {}
        try:
            import distributed
        except ImportError:
            hint = "install it: pip install 'publish[dask]', or choose another executor"
            message = "Dask is not installed, which [build] names as the executor"
            raise PublishError(whole_file_error(self._path, "EXEC003", message, hint)) from None
        self._distributed: Any = distributed
        _quiet()

    @property
    def workers(self) -> int:
        """How many threads all workers have. Raises PublishError (EXEC001)."""
        threads = self._asked(lambda: self._connected().nthreads(), CONNECT)
        return sum(threads.values()) or 1

    def open(self, workers: int) -> futures.Executor:  # noqa: ARG002 - the cluster is as it is
        """Its workers, without those that differ. Raises PublishError (EXEC001) when none is left, or
        when nothing came of them before."""
        if self._vain >= _VAIN:
            raise self._unusable("it stands still", "restart it, or look at what its workers do")
        here = machine(())
        self._asked(self._awaited, ANSWER)
        known = self._asked(lambda: self._connected().run(machine, (), on_error="return"), ANSWER)
        others = {
            name: f"it cannot say what it has: {' '.join(str(found).split())[:200]}"
            if isinstance(found, Exception)
            else difference(here, found) and f"it has {difference(here, found)}"
            for name, found in known.items()
        }
        fit = [name for name, why in others.items() if not why]
        if not fit:
            name, why = next(iter(others.items()), ("", "there is none"))
            hint = "give every worker the same publish, Python, libraries and fonts as this machine"
            raise self._unusable(f"no worker can be used: {name} {why}".replace("  ", " "), hint)
        self.refused = {**self.refused, **dict.fromkeys(filter(None, others.values()))}
        return Pool(self._connected(), fit if len(fit) < len(others) else None)

    def _awaited(self) -> None:
        """Wait for a worker: those that ended are started again within seconds."""
        with contextlib.suppress(TimeoutError):
            self._connected().wait_for_workers(1, timeout=AGAIN)

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        is_vain = broken and isinstance(pool, Pool) and not pool.gave
        self._vain = self._vain + 1 if is_vain else 0
        if broken:
            self.end()

    def end(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # it is let go anyway
                within(5, lambda: client.close(timeout=2))

    def fault(self, code: str, message: str, hint: str) -> Diagnostic:
        return Diagnostic(self._path, 0, 0, code, message, hint)

    def _connected(self) -> Any:
        """A client of which at least one worker is there. Raises what Dask raises."""
        if self._client is None:
            security = self._distributed.Security(
                require_encryption=bool(self._table.ca),
                tls_ca_file=self._file(self._table.ca),
                tls_client_cert=self._file(self._table.cert),
                tls_client_key=self._file(self._table.key),
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # versions are compared by us
                self._client = self._distributed.Client(
                    self._table.scheduler,
                    security=security if self._table.ca else None,
                    timeout=CONNECT,
                    set_as_default=False,
                )
            try:
                self._client.wait_for_workers(1, timeout=WORKERS)
            except TimeoutError:
                raise LookupError("it has no workers") from None
        return self._client

    def _file(self, name: str) -> str | None:
        return str(self._root / name) if name else None

    def _asked(self, question: Callable[[], Any], seconds: float) -> Any:
        """Raises PublishError (EXEC001) when there is no answer."""
        try:
            return within(seconds + CONNECT + WORKERS, question)
        except Exception as error:  # Dask's, of its loop, of TLS
            reason = " ".join(str(error).split())[:200] or "it does not answer"
            scheduler = self._table.scheduler
            hint = f"look whether it runs, and start workers: dask worker {scheduler} --nthreads 1"
            raise self._unusable(reason, hint) from None

    def _unusable(self, why: str, hint: str) -> PublishError:
        message = f"the cluster at {self._table.scheduler} is not used: {why}"
        return PublishError(self.fault("EXEC001", message, f"{hint}; the rest was made here"))


class Pool(futures.Executor):
    """Orders out to a cluster, to these workers only, or to all; ``gave`` says that any came back."""

    def __init__(self, client: Any, only: list[str] | None) -> None:
        self.gave = False
        self._client = client
        self._only = only
        self._out: dict[Future[Any], tuple[Any, float]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._heard = time.monotonic()
        self._began: dict[str, float] = {}  # when an order was seen at work first
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Raises BrokenExecutor when the connection is gone."""
        answer: Future[R] = Future()
        seconds = float(getattr(args[0], "seconds", 0))
        try:
            asked = self._client.submit(
                work, *args, pure=False, retries=0, workers=self._only, **kwargs
            )
        except Exception as error:
            raise BrokenExecutor(str(error)) from None
        with self._lock:
            self._out[answer] = asked, seconds
        asked.add_done_callback(lambda ended: self._came(answer, ended))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        self._over.set()
        with self._lock:
            left, self._out = [asked for asked, _ in self._out.values()], {}
        if cancel_futures and left and self._client.status == "running":
            with contextlib.suppress(Exception):  # nobody waits for them
                within(5, lambda: self._client.cancel(left, force=True))

    def _came(self, answer: Future[Any], ended: Any) -> None:
        self._heard = time.monotonic()
        try:
            if ended.status == "finished":
                result, error = ended.result(timeout=ANSWER), None
                self.gave = True
            elif ended.status == "error":
                result, error = None, ended.exception(timeout=ANSWER)
                self.gave = True
            else:
                result, error = None, BrokenExecutor("the scheduler is gone")
        except Exception as fault:  # of the way back
            result, error = None, fault
        self._settle(answer, result, error)

    def _settle(self, answer: Future[Any], result: Any, error: BaseException | None) -> None:
        with self._lock:
            if self._out.pop(answer, None) is None:
                return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

    def _watch(self) -> None:
        """Give up when nothing at all is at work in the cluster though something is wanted."""
        while not self._over.wait(_LOOK):
            with self._lock:
                out = dict(self._out)
            at_work = self._at_work() if out else {}
            now = time.monotonic()
            if not out or any(at_work.values()):
                self._heard = now
            elif now - self._heard > IDLE:
                for answer in out:
                    self._settle(answer, None, BrokenExecutor("the cluster stands still"))
            self._end_late(out, at_work, now)

    def _at_work(self) -> Mapping[str, Sequence[str]]:
        """What each worker does, or is to do next."""
        try:
            found: Mapping[str, Sequence[str]] = within(ANSWER / 4, self._client.processing)
        except Exception:  # no answer is none
            return {}
        return found

    def _end_late(
        self,
        out: Mapping[Future[Any], tuple[Any, float]],
        at_work: Mapping[str, Sequence[str]],
        now: float,
    ) -> None:
        """Have the worker started anew that is at work on an order for longer than that may take."""
        places = {name: worker for worker, names in at_work.items() for name in names}
        for answer, (asked, seconds) in out.items():
            worker = places.get(asked.key)
            if worker is None:
                self._began.pop(asked.key, None)
            elif now - self._began.setdefault(asked.key, now) > WINDOW * seconds + _LOOK:
                self._settle(answer, Lost("BUILD008", f"took longer than {told(seconds)}"), None)
                with contextlib.suppress(Exception):  # the cluster sees what becomes of it
                    within(5, partial(self._client.cancel, [asked], force=True))
                    again = partial(self._client.restart_workers, [worker], timeout=WORKERS)
                    within(ANSWER, again)


def _quiet() -> None:
    """What goes wrong is told in our words, and not with the stack of Dask's calls."""
    for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def within(seconds: float, work: Callable[[], R]) -> R:
    """What ``work`` gives, or TimeoutError. Nobody waits for what hangs."""
    answer: Future[R] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(seconds)
