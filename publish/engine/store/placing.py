"""Outputs on the disk: whole or not there, inside their folder, never over what is read-only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from publish.backends.backend import Artifact
from publish.diagnostics import PublishError, remedy, whole_file_error
from publish.disk import is_read_only, write


def place(artifacts: Iterable[Artifact], folder: Path) -> list[tuple[Path, bytes]]:
    """Write the files of a step below ``folder``, the document itself last.

    Raises PublishError: OUT001 for a path outside the folder, OUT002 when the disk refuses, or where a
    file stands that somebody made read-only.
    """
    root = folder.resolve()
    placed = [(root / artifact.path, artifact.content) for artifact in artifacts]
    for path, _ in placed:
        if not Path(os.path.normpath(path)).is_relative_to(root):
            raise PublishError(
                whole_file_error(str(path), "OUT001", "the output lies outside the output folder")
            )
    for path, _ in placed:
        if is_read_only(path):
            hint = "let it be written (chmod u+w), remove it, or name another folder with -o"
            message = "cannot be written: it is read-only"
            raise PublishError(whole_file_error(str(path), "OUT002", message, hint))
    for path, content in reversed(placed):
        try:
            write(path, content)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"cannot be written: {reason}"
            raise PublishError(
                whole_file_error(str(path), "OUT002", message, remedy(error))
            ) from None
    return placed
