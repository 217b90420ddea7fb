"""A picture's bytes: what kind it is, how large, whether it may be taken, and what is taken of it."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from publish.diagnostics import Severity
from publish.publication.model import Resource
from publish.publication.svg import Drawing, Refused, drawing

_FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
    "AVIF": ("image/avif", "avif"),
}


class Lost(NamedTuple):
    """Why there is no picture, or not quite the one of the file: a diagnostic's code, message, hint and
    weight."""

    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING


class Checked(NamedTuple):
    """A picture that may be used, and in what it differs from its file."""

    resource: Resource
    changes: tuple[Lost, ...] = ()


@lru_cache(maxsize=64)  # every format asks for the same pictures
def checked(content: bytes, stem: str, address: str) -> Checked | Lost:
    """The picture that some bytes are; ``stem`` names its file, ``address`` names it in messages."""
    if not content:
        return Lost("LNK014", f"the picture “{address}” is empty")
    match drawing(content):
        case Drawing() as drawn:
            return _drawn(drawn, stem, address)
        case Refused(reason=reason):
            return Lost("LNK014", f"“{address}” {reason}")
        case None:
            return _photograph(content, stem, address)


def _photograph(content: bytes, stem: str, address: str) -> Checked | Lost:
    from publish.publication.picture_pixels import MAX_PIXELS, TooLarge, pixels

    try:
        found = pixels(content)
    except TooLarge:
        most = MAX_PIXELS // 1_000_000
        message = f"the picture “{address}” has more than {most} million pixels"
        return Lost("LNK013", message, "save it smaller: a page shows no more than a few million")
    except MemoryError:
        raise
    except Exception:  # a decoder raises anything for bytes that were made to break it
        hint = "use PNG, JPEG, GIF, WebP, AVIF or SVG"
        return Lost("LNK014", f"“{address}” is no picture that can be read", hint)
    media_type, suffix = _FORMATS[found.kind]
    changes = tuple(
        Lost("LNK018", f"the picture “{address}” {change}", "", Severity.NOTE)
        for change in found.changes
    )
    return Checked(_resource(found.content, stem, media_type, suffix, found.size), changes)


def _drawn(drawn: Drawing, stem: str, address: str) -> Checked:
    changes = []
    if drawn.active:
        message = f"the drawing “{address}” holds scripts, which are left out"
        changes.append(Lost("SEC001", message))
    if drawn.outside:
        names = ", ".join(name[:80] for name in drawn.outside[:3])
        message = f"the drawing “{address}” asks for other files, which are left out: {names}"
        changes.append(Lost("LNK008", message, "draw them into it, or use a PNG"))
    size = (drawn.width, drawn.height)
    resource = _resource(drawn.content, stem, "image/svg+xml", "svg", size)
    return Checked(resource, tuple(changes))


def _resource(
    content: bytes, stem: str, media_type: str, suffix: str, size: tuple[int, int]
) -> Resource:
    digest = hashlib.blake2b(content, digest_size=5).hexdigest()
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "picture"
    return Resource(f"images/{name}-{digest}.{suffix}", media_type, content, *size)
