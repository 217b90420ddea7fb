"""A picture's bytes: what kind it is, how large, and whether it may be taken at all."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from typing import NamedTuple

from publish.diagnostics import Severity
from publish.publication.model import Resource

_FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
}
MAX_PIXELS = 100_000_000


class Lost(NamedTuple):
    """Why there is no picture: a diagnostic's code, message, hint and weight."""

    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING


def checked(content: bytes, stem: str, address: str) -> Resource | Lost:
    """The picture that some bytes are; ``stem`` names its file, ``address`` names it in messages."""
    if not content:
        return Lost("LNK014", f"the picture “{address}” is empty")
    size = _svg_size(content)
    if size is not None:
        return _resource(content, stem, "image/svg+xml", "svg", size)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as opened:
                opened.verify()  # sums of PNG, which WeasyPrint would stumble over
            with Image.open(io.BytesIO(content)) as opened:
                kind, size = opened.format or "", opened.size
                if kind in _FORMATS and size[0] * size[1] <= MAX_PIXELS:
                    opened.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return Lost("LNK014", f"“{address}” is no picture that can be read")
    if size[0] * size[1] > MAX_PIXELS:
        return Lost(
            "LNK013",
            f"the picture “{address}” has more than {MAX_PIXELS // 1_000_000} million pixels",
        )
    if kind not in _FORMATS:
        return Lost("LNK014", f"“{address}” is a {kind} picture", "use PNG, JPEG, GIF, WebP or SVG")
    return _resource(content, stem, *_FORMATS[kind], size)


def _svg_size(content: bytes) -> tuple[int, int] | None:
    """The size of an SVG picture in pixels (0 where it names none); None for anything else."""
    if b"<svg" not in content[:4096].lower():
        return None
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    if etree.QName(root).localname != "svg":
        return None
    box = re.findall(r"[\d.]+", root.get("viewBox", ""))
    width, height = (_pixels(root.get(name, "")) for name in ("width", "height"))
    if (not width or not height) and len(box) == 4:
        width, height = round(float(box[2])), round(float(box[3]))
    return width, height


def _pixels(length: str) -> int:
    found = re.fullmatch(r"\s*([\d.]+)(?:px)?\s*", length)
    return round(float(found[1])) if found else 0


def _resource(
    content: bytes, stem: str, media_type: str, suffix: str, size: tuple[int, int]
) -> Resource:
    digest = hashlib.blake2b(content, digest_size=5).hexdigest()
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "picture"
    return Resource(f"images/{name}-{digest}.{suffix}", media_type, content, *size)
