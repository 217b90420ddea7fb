"""Photographs as every format can show them: upright, in RGB, eight bits deep, not too many pixels."""

from __future__ import annotations

import io
import math
import warnings
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from publish.publication.picture_metadata import names_a_place, orientation, without_metadata

KEPT = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")  # what a browser shows
BARE = ("JPEG", "PNG", "WEBP")  # and whose pixels can be kept without what is said of them
TURNED = ("BMP", "TIFF", "ICO", "PPM", "TGA", "JPEG2000")  # and what becomes PNG or JPEG
_JPEG_LIKE = ("JPEG", "MPO", "WEBP", "AVIF", "JPEG2000")
MAX_PIXELS = 100_000_000  # in memory: four bytes each
LARGE = 25_000_000  # more than that no page shows: it is made smaller
_QUALITY = 90


class Pixels(NamedTuple):
    """A picture as it is used: its bytes, their kind (Pillow's name), its size, and in what it differs
    from the file, as sentences about “the picture”."""

    content: bytes
    kind: str
    size: tuple[int, int]
    changes: tuple[str, ...]


class TooLarge(Exception):
    """More pixels than memory should hold."""


def pixels(content: bytes) -> Pixels:
    """The picture that some bytes are. A picture that needs no change keeps its bytes.

    Raises TooLarge, and whatever Pillow raises for what is no picture: OSError, SyntaxError, TypeError
    and many others.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _opened(content) as opened:
            opened.verify()  # sums of PNG, which WeasyPrint would stumble over
        with _opened(content) as opened:
            return _used(content, opened)


def _opened(content: bytes) -> Image.Image:
    try:
        return _told_apart(content)
    except Image.DecompressionBombError:
        raise TooLarge from None


def _told_apart(content: bytes) -> Image.Image:
    if content.startswith(b"\xff\xd8\xff"):  # read in a smaller scale, it may have more pixels
        return JpegImageFile(io.BytesIO(content))
    return Image.open(io.BytesIO(content), formats=(*KEPT, *TURNED))


def _used(content: bytes, opened: Image.Image) -> Pixels:
    kind, full = opened.format or "", opened.size
    goal = _goal(*full)
    if goal != full and kind == "JPEG" and not opened.info.get("progressive"):
        opened.draft("RGB", goal)
    if opened.size[0] * opened.size[1] > MAX_PIXELS:
        raise TooLarge
    moving = bool(getattr(opened, "is_animated", False))
    held, placed, mode = orientation(opened), names_a_place(opened), opened.mode
    opened.load()
    changes = []
    if moving:
        changes.append("moves: PDF, Word and slides show its first frame")
    if goal != full:
        changes.append(f"has {full[0]} × {full[1]} pixels and is used at {goal[0]} × {goal[1]}")
    if mode == "CMYK":
        changes.append("is made for a printing press (CMYK); its colours become RGB")
    if kind not in KEPT and kind != "MPO":
        changes.append(f"is a {kind} file and becomes one that every reader has")
    if placed:
        changes.append("says where it was taken; that is left out")
    bare = placed and kind in BARE
    if kind in KEPT and goal == full and held == 1 and placed == bare and not _odd(mode):
        content = without_metadata(content, kind) if bare else content
        return Pixels(content, kind, full, tuple(changes))
    plain = ImageOps.exif_transpose(_eight_bits(opened))
    wanted = goal if held < 5 else (goal[1], goal[0])
    if plain.size != wanted:
        plain = plain.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Pixels(*_written(plain, kind), plain.size, tuple(changes))


def _goal(width: int, height: int) -> tuple[int, int]:
    scale = math.sqrt(LARGE / max(1, width * height))
    if scale >= 1:
        return width, height
    return max(1, int(width * scale)), max(1, int(height * scale))


def _odd(mode: str) -> bool:
    """Modes that are not shown alike everywhere."""
    return mode == "CMYK" or mode.startswith(("I", "F"))


def _eight_bits(image: Image.Image) -> Image.Image:
    """The picture in RGB, grey, or one of them with transparency."""
    if image.mode.startswith(("I", "F")):
        scale = 255 / 65535 if image.mode.startswith("I") else 255.0
        return image.convert("F").point(lambda value: value * scale + 0.5).convert("L")
    if image.mode == "CMYK":
        return _rgb_of(image)
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "RGBA", "L", "LA") else image.convert("RGB")


def _rgb_of(image: Image.Image) -> Image.Image:
    """CMYK by its own profile where it has one."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        made = ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (KeyError, OSError, ImageCms.PyCMSError):
        made = None
    plain = made or image.convert("RGB")
    plain.info.pop("icc_profile", None)
    return plain


def _written(image: Image.Image, kind: str) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    profile = image.info.get("icc_profile")
    if kind in _JPEG_LIKE and image.mode in ("RGB", "L"):
        image.save(buffer, "JPEG", quality=_QUALITY, icc_profile=profile)
        return buffer.getvalue(), "JPEG"
    image.save(buffer, "PNG", icc_profile=profile)
    return buffer.getvalue(), "PNG"
