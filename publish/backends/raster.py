"""Pictures for formats that take PNG and JPEG only."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

from publish.publication.model import Resource
from publish.publication.svg import sized
from publish.regex import regex

PLAIN = ("image/png", "image/jpeg")
SHARPNESS = 2  # pixels of the PNG for one of the drawing
MAX_SIDE = 4000  # pixels of the PNG
DEFAULT = (300, 150)  # pixels of a drawing that says no size, as in CSS 2.1, 10.3.2
SECONDS, MEGABYTES = 20, 2000  # what a drawing of someone else may take

_FONTS: dict[str, Any] = {
    "font_family": "Noto Sans CJK SC",
    "sans_serif_family": "Noto Sans CJK SC",
    "serif_family": "Noto Serif CJK SC",
    "monospace_family": "Noto Sans Mono CJK SC",
}

# Patterns and filters may ask for more memory than there is, which ends the process that draws them.
_DEMANDING = regex(rb"<(?:\w+:)?(?:pattern|filter|fe[A-Z]\w+|image)\b|filter\s*:|data:image/svg")


def plain_picture(resource: Resource) -> Resource | None:
    """The picture as PNG or JPEG, its size in CSS pixels kept; None when it cannot be drawn.

    SVG is drawn by resvg, which reads no file and no network; of an animation the first frame is
    taken.
    """
    if resource.media_type in PLAIN:
        return resource
    if resource.media_type == "image/svg+xml":
        return drawn(resource, SHARPNESS)
    return _first_frame(resource)


def drawn(resource: Resource, sharpness: float) -> Resource | None:
    """The PNG of a drawing, ``sharpness`` pixels for each of its own; None when it cannot be drawn."""
    width, height = resource.width or DEFAULT[0], resource.height or DEFAULT[1]
    scale = min(sharpness, MAX_SIDE / max(width, height))
    goal = max(1, round(width * scale)), max(1, round(height * scale))
    svg = sized(resource.content, *goal)
    try:
        content = _apart(svg) if _DEMANDING.search(svg) else _here(svg)
    except ValueError:
        return None
    return _png(resource, content, width, height) if content else None


def _here(svg: bytes) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode("utf-8"), **_FONTS))


def _apart(svg: bytes) -> bytes:
    """The PNG that another process draws within limits; nothing when it fails."""
    limits = str(SECONDS), str(MEGABYTES * 1_000_000)
    command = [sys.executable, "-P", "-c", _PROGRAM, *limits, json.dumps(_FONTS)]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


_PROGRAM = """
import contextlib, json, sys
with contextlib.suppress(ImportError):
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import resvg_py
svg = sys.stdin.buffer.read().decode("utf-8")
sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(svg_string=svg, **json.loads(sys.argv[3]))))
"""


def _first_frame(resource: Resource) -> Resource | None:
    from PIL import Image

    buffer = io.BytesIO()
    try:
        with Image.open(io.BytesIO(resource.content)) as picture:
            size = picture.size
            picture.convert("RGBA").save(buffer, "PNG", optimize=False)
    except (OSError, ValueError):
        return None
    return _png(resource, buffer.getvalue(), *size)


def _png(resource: Resource, content: bytes, width: int, height: int) -> Resource:
    return Resource(f"{resource.name}.png", "image/png", content, width, height)
