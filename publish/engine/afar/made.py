"""Tasks given to other machines. What these cannot do is done here, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import overload

import msgspec

from publish.backends import Artifact
from publish.diagnostics import Diagnostic, PublishError
from publish.engine.afar.distant import Distant
from publish.engine.afar.machine import machine
from publish.engine.afar.orders import Answer, Order, Parcel, work
from publish.engine.executors import Lost, Unheard, run
from publish.engine.render import Rendered
from publish.engine.store import Store
from publish.engine.store.remote import Remote
from publish.engine.store.remote.remote import Content
from publish.engine.tasks import Task, failed

_HINT = "the rest was made on this machine"
_SAME = f"give every worker the same publish, Python, libraries and fonts as this machine; {_HINT}"


def done_afar(
    tasks: Sequence[Task],
    afar: Distant,
    store: Store,
    told: list[Diagnostic],
    here: Callable[[Sequence[Task]], Iterator[tuple[int, Rendered]]],
) -> Iterator[tuple[int, Rendered]]:
    """The number and the result of each task, in the order in which they end.

    A task that kills its workers fails by name. Where the other machines are not to be reached, differ
    from this one or stop, what is left is done ``here``; why is added to ``told``.
    """
    left = dict(enumerate(tasks))
    refused: dict[str, None] = {}
    orders = Orders(tasks, afar, store.remote)
    try:
        for at, result in run(work, orders, afar):
            rendered = _result(tasks[at], result, store, refused)
            if rendered is not None:
                del left[at]
                yield at, rendered
    except PublishError as error:
        told += error.diagnostics
    except Unheard:
        told.append(afar.fault("EXEC001", "the executor makes no progress", _HINT))
    finally:
        afar.end()
    told += [
        afar.fault("EXEC002", f"a worker was refused: {why}", _SAME)
        for why in {**afar.refused, **refused}
    ]
    numbers = list(left)
    for at, rendered in here([left[number] for number in numbers]):
        yield numbers[at], rendered


def _result(
    task: Task, result: Answer | Lost, store: Store, refused: dict[str, None]
) -> Rendered | None:
    """A task as it was done; None where it still has to be."""
    if isinstance(result, Lost):
        return failed(task, result)
    if result.refused:
        refused[result.refused] = None
        return None
    artifacts = []
    contents = [parcel for _, parcel in result.files if isinstance(parcel, Content)]
    if contents and (store.remote is None or not store.remote.fetched(contents)):
        return None
    for path, parcel in result.files:
        content = parcel if isinstance(parcel, bytes) else store.blobs.get(parcel.digest)
        if content is None:
            return None
        artifacts.append(Artifact(path, content))
    return Rendered(tuple(artifacts), result.faults, result.looked)


class Orders(Sequence[Order]):
    """The orders of some tasks, each made when it is given out: so few are in memory at a time."""

    def __init__(self, tasks: Sequence[Task], afar: Distant, remote: Remote | None) -> None:
        self._tasks = tasks
        self._afar = afar
        self._remote = remote
        self._layouts: dict[int, Parcel] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    @overload
    def __getitem__(self, at: int) -> Order: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Order]: ...
    def __getitem__(self, at: int | slice) -> Order | Sequence[Order]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        task = self._tasks[at]
        layout = self._layouts.get(id(task.layout))
        if layout is None:
            layout = self._parcel(msgspec.msgpack.encode(task.layout))
            self._layouts[id(task.layout)] = layout
        publication = self._parcel(msgspec.msgpack.encode(task.publication))
        options = msgspec.json.encode(task.options)
        facts = {
            name: fact
            for name, fact in self._facts.items()
            if name == f"plug-in {task.format}" or not name.startswith("plug-in ")
        }
        return Order(
            self._afar.store, publication, layout, task.format, options, facts, task.seconds
        )

    @cached_property
    def _facts(self) -> dict[str, str]:
        return machine({task.format for task in self._tasks})

    def _parcel(self, content: bytes) -> Parcel:
        """Raises PublishError where the store that is shared takes nothing."""
        if not self._afar.store:
            return content
        parcel = self._remote.put(content) if self._remote else None
        if parcel is None:
            raise PublishError(
                self._afar.fault("EXEC001", "the remote cache takes no orders for workers", _HINT)
            )
        return parcel
