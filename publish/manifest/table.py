"""What every table of the manifest is: frozen, named keys, and no others."""

from __future__ import annotations

import msgspec
from msgspec import Meta


def key(description: str) -> Meta:
    """The description of a key, as editors show it."""
    return Meta(description=description)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the manifest: unknown keys are refused."""
