"""The packages of Debian that a fresh machine needs, as the set-up of a checkout has them."""

from __future__ import annotations

from publish.system import PACKAGES


def apt_packages() -> tuple[str, ...]:
    """Their names; Python's own parts are there already."""
    return tuple(
        name for part, names in PACKAGES["apt-get"].items() if part != "venv" for name in names
    )
