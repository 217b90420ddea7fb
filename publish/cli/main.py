"""A command line run to its end. What was said before and is still true is said again at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType

from publish.cli.exits import INTERRUPTED, OK, TERMINATED
from publish.cli.pieces import write


def run(arguments: Sequence[str]) -> int:
    """Run a command line; every error ends here as a sentence on standard error."""
    began = time.time_ns()
    words = [word for word in arguments if word != "--debug"]
    debug = len(words) < len(arguments)
    if debug:
        os.environ["PUBLISH_DEBUG"] = "1"  # for backends, also in other processes
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every sign
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(50_000, 20, 20)  # trees are large and have no cycles
    try:
        if words[:1] == ["build"]:
            from publish.engine.unchanged.record import told_again

            if said := told_again(words):
                write(said.pieces)
                return said.code
        from publish.cli.commands import Call, called

        result = called(Call(tuple(words), began))
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except Exception as error:
        from publish.cli.ending import ended

        if debug:
            import traceback

            traceback.print_exc()
        return ended(error)
    except KeyboardInterrupt:
        return _stopped("interrupted", INTERRUPTED)
    except Terminated:
        return _stopped("terminated", TERMINATED)


class Terminated(BaseException):
    """The process is asked to end: as on an interrupt, no temporary file is left behind."""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def _stopped(how: str, code: int) -> int:
    sys.stderr.write(
        f"publish: {how}; what was finished is kept, and the next run goes on from it\n"
    )
    return code
