"""The style and the bibliographies that a post cites from, read from the disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publish import reader
from publish.confined import read_below
from publish.printable import UNFIT
from publish.reader.dialect_marks.labels import bibliography_files
from publish.rules.references.library import Bibliography, Library, shipped

LARGEST = 16_000_000  # bytes
_MARK = b":bibliography:"


def library(root: Path, path: str, data: bytes, declared: Library) -> Library:
    """What the manifest declares and what the post at ``path`` (its bytes are ``data``) asks for, with
    the text of the files.

    ``declared`` holds names of files, which are looked for beside the post, then in the root; nothing
    outside the root is read.
    """
    asked = _asked(path, data)
    named = asked.get("bibliography")
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    names = [name for name in names if isinstance(name, str)]
    wanted = [*(name for name, _ in declared.bibliographies), *names]
    if not wanted and not declared.style and not asked.get("csl"):
        return declared
    folders = (root / path).parent, root
    csl = asked.get("csl")
    style = csl if isinstance(csl, str) else declared.style
    return Library(
        style if shipped(style) else _text(style, folders, root) or style,
        tuple(Bibliography(name, _text(name, folders, root)) for name in dict.fromkeys(wanted)),
    )


def _asked(path: str, data: bytes) -> Mapping[str, object]:
    """The keys of the post's front matter; few posts have them, so most are not read twice.

    A mark of d2lbook in the text names a bibliography where no key does.
    """
    if b"bibliography" not in data and b"csl" not in data:
        return {}
    reading = reader.read(path, data)
    marked = bibliography_files(reading.text[reading.body :]) if _MARK in data else []
    return {"bibliography": marked, **reading.metadata.extra}


def _text(name: str, folders: tuple[Path, ...], root: Path) -> str | None:
    """The text of a file below the root; None where there is none that can be read."""
    if not name:
        return None
    for folder in folders:
        try:
            return (
                read_below(root, str(folder / name), LARGEST).decode("utf-8-sig").translate(UNFIT)
            )
        except (OSError, ValueError):
            continue
    return None
