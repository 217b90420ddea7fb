"""Fixes of posts: what they change, as a diff, and how they are written."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from publish.cli.output import shown
from publish.normalize import Settings, inspect


class Fixed(NamedTuple):
    """A post that fixes change: its file, its text before and after them."""

    path: Path
    shown: str
    before: str
    text: str


def fixes(root: Path, posts: Mapping[str, Settings]) -> list[Fixed]:
    """The posts whose text the fixes change; those that cannot be read are left out."""
    found = []
    for name, settings in posts.items():
        try:
            data = (root / name).read_bytes()
        except OSError:
            continue  # the findings tell it
        inspection = inspect(name, data, settings)
        if inspection.fixed != inspection.text:
            place = shown(name, root)
            found.append(Fixed(root / name, place, inspection.text, inspection.fixed))
    return found


def diff(item: Fixed) -> str:
    """A unified diff, as ``patch -p1`` reads it."""
    lines = difflib.unified_diff(
        _lines(item.before), _lines(item.text), f"a/{item.shown}", f"b/{item.shown}"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Lines with their ends; unlike ``splitlines``, only LF ends one."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def rewrite(path: Path, text: str) -> None:
    """Replace a post by its text in UTF-8, whole or not at all; its mode stays. Raises OSError."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
