"""The lock of a store: builds hold it alone, those who only read what it says hold it together."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from publish.diagnostics import PublishError, whole_file_error
from publish.disk import hold

NAME = "lock"


@contextlib.contextmanager
def lock(folder: Path, *, alone: bool = True) -> Iterator[None]:
    """Hold the store. Raises PublishError (LOCK001) when a build holds it, or ``alone`` anybody."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = hold(folder / NAME, alone=alone)
    except OSError:
        yield  # a folder that cannot be written cannot be locked; outputs are renamed whole anyway
        return
    if handle is None:
        hint = "wait until it has ended"
        raise PublishError(
            whole_file_error(str(folder), "LOCK001", "another build is at work here", hint)
        )
    try:
        yield
    finally:
        os.close(handle)
