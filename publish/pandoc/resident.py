"""A pandoc that stays: it reads text after text, for a fifth of what a process for each would cost."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import threading
from functools import cache
from pathlib import Path

from publish.pandoc.process import TIMEOUT, convert, environment, error, program

_PROGRAM = Path(__file__).with_name("reader.lua")
_MANY = 2000  # texts after which a process has grown enough to be replaced


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
        found = _reader(os.getpid()).ask(ended, format)
    return convert(data, ("--from", format, "--to", "json")) if found is None else found


class Resident:
    """One pandoc process. When it dies or hangs, the next text gets a new one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.asked = 0

    def ask(self, data: bytes, format: str, timeout: float = TIMEOUT) -> bytes | None:
        """What the process reads in ``data``; None when it died of it, or could not be started."""
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
            answer = _exchange(process, data, format)
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
        ok, content = answer
        if not ok:
            message = content.decode("utf-8", "replace").strip()
            raise error("PAN002", f"pandoc could not convert this: {message}", "")
        return content + b"\n"

    def _start(self) -> subprocess.Popen[bytes] | None:
        try:
            self.process = subprocess.Popen(
                [program(), "lua", str(_PROGRAM)],
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
    process: subprocess.Popen[bytes], data: bytes, format: str
) -> tuple[bool, bytes] | None:
    """Whether pandoc could read a text, and what it says; None when it ended before it said all."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{format} {len(data)}\n".encode() + data)
    process.stdin.flush()
    state, _, length = process.stdout.readline().partition(b" ")
    if not length.strip().isdigit():
        return None
    content = process.stdout.read(int(length))
    return (state == b"ok", content) if len(content) == int(length) else None


_LOCK = threading.Lock()


@cache
def _reader(_process: int) -> Resident:
    """That of this process: one that was inherited belongs to the parent."""
    reader = Resident()
    atexit.register(reader.stop)
    return reader
