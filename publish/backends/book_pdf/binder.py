"""Binds a large book in a process of its own, which has nothing else in memory."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, TypeVar

import msgspec

from publish.backends.book_pdf.merge import bind
from publish.backends.book_pdf.printed import Printed
from publish.backends.pdf_finish import saved
from publish.fonts.fit import Cut
from publish.system import import_path

LARGE = 200  # chapters; with fewer, what a process takes to start is more than what it spares
ASKED, ANSWER = 0, 1  # the pipes of the process that binds
STARVED = 3  # its status when it has no memory left
SIZE = 8  # bytes of the number before each message that says how long it is

T = TypeVar("T")


class Order(msgspec.Struct, frozen=True):
    """What a book is bound of, before its so many chapters."""

    front: Printed
    chapters: int
    cuts: tuple[Cut, ...]
    says_ua: bool


def bound_apart(
    front: Printed, chapters: Sequence[Printed], cuts: Sequence[Cut], *, says_ua: bool
) -> bytes:
    """The book that ``merged`` makes, by another process; empty where that was not to be had.

    Raises MemoryError where it was ended, or had no memory left: here there is less.
    """
    if not sys.executable:  # Python is part of another program
        return b""
    try:
        process = _started()
    except OSError:
        return b""
    content = b""
    with contextlib.suppress(OSError), process:  # it may end before its time
        content = _answer(process, Order(front, len(chapters), tuple(cuts), says_ua), chapters)
    if process.returncode in (STARVED, -signal.SIGKILL):
        raise MemoryError
    return b"" if process.returncode else content


def _started() -> subprocess.Popen[bytes]:
    """The process, which imports nothing of the current folder (-P). Raises OSError."""
    return subprocess.Popen(
        (sys.executable, "-P", "-m", __name__),
        env={**os.environ, "PYTHONPATH": import_path()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("PUBLISH_DEBUG") else subprocess.DEVNULL,
    )


def _answer(process: subprocess.Popen[bytes], order: Order, chapters: Sequence[Printed]) -> bytes:
    """What a process gives for an order. Raises OSError where it is gone."""
    assert process.stdin
    assert process.stdout
    _send(process.stdin, order)
    for chapter in chapters:
        _send(process.stdin, chapter)
    process.stdin.flush()
    return process.stdout.read()  # while the other pipe is open: see main


def _send(pipe: IO[bytes], message: Order | Printed) -> None:
    content = msgspec.msgpack.encode(message)
    pipe.write(len(content).to_bytes(SIZE, "big"))
    pipe.write(content)


def _received(pipe: IO[bytes], type: type[T], number: int) -> Iterator[T]:
    """So many messages. Raises EOFError where there are fewer."""
    for _ in range(number):
        content = pipe.read(size := int.from_bytes(pipe.read(SIZE), "big"))
        if not size or len(content) < size:
            raise EOFError
        yield msgspec.msgpack.decode(content, type=type)


def main() -> None:
    """Bind what comes through one pipe, and give the book to the other. When the first is closed,
    whoever asked is gone."""
    import pikepdf

    gc.disable()
    with open(ASKED, "rb") as asked, open(ANSWER, "wb") as answer:
        (order,) = _received(asked, Order, 1)
        book = pikepdf.open(io.BytesIO(order.front.pdf))
        chapters = _watched(asked, _received(asked, Printed, order.chapters))
        bind(book, order.front, chapters, order.cuts, says_ua=order.says_ua)
        answer.write(saved(book))
        answer.flush()
        os._exit(0)  # to take down what a large book is made of takes longer than to save it


def _watched(pipe: IO[bytes], messages: Iterator[T]) -> Iterator[T]:
    """The messages; after the last one this process ends when the pipe does."""

    def end() -> None:
        pipe.read()
        os._exit(1)

    yield from messages
    threading.Thread(target=end, daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(STARVED)
