"""A place to which releases are brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from publish.release.limit import Limit


class Refused(Exception):
    """A place does not do what it is asked; the text says why."""


class Place(Protocol):
    """Files by their names, which are POSIX paths that lead nowhere else.

    Every method raises Refused or OSError where the place does not do it, Late when the time is over,
    and what the library raises that leads there.
    """

    def read(self, name: str, most: int, limit: Limit) -> bytes | None:
        """A file of at most so many bytes; None where there is none."""
        ...

    def write(self, name: str, content: bytes, limit: Limit) -> None:
        """Write a small file, or write it anew."""
        ...

    def bring(self, folder: Path, names: Sequence[str], limit: Limit) -> None:
        """Copy files of a folder to where their names say, also over others."""
        ...

    def remove(self, known: Mapping[str, str], limit: Limit) -> None:
        """Remove files, each with the digest that it should have (empty: any); those that are not there
        are no fault."""
        ...
