"""An order: a step for another machine, as few bytes as can be; and how it is carried out there."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from publish.diagnostics import Diagnostic
from publish.engine.afar.machine import difference, machine
from publish.engine.executors import Lost, starved
from publish.engine.render import Rendered, render
from publish.engine.store.remote.bucket import Bucket, bucket
from publish.engine.store.remote.remote import Content, get_content, put_content
from publish.layouts import Layout
from publish.publication.model import Publication

Parcel = bytes | Content  # the bytes themselves, or where they are in the store that is shared


class Order(NamedTuple):
    """A step: the address of the shared store (empty: all is in the order), the publication and its
    layout, the format, its options as JSON, what the machine must have, and the seconds that it may
    take."""

    store: str
    publication: Parcel
    layout: Parcel
    format: str
    options: bytes
    facts: dict[str, str]
    seconds: float


class Answer(NamedTuple):
    """What came of an order: the files, what went wrong, and what was looked at in the layout; or, in
    ``refused``, why this machine does not do it, in words for people."""

    files: tuple[tuple[str, Parcel], ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    looked: tuple[str, ...] = ()
    refused: str = ""


_one = threading.Lock()  # a renderer is not made for several threads


def work(order: Order) -> Answer | Lost:
    """An order carried out in this process. Raises nothing that has to do with the step."""
    other = difference(order.facts, _here(order.format))
    if other:
        return Answer(refused=f"it has {other}")
    try:
        publication = msgspec.msgpack.decode(
            _bytes(order.store, order.publication), type=Publication
        )
        with _one:
            layout = _layout(order.store, order.layout)
            rendered = render(publication, order.format, layout, msgspec.json.decode(order.options))
        return _answer(order.store, rendered)
    except MemoryError:
        return starved()
    except Exception as error:  # of whatever library leads to the store; what renders raises none
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        what = f"has no way to {order.store}" if order.store else "cannot read its order"
        return Answer(refused=f"it {what}: {reason}")


def _answer(store: str, rendered: Rendered) -> Answer:
    files = tuple((it.path, _parcel(store, it.content)) for it in rendered.artifacts)
    return Answer(files, rendered.faults, rendered.looked)


def _parcel(store: str, content: bytes) -> Parcel:
    return put_content(_bucket(store), content) if store else content


def _bytes(store: str, parcel: Parcel) -> bytes:
    """Raises ValueError where the shared store has something else."""
    if isinstance(parcel, bytes):
        return parcel
    content = get_content(_bucket(store), parcel)
    if content is None:
        raise ValueError("what belongs to the order is not there")
    return content


@lru_cache(maxsize=4)
def _layout(store: str, parcel: Parcel) -> Layout:
    return msgspec.msgpack.decode(_bytes(store, parcel), type=Layout)


@cache
def _bucket(url: str) -> Bucket:
    return bucket(url)


@cache
def _here(format: str) -> dict[str, str]:
    return machine([format])
