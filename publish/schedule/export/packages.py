"""What a fresh machine needs besides Python, as the set-up of a checkout has it."""

from __future__ import annotations

from collections.abc import Sequence

from publish.manifest.model import Unattended, is_folder, is_rsync
from publish.system import PACKAGES


def apt_packages(unattended: Unattended) -> tuple[str, ...]:
    """The packages of Debian; Python's own parts are there already."""
    parts = PACKAGES["apt-get"].items()
    rsync = any(is_rsync(to) for to in _addresses(unattended))
    ssh = rsync or unattended.release.sign
    return (
        *(name for part, names in parts if part != "venv" for name in names),
        *(["rsync"] if rsync else []),
        *(["openssh-client"] if ssh else []),
    )


def requirement(unattended: Unattended, version: str) -> str:
    """What pip installs, with the libraries that places need."""
    distant = [to for to in _addresses(unattended) if not is_rsync(to)]
    extras = sorted({"s3" if to.startswith("s3://") else "remote" for to in distant})
    return f"publish[{','.join(extras)}]=={version}" if extras else f"publish=={version}"


def _addresses(unattended: Unattended) -> Sequence[str]:
    """The places that are not of the machine itself."""
    places = (table.to for table in unattended.deploy.values())
    return [to for to in places if not (is_folder(to) or to.startswith("file://"))]
