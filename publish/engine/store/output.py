"""What is remembered of an output: how it was made, and how its publication was put together."""

from __future__ import annotations

import msgspec

from publish.diagnostics import Diagnostic


class Output(msgspec.Struct, frozen=True):
    """One step as it was made: the key of its publication and options, the digests of its files, what
    was found while it was made, the post it was made of (empty: of several), files that it no longer
    has, the key of the trace of its publication, and the marks of what was looked at in its layout."""

    key: str
    files: dict[str, str]
    found: tuple[Diagnostic, ...] = ()
    source: str = ""
    stale: dict[str, str] = {}
    trace: str = ""
    layout: dict[str, str] = {}


class Look(msgspec.Struct, frozen=True, array_like=True):
    """A question to the world around a post, and the digest of the answer."""

    kind: str
    words: tuple[str, ...]
    answer: str


class Trace(msgspec.Struct, frozen=True):
    """How a publication came about: the facts that it was made of by their names, what was looked up
    on the way, what was found, and the key that follows from all of it."""

    key: str
    facts: dict[str, str]
    looks: tuple[Look, ...] = ()
    found: tuple[Diagnostic, ...] = ()
