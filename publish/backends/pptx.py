"""PowerPoint: slides measured and arranged, written by pandoc, dressed and placed afterwards."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from publish import ast, pandoc
from publish.backends.backend import Artifact
from publish.backends.docx_language import Setting, setting
from publish.backends.docx_properties import application_properties, core_properties
from publish.backends.drawing import Element, parsed, written
from publish.backends.mathematics import SIZE, svg_image
from publish.backends.package import pack, parts, repack
from publish.backends.pptx_package import (
    content_types,
    kept,
    layout_file,
    master,
    own_names,
    relations,
    theme,
)
from publish.backends.pptx_paragraph import break_lines
from publish.backends.pptx_runs import set_runs
from publish.backends.pptx_slide import Embedded, draw
from publish.backends.pptx_template import Template, template
from publish.backends.pptx_title import set_title_slide
from publish.backends.pptx_tree import SLIDE, slide_blocks, title_metadata
from publish.backends.raster import plain_picture
from publish.backends.reference import dressed_by, reference
from publish.backends.slide_model import Formula, Picture, Slide
from publish.backends.slides import slides
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import Layout
from publish.publication.model import Publication, Resource
from publish.publication.svg import Drawing, drawing

NEEDED = {"ppt/presentation.xml": "presentation", "ppt/slideMasters/slideMaster1.xml": "sldMaster"}
SECTION = "Section Header"
LAYOUTS = {
    "content": "Title and Content",
    "contents": "Title and Content",
    "section": SECTION,
}
MOST = 2_000  # slides: the time that they take grows with the square of their number
FORMULA_SIZE = 24.0  # points of a formula's letters


class Pptx:
    """``reference`` is the layout's file; with ``notes`` the notes of each slide hold its whole text."""

    suffix = ".pptx"
    options: Mapping[str, Any] = {"reference": "reference.pptx", "notes": False}

    def choices(self, option: str, layout: Layout) -> Sequence[str]:
        """A reference presentation of the layout."""
        return [name for name in layout.files if name.endswith(".pptx") and option == "reference"]

    def render(
        self, publication: Publication, layout: Layout, options: Mapping[str, Any]
    ) -> Iterable[Artifact]:
        """One file. Raises PublishError where the layout has no such reference presentation, or junk."""
        settings = {**self.options, **options}
        pictures = dict(_pictures(publication.resources))
        name = settings["reference"]
        given = parts(reference(layout, name, NEEDED))
        with dressed_by(layout, name):
            dress = template(given)
            deck = slides(publication, pictures, dress.room)
        if len(deck) > MOST:
            raise PublishError(_too_many(publication, len(deck)))
        with dressed_by(layout, name):
            blocks = slide_blocks(deck, spoken=settings["notes"])
            data = _written_by_pandoc(publication, blocks, pack(dress.files, 0))
            content = _finished(data, publication, deck, pictures, dress)
        yield Artifact(publication.name + self.suffix, content)


BACKEND = Pptx()


def _too_many(publication: Publication, count: int) -> Diagnostic:
    path = publication.chapters[0].document.path
    message = f"the presentation would have {count} slides, and {MOST} are the most that are made"
    hint = "make one of a part, or let fewer headings begin slides: “slides” with “level: 2” in the front matter"
    return Diagnostic(path, 0, 0, "PPTX001", message, hint, Severity.ERROR)


def _pictures(resources: Iterable[Resource]) -> Iterator[tuple[str, Resource]]:
    for resource in resources:
        picture = plain_picture(resource) if resource.media_type.startswith("image/") else None
        if picture is not None:
            yield resource.name, picture


def _written_by_pandoc(publication: Publication, blocks: ast.Blocks, dress: bytes) -> bytes:
    # Pandoc takes the reference presentation as a file only; the name leaves no trace in the output.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.pptx"
        path.write_bytes(dress)
        return pandoc.write(
            ast.Pandoc(blocks, title_metadata(publication)),
            "pptx",
            f"--slide-level={SLIDE}",
            "--variable=monofont=Consolas",
            "--reference-doc",
            str(path),
        )


class _Media(NamedTuple):
    """A picture's part in the package, and its size in points on a slide."""

    name: str
    content: bytes
    width: float
    height: float


def _finished(
    data: bytes,
    publication: Publication,
    deck: Sequence[Slide],
    pictures: Mapping[str, Resource],
    dress: Template,
) -> bytes:
    files = parts(data)
    layouts = {kind: layout_file(files, name) for kind, name in LAYOUTS.items()}
    if SECTION not in dress.names:
        layouts["section"] = layouts["content"]
    whole = setting(publication.metadata.lang)
    made: dict[str, bytes] = {}
    media: dict[str, bytes] = {}
    first = parsed(files["ppt/slides/slide1.xml"])
    set_title_slide(first, publication.metadata, dress.cover)
    set_runs(first, whole, whole.east_asian)
    made["ppt/slides/slide1.xml"] = written(first)
    for number, slide in enumerate(deck, 2):
        name, rels = f"ppt/slides/slide{number}.xml", f"ppt/slides/_rels/slide{number}.xml.rels"
        used = _media(slide, pictures)
        embedded = {
            key: Embedded(f"rIdPicture{at}", each.width, each.height)
            for at, (key, each) in enumerate(used.items(), 1)
        }
        root = parsed(files[name])
        draw(root, slide, number, embedded, dress)
        set_runs(root, setting(slide.lang), whole.east_asian)
        made[name] = written(root)
        names = {embedded[key].relation: each.name for key, each in used.items()}
        made[rels] = relations(files[rels], layouts[slide.kind], names)
        media |= {f"ppt/media/{each.name}": each.content for each in used.values()}
    for name in files:
        if name.startswith("ppt/notesSlides/notesSlide"):
            made[name] = _notes(files[name], whole)
    made |= media
    made |= own_names(files, dress.names)
    made["ppt/_rels/presentation.xml.rels"] = kept(files)
    made["[Content_Types].xml"] = content_types(
        files["[Content_Types].xml"], (name.rpartition(".")[2] for name in media)
    )
    title = publication.metadata.title
    made["ppt/theme/theme1.xml"] = theme(files["ppt/theme/theme1.xml"], whole.east_asian)
    made["ppt/slideMasters/slideMaster1.xml"] = master(
        files["ppt/slideMasters/slideMaster1.xml"], title
    )
    made["docProps/core.xml"] = core_properties(publication, whole.tag)
    made["docProps/app.xml"] = application_properties()
    return repack(data, made, publication.epoch)


def _notes(data: bytes, wanted: Setting) -> bytes:
    root: Element = parsed(data)
    break_lines(root)
    set_runs(root, wanted, wanted.east_asian)
    return written(root)


def _media(slide: Slide, pictures: Mapping[str, Resource]) -> dict[str, _Media]:
    """The pictures of a slide by name, and its formulas, drawn, by their TeX."""
    found: dict[str, _Media] = {}
    for box in slide.page.boxes:
        match box.items[0]:
            case Picture(name=name, width=width, height=height):
                picture = pictures[name]
                found[name] = _Media(_part_name(picture), picture.content, width, height)
            case Formula(tex=tex):
                drawn = _formula(tex)
                if drawn is not None:
                    scale = FORMULA_SIZE / SIZE
                    found[tex] = _Media(
                        _part_name(drawn), drawn.content, drawn.width * scale, drawn.height * scale
                    )
            case _:
                continue
    return found


def _formula(tex: str) -> Resource | None:
    image = svg_image(tex, display=True)
    if image.tag != "img":
        return None
    drawn = drawing(base64.b64decode(image.get("src", "").partition(",")[2]))
    assert isinstance(drawn, Drawing)
    size = (drawn.width, drawn.height)
    return plain_picture(Resource("formula.svg", "image/svg+xml", drawn.content, *size))


def _part_name(picture: Resource) -> str:
    digest = hashlib.blake2b(picture.content, digest_size=8).hexdigest()
    return f"{digest}.{picture.media_type.rpartition('/')[2]}"
