"""Pictures of a web page: their size is known before they are there, and those far below come late."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.publication.model import Resource

NEAR = 6  # blocks at the top of a page that a reader may see at once


def set_loading(root: etree._Element, resources: Iterable[Resource], *, top: bool) -> None:
    """Every picture says how large it is, unless its author did, so that text does not move when it
    comes; ``top``: the first blocks of ``root`` are the first of the page."""
    images = [(at, image) for at, block in enumerate(root) for image in block.iter("img")]
    names = {image.get("src") for _, image in images}
    if not names:
        return  # most chapters of a large book, whose pictures are many
    known = {each.name: each for each in resources if each.name in names and each.width}
    for at, image in images:
        picture = known.get(image.get("src", ""))
        if picture and not {"width", "height", "style"} & set(image.keys()):
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
        if not top or at >= NEAR:
            image.set("loading", "lazy")
