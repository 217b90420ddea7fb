"""What the files of documents are called, and where the author said so."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Mapping
from typing import NamedTuple

from publish.diagnostics import Diagnostic, Severity
from publish.document import Document
from publish.engine.posts import slug
from publish.manifest.values import LONGEST_NAME
from publish.reader.front_matter import split
from publish.reader.keys import field
from publish.text import Lines


class Names(NamedTuple):
    """By path of a post: what its files are called, a name that no other has, for anchors; and what is
    wrong with those that cannot be used."""

    files: Mapping[str, str]
    anchors: Mapping[str, str]
    faults: Mapping[str, Diagnostic]


def named(
    documents: Mapping[str, Document], source: Callable[[str], str], *, beside: bool
) -> Names:
    """The names of documents, after their slugs or, where the files stand ``beside`` them, their paths.

    A long name that was made from the post's is shortened, always in the same way; one that the
    author wrote is an error. ``source`` gives the text of a post, for places.
    """
    files: dict[str, str] = {}
    anchors: dict[str, str] = {}
    faults: dict[str, Diagnostic] = {}
    taken: set[str] = set()
    for path, document in documents.items():
        name = posixpath.splitext(path)[0].replace("/", "-") if beside else slug(document)
        files[path] = shortened(name)
        anchors[path] = files[path] + (f"-{len(anchors)}" if files[path] in taken else "")
        taken |= {files[path], anchors[path]}
        if document.metadata.slug and not beside and files[path] != name:
            message = f"the slug has {len(name.encode())} bytes, and the name of a file {LONGEST_NAME} at most"
            faults[path] = fault(path, source(path), "BUILD007", message, "write a shorter “slug”")
    return Names(files, anchors, faults)


def shortened(name: str) -> str:
    """A name of at most ``LONGEST_NAME`` bytes: a longer one is cut, and ends in a digest of the whole."""
    data = name.encode()
    if len(data) <= LONGEST_NAME:
        return name
    digest = hashlib.blake2b(data, digest_size=4).hexdigest()
    return data[: LONGEST_NAME - len(digest) - 1].decode(errors="ignore") + f"-{digest}"


def clash(path: str, text: str, other: str, name: str) -> Diagnostic:
    """Two posts that want one file: ``path``, whose text is ``text``, is not made."""
    message = f"the name “{name}” is that of {other} already"
    hint = "give one of them a “slug” of its own in the front matter; the other is built"
    return fault(path, text, "BUILD001", message, hint)


def fault(path: str, text: str, code: str, message: str, hint: str) -> Diagnostic:
    """An error at the slug of a post, or at its title, or at its beginning."""
    keys = split(text).keys
    named = [
        place for name in ("slug", "title") for key, place in keys.items() if field(key) == name
    ]
    line, column = Lines(text).place(named[0][0]) if named else (1, 1)
    return Diagnostic(path, line, column, code, message, hint, Severity.ERROR)
