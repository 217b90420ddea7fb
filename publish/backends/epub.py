"""EPUB 3.3: XHTML chapters in a package that ebooklib writes, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publish.backends.backend import Artifact
from publish.backends.epub_asked import asked_for
from publish.backends.epub_cover import drawn_cover
from publish.backends.epub_marks import is_vertical
from publish.backends.epub_package import Content, package
from publish.backends.epub_pages import Page, chapter_pages, title_pages
from publish.backends.fragment import fragment
from publish.backends.kept import NOTHING, Kept
from publish.backends.raster import plain_picture
from publish.fonts.fit import address, fitted
from publish.fonts.own import EPUB_SHEETS
from publish.fonts.subset import suffix
from publish.layouts import Layout
from publish.publication.model import Publication, Resource

CORE = ("image/png", "image/jpeg", "image/gif", "image/webp")  # EPUB 3.3, 3.2; and SVG
UNSAFE_SVG = (b"<!doctype", b"<!entity", b"<script", b"<foreignobject", b"@import", b'href="http')
WRITING = ("horizontal", "vertical")


class Epub:
    """``fonts = false`` leaves out the fonts that the manifest or the layout names; ``writing =
    "vertical"`` sets Japanese and traditional Chinese in columns from right to left."""

    suffix = ".epub"
    options: Mapping[str, Any] = {"fonts": True, "writing": "horizontal"}

    def __init__(self, kept: Kept = NOTHING) -> None:
        self._kept = kept

    def reusing(self, kept: Kept) -> Epub:
        """With chapters of books that were made before."""
        return Epub(kept)

    def choices(self, option: str, _layout: Layout) -> Sequence[str]:
        """A direction of writing."""
        return WRITING if option == "writing" else ()

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError where the layout lacks a template or the style sheet, or asks
        for what cannot be in a book (LAY008)."""
        settings = {**self.options, **options}
        vertical = settings["writing"] == "vertical" and is_vertical(publication.metadata.lang)
        pictures = {each.name: _usable(each) for each in publication.resources}
        cover = pictures.get(publication.metadata.cover) or drawn_cover(publication, layout)
        files = {picture.name: picture for picture in (*pictures.values(), cover) if picture}
        addresses = {name: picture.name for name, picture in pictures.items()}
        text = chapter_pages(publication, layout, addresses, self._kept, vertical=vertical)
        front = title_pages(publication, layout, cover.name if cover else "", vertical=vertical)
        style, fonts = _style(layout, (*front, *text.pages), wanted=settings["fonts"])
        files |= fonts
        files |= asked_for(layout, style, (*front, *text.pages), files)
        content = Content(front, text, files, style, cover.name if cover else "", vertical)
        yield Artifact(publication.name + self.suffix, package(publication, content))

    def share(
        self,
        publication: Publication,
        _layout: Layout,
        _options: Mapping[str, Any],
        number: int,
        of: int,
    ) -> None:
        """The XHTML of a share of the chapters."""
        for chapter in publication.chapters[number::of]:
            fragment(publication, chapter, form="xhtml", kept=self._kept)


BACKEND = Epub()


def _style(
    layout: Layout, pages: Iterable[Page], *, wanted: bool
) -> tuple[bytes, dict[str, Resource]]:
    """The style sheet, and the fonts that it brings."""
    own = [name for name in EPUB_SHEETS if name in layout.files]
    text = "".join(page.content.decode() for page in pages)
    style = "\n".join(map(layout.style, ("epub.css", *own)))
    files: dict[str, Resource] = {}

    def put(font: bytes) -> str:
        name = address(font, suffix(font))
        files[name] = Resource(name, f"font/{suffix(font)[1:]}", font)
        return name

    fonts = fitted(style, text, layout.files, system=False, wanted=wanted)
    return fonts.sheet(put).encode(), files


def _usable(resource: Resource) -> Resource:
    """The picture, or a PNG of it where no reading program need know its kind or allow what it holds."""
    match resource.media_type:
        case "image/svg+xml":
            unsafe = any(mark in resource.content.lower() for mark in UNSAFE_SVG)
        case kind:
            unsafe = kind not in CORE
    return (plain_picture(resource) or resource) if unsafe else resource
