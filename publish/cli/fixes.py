"""Fixes of posts: what they change, as a diff, and how they are written."""

from __future__ import annotations

import difflib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from publish.cli.output import shown
from publish.diagnostics import Diagnostic, remedy, whole_file_error
from publish.disk import is_read_only
from publish.normalize import Settings, inspect
from publish.reader.encoding import Form


class Fixed(NamedTuple):
    """A post that fixes change: its file, its text before and after them, and the bytes to write.

    ``forms`` names its encoding before and after, when that changes too.
    """

    path: Path
    shown: str
    before: str
    text: str
    data: bytes = b""
    forms: tuple[str, str] = ("", "")


def fixes(root: Path, posts: Mapping[str, Settings]) -> list[Fixed]:
    """The posts whose text the fixes change; those that cannot be read are left out."""
    found = []
    for name, settings in posts.items():
        try:
            data = (root / name).read_bytes()
        except OSError:
            continue  # the findings tell it
        inspection = inspect(name, data, settings)
        written = inspection.target.encode(inspection.fixed)
        old, new = inspection.form, inspection.target
        if inspection.fixed != inspection.text or old != new:
            forms = (_name(old), _name(new)) if old != new else ("", "")
            place = shown(name, root)
            text, fixed = inspection.text, inspection.fixed
            found.append(Fixed(root / name, place, text, fixed, written, forms))
    return found


def _name(form: Form) -> str:
    return f"{form.encoding} with a byte order mark" if form.mark else form.encoding


def diff(item: Fixed) -> str:
    """A unified diff, as ``patch -p1`` reads it, with a line above it when the encoding changes."""
    old, new = item.forms
    above = f"{item.shown}: from {old} to {new}\n" if old else ""
    lines = difflib.unified_diff(
        _lines(item.before), _lines(item.text), f"a/{item.shown}", f"b/{item.shown}"
    )
    return above + "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Lines with their ends; unlike ``splitlines``, only LF ends one."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def write_all(root: Path, items: Iterable[Fixed]) -> tuple[list[Fixed], list[Diagnostic]]:
    """Write the fixed posts: those that are written, and a fault for each that cannot be."""
    done: list[Fixed] = []
    faults: list[Diagnostic] = []
    for item in items:
        try:
            rewrite(item.path, item.data)
        except OSError as error:
            message = f"the fixes are not written: {error.strerror or error}"
            path = item.path.relative_to(root).as_posix()
            faults.append(whole_file_error(path, "SYS002", message, _hint(error)))
        else:
            done.append(item)
    return done, faults


def _hint(error: OSError) -> str:
    match error.errno:
        case errno.EROFS:
            return "the post may be read but not written: chmod u+w lets it be written"
        case errno.EACCES | errno.EPERM:
            return "look at the owner and the mode of the folder that the post is in"
        case _:
            return remedy(error)


def rewrite(path: Path, data: bytes) -> None:
    """Replace what a post's file holds, whole or not at all; its mode stays. Raises OSError, of a post
    that nobody may write too: a file beside it could take its place all the same."""
    target = path.resolve()
    if is_read_only(target):
        raise OSError(errno.EROFS, "the file is read-only")
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
