"""A pandoc that stays: it reads and writes for a fifth of what a process for each would cost."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import threading
from functools import cache
from pathlib import Path

from publish.pandoc.process import MEMORY, TIMEOUT, convert, environment, error, program
from publish.pandoc.settings import fields

_PROGRAM = Path(__file__).with_name("resident.lua")
BINARY = ("docx", "pptx")
_MANY = 2000  # documents after which a process has grown enough to be replaced


def json_of(text: str, format: str) -> bytes:
    """The Pandoc AST, as JSON, of a text in one of pandoc's input formats.

    The same bytes whether a process that stays reads it or one of its own. Raises PublishError
    (PAN002) with pandoc's own message, or when it takes too long.
    """
    # What the pandoc command does with its input, so that both ways see the same text.
    plain = text.removeprefix("\ufeff").replace("\r", "").expandtabs(4)
    data = plain.encode("utf-8", "replace")
    ended = data + (b"\n" if data.endswith(b"\n") else b"\n\n")
    with _LOCK:
        found = _resident(os.getpid()).ask(f"read {format} {len(ended)}", ended)
    if found is None:
        return convert(data, ("--from", format, "--to", "json"))
    return found + b"\n"


def written(data: bytes, format: str, options: tuple[str, ...]) -> bytes:
    """The Pandoc AST ``data`` in one of pandoc's output formats, with options of its command.

    The same bytes both ways. A document that asks for a file or an address is not written by the
    process that stays, which no sandbox confines. Raises PublishError as :func:`json_of` does.
    """
    found, settings = None, fields(options)
    if settings is not None:
        head = f"write {format} {len(data)} {json.dumps(settings)}"
        with _LOCK:
            found = _resident(os.getpid()).ask(head, data)
    if found is None:
        return convert(data, ("--from", "json", "--to", format, "--output", "-", *options))
    is_text = format not in BINARY
    return found + b"\n" if is_text and not found.endswith(b"\n") else found


class Resident:
    """One pandoc process. When it dies or hangs, the next document gets a new one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.asked = 0

    def ask(self, head: str, data: bytes, timeout: float = TIMEOUT) -> bytes | None:
        """What the process makes of ``data``; None when it refuses to, died of it, or could not be
        started. ``head`` is the line of the frame, which resident.lua describes."""
        if self.asked >= _MANY:
            self.stop()
        process = self.process or self._start()
        if process is None:
            return None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, end)
        timer.daemon = True
        timer.start()
        try:
            answer = _exchange(process, head, data)
        except OSError:
            answer = None
        except BaseException:  # an interrupt between question and answer
            self.stop()
            raise
        finally:
            timer.cancel()
        self.asked += 1
        if answer is None:
            self.stop()
            if late.is_set():
                raise error("PAN002", f"pandoc took longer than {timeout:g} s", "split the post")
            return None
        state, content = answer
        if state == b"refused":
            return None
        if state != b"ok":
            message = content.decode("utf-8", "replace").strip()
            raise error("PAN002", f"pandoc could not convert this: {message}", "")
        return content

    def _start(self) -> subprocess.Popen[bytes] | None:
        try:
            self.process = subprocess.Popen(
                [program(), "lua", str(_PROGRAM), *MEMORY],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        except OSError:
            return None
        self.asked = 0
        return self.process

    def stop(self) -> None:
        """End the process; harmless when there is none."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what could not be written is lost
                if stream:
                    stream.close()


def _exchange(
    process: subprocess.Popen[bytes], head: str, data: bytes
) -> tuple[bytes, bytes] | None:
    """How it went, and what pandoc made or says; None when it ended before it said all."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(head.encode() + b"\n" + data)
    process.stdin.flush()
    state, _, length = process.stdout.readline().partition(b" ")
    if not length.strip().isdigit():
        return None
    content = process.stdout.read(int(length))
    return (state, content) if len(content) == int(length) else None


_LOCK = threading.Lock()


@cache
def _resident(_process: int) -> Resident:
    """That of this process: one that was inherited belongs to the parent."""
    resident = Resident()
    atexit.register(resident.stop)
    return resident
