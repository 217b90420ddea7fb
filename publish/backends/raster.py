"""Pictures for formats that take PNG and JPEG only."""

from __future__ import annotations

import io

from publish.publication.model import Resource

PLAIN = ("image/png", "image/jpeg")
SERIF, SANS, MONO = "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC"
SHARPNESS = 2  # pixels of the PNG for one of the drawing


def plain_picture(resource: Resource) -> Resource | None:
    """The picture as PNG or JPEG, its size in CSS pixels kept; None when it cannot be drawn.

    SVG is drawn by resvg, which reads no file and no network; of an animation the first frame is
    taken.
    """
    if resource.media_type in PLAIN:
        return resource
    if resource.media_type == "image/svg+xml":
        return _drawn(resource)
    return _first_frame(resource)


def _drawn(resource: Resource) -> Resource | None:
    import resvg_py

    try:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=resource.content.decode("utf-8-sig", "replace"),
                zoom=SHARPNESS,
                font_family=SANS,
                sans_serif_family=SANS,
                serif_family=SERIF,
                monospace_family=MONO,
            )
        )
    except ValueError:
        return None
    from PIL import Image

    with Image.open(io.BytesIO(png)) as drawn:
        width, height = (length // SHARPNESS for length in drawn.size)
    return _png(resource, png, resource.width or width, resource.height or height)


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
