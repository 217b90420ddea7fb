"""Pages that are one file: what stood beside them, written into them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from hashlib import sha256

from publish.fonts.subset import compressed
from publish.publication.model import Resource


def inside(font: bytes) -> str:
    """A font as an address that holds it."""
    return f"data:font/woff2;base64,{base64.b64encode(compressed(font)).decode()}"


def with_pictures(text: str, resources: Iterable[Resource]) -> str:
    """A page with its pictures in it."""
    for resource in resources:
        address = f"data:{resource.media_type};base64,{base64.b64encode(resource.content).decode()}"
        text = text.replace(f'src="{resource.name}"', f'src="{address}"')
    return text


def digest(text: str) -> str:
    """What the integrity of a script or style sheet is told by (Subresource Integrity)."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
