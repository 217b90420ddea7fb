"""Binds a large book in a process of its own, which has nothing else in memory."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import IO, TypeVar

import msgspec

from publish.backends.book_pdf.merge import bind
from publish.backends.book_pdf.printed import Printed
from publish.backends.pdf_finish import saved
from publish.fonts.fit import Cut

LARGE = 200  # chapters; with fewer, what a process takes to start is more than what it spares
ASKED, ANSWER = 0, 1  # the pipes of the process that binds
SIZE = 8  # bytes of the number before each message that says how long it is

T = TypeVar("T")


class Order(msgspec.Struct, frozen=True):
    """What a book is bound of, before its chapters."""

    front: Printed
    cuts: tuple[Cut, ...]
    says_ua: bool


def bound_apart(order: Order, chapters: Sequence[Printed]) -> bytes:
    """The book that ``merged`` makes, by another process; empty where that was not to be had."""
    command = (sys.executable, "-P", "-m", __name__)  # imports nothing of the current folder
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin
            assert process.stdout
            _send(process.stdin, order)
            for chapter in chapters:
                _send(process.stdin, chapter)
            process.stdin.close()
            content = process.stdout.read()
    except OSError:
        return b""
    return content if process.returncode == 0 else b""


def _send(pipe: IO[bytes], message: Order | Printed) -> None:
    content = msgspec.msgpack.encode(message)
    pipe.write(len(content).to_bytes(SIZE, "big"))
    pipe.write(content)


def _received(pipe: IO[bytes], type: type[T]) -> Iterator[T]:
    """The messages until there are no more. Raises EOFError where one is cut off."""
    while size := pipe.read(SIZE):
        content = pipe.read(length := int.from_bytes(size, "big"))
        if len(content) < length:
            raise EOFError
        yield msgspec.msgpack.decode(content, type=type)


def main() -> None:
    """Bind what comes through one pipe, and give the book to the other."""
    gc.disable()
    with open(ASKED, "rb") as asked, open(ANSWER, "wb") as answer:
        order = next(_received(asked, Order))
        chapters = _received(asked, Printed)
        book = bind(order.front, chapters, order.cuts, says_ua=order.says_ua)
        answer.write(saved(book))
    os._exit(0)  # to take down what a large book is made of takes longer than to save it


if __name__ == "__main__":
    main()
