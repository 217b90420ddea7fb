"""What a backend is: one method from a publication to artifacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import msgspec

from publish.backends.kept import Kept
from publish.layouts import Layout
from publish.publication.model import Publication


class Artifact(msgspec.Struct, frozen=True):
    """A file to be written: POSIX path relative to the output folder, and its bytes."""

    path: str
    content: bytes


class Backend(Protocol):
    """Pure: the same publication, layout and options give the same artifacts, with no file, network
    or clock read. ``suffix`` names its files (``.pdf``); ``options`` are the keys of a target's
    ``options`` table that it understands, with their defaults (the type of a value is its type)."""

    suffix: str
    options: Mapping[str, Any]

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """The first artifact is the document itself, named ``publication.name + suffix``.

        Raises :class:`publish.diagnostics.PublishError` for a fault that the user can mend.
        """
        ...


@runtime_checkable
class Choosing(Protocol):
    """A backend of which some options have a list of values, so that a slip is told beforehand."""

    def choices(self, option: str, layout: Layout) -> Sequence[str]:
        """The values of an option with a layout; empty where any of its type will do."""
        ...


@runtime_checkable
class Reusing(Protocol):
    """A backend that takes again what it made of parts of a publication before."""

    def reusing(self, kept: Kept) -> Backend:
        """The backend with parts to take and to keep; what it makes is the same without them."""
        ...


@runtime_checkable
class Sharing(Protocol):
    """A backend of which several processes can make the parts of one publication, each a share."""

    def share(
        self,
        publication: Publication,
        layout: Layout,
        options: Mapping[str, Any],
        number: int,
        of: int,
    ) -> None:
        """Make the chapters that leave ``number`` when divided by ``of``, and keep them."""
        ...
