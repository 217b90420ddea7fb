"""Pictures: from the address in a post to bytes, found in the proven order and checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import posixpath
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from publish.publication.identity import is_external
from publish.publication.model import Resource

_FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
}
MAX_PIXELS = 100_000_000


class Lost(NamedTuple):
    """Why there is no picture: a diagnostic's code, message and hint."""

    code: str
    message: str
    hint: str = ""


class Pictures(NamedTuple):
    """Where pictures may be: below ``root`` in ``folders``, none larger than ``max_file`` bytes."""

    root: Path
    folders: Sequence[str]
    max_file: int


def picture(address: str, source: str, where: Pictures) -> Resource | Lost:
    """The picture that ``address`` in the post ``source`` means."""
    if address.startswith("data:"):
        return _from_data(address)
    if is_external(address):
        return Lost(
            "LNK008", f"the picture is on another site: {address}", "keep a copy beside the post"
        )
    path = unquote(address).partition("?")[0].partition("#")[0].replace("\\", "/")
    found = next((file for file in _places(path, source, where) if file.is_file()), None)
    if found is None:
        return Lost(
            "LNK007", f"there is no picture “{address}”", "check the path and upper and lower case"
        )
    if not found.resolve().is_relative_to(where.root.resolve()):
        return Lost("SEC002", f"the picture “{address}” lies outside the folder of the manifest")
    if found.stat().st_size > where.max_file:
        return Lost(
            "LNK013", f"the picture “{address}” is larger than {where.max_file // 1_000_000} MB"
        )
    return _checked(found.read_bytes(), found.stem, address)


def _places(path: str, source: str, where: Pictures) -> Iterable[Path]:
    """Beside the post, in its asset folder (Hexo), then in each folder of assets."""
    folder = posixpath.dirname(source)
    names = [] if path.startswith("/") else [posixpath.join(folder, path)]
    if not path.startswith("/"):
        names.append(posixpath.join(posixpath.splitext(source)[0], path))
    names += [posixpath.join(base, path.lstrip("/")) for base in where.folders]
    for name in names:
        clean = posixpath.normpath(name)
        if not clean.startswith(("..", "/")):
            yield where.root / clean


def _from_data(address: str) -> Resource | Lost:
    head, _, body = address.partition(",")
    try:
        content = (
            base64.b64decode(unquote(body), validate=False)
            if head.endswith(";base64")
            else unquote_to_bytes(body)
        )
    except (binascii.Error, ValueError):
        return Lost("LNK012", "the picture written into the post cannot be decoded")
    return _checked(content, "inline", "data: …")


def _checked(content: bytes, stem: str, address: str) -> Resource | Lost:
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
